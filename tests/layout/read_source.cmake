# read_source: the lines of a C++ file as a CMake list, without comments and texts, so that a check
# sees only code. Characters that mean something to CMake lists are replaced; no check needs them.

function(read_source path with_texts result)
  file(READ "${path}" text)
  string(REPLACE "\\\\" "" text "${text}")
  string(REPLACE "\\\"" "" text "${text}")
  string(REPLACE "\\" "" text "${text}")
  string(REPLACE ";" "," text "${text}")
  string(REPLACE "[" "(" text "${text}")
  string(REPLACE "]" ")" text "${text}")
  string(REPLACE "'\"'" "' '" text "${text}")
  if(NOT with_texts)
    string(REGEX REPLACE "\"[^\"\n]*\"" "\"\"" text "${text}")
  endif()
  # A comment of one line; the house style has no other. `://` stands in texts only.
  string(REGEX REPLACE "(^|[^:])//[^\n]*" "\\1" text "${text}")
  string(REPLACE "\n" ";" lines "${text}")
  set(${result} "${lines}" PARENT_SCOPE)
endfunction()
