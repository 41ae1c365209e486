# check_headers: every header compiles alone, twice in a row, without a warning.
#   cmake -DROOT=<tree> -DFOLDER=include|src -DCOMPILER=<c++> -P check_headers.cmake
# In: the headers of one folder. Out: the compiler's words for each that does not stand alone.
# With FOLDER=include only include/ is searched, so a public header that needs an inner one fails.
cmake_minimum_required(VERSION 3.25)

set(flags -std=c++20 -fsyntax-only -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
          -Werror -I "${ROOT}/include")
if(FOLDER STREQUAL "src")
  list(APPEND flags -I "${ROOT}/src")
endif()

file(GLOB_RECURSE headers RELATIVE "${ROOT}/${FOLDER}" "${ROOT}/${FOLDER}/*.hpp")
if(NOT headers)
  message(FATAL_ERROR "no header found under ${ROOT}/${FOLDER}")
endif()
set(failed "")
foreach(header IN LISTS headers)
  file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/alone_${FOLDER}.cpp" CONTENT
       "#include \"@header@\"\n#include \"@header@\"\n" @ONLY)
  execute_process(
    COMMAND ${COMPILER} ${flags} "${CMAKE_CURRENT_BINARY_DIR}/alone_${FOLDER}.cpp"
    RESULT_VARIABLE status
    ERROR_VARIABLE words)
  if(NOT status EQUAL 0)
    list(APPEND failed ${header})
    message(STATUS "${FOLDER}/${header} does not compile alone:\n${words}")
  endif()
endforeach()
if(failed)
  list(JOIN failed ", " text)
  message(FATAL_ERROR "headers that do not stand alone: ${text}")
endif()
list(LENGTH headers count)
message(STATUS "${count} headers compile alone")
