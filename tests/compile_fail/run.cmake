# run: compiles one file of this folder twice and shows that only its right half compiles.
#   cmake -DCOMPILER=<c++> -DFILE=<file> -DROOT=<project> -P run.cmake
# With CONTROL it must compile. Without, the compiler must refuse it and name the line that is marked
# `// refused`: a file that fails for another reason (a name gone, a header moved) fails the test.
cmake_minimum_required(VERSION 3.25)

function(compile)
  execute_process(
    COMMAND ${COMPILER} -std=c++20 -fsyntax-only -fno-diagnostics-color -I${ROOT}/include
            -I${ROOT}/src ${ARGN} ${FILE}
    RESULT_VARIABLE status
    OUTPUT_VARIABLE said
    ERROR_VARIABLE said)
  set(status ${status} PARENT_SCOPE)
  set(said "${said}" PARENT_SCOPE)
endfunction()

file(READ ${FILE} text)
string(REGEX MATCHALL "  // refused\n" marks "${text}")
list(LENGTH marks count)
if(NOT count EQUAL 1)
  message(FATAL_ERROR "${FILE}: mark the one line that must be refused with `// refused`")
endif()
string(REGEX REPLACE "  // refused\n.*" "" before "${text}")
string(REGEX REPLACE "[^\n]" "" before "${before}")
string(LENGTH "x${before}" marked)

compile(-DCONTROL)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "the right way does not compile:\n${said}")
endif()
compile()
if(status EQUAL 0)
  message(FATAL_ERROR "${FILE}:${marked}: compiles, though it is a mistake")
endif()
cmake_path(GET FILE FILENAME name)
if(NOT said MATCHES "${name}:${marked}:[0-9]+: error: ")
  message(FATAL_ERROR "refused, but not for line ${marked}:\n${said}")
endif()
