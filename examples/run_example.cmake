# run_example: runs one example and holds what it prints to expected/NAME.txt, byte by byte.
#   cmake -DPROGRAM=<program> -DNAME=01_quick_start -DSCRATCH=<folder> -P run_example.cmake
# In: the program; expected/NAME.in.jsonl is its standard input where there is one. Out: failure where the
# program fails or prints anything else. SANBAO_UPDATE=1 in the environment rewrites the expected text.
cmake_minimum_required(VERSION 3.25)

set(expected ${CMAKE_CURRENT_LIST_DIR}/expected/${NAME}.txt)
set(printed ${SCRATCH}/${NAME}.txt)
set(input "")
if(EXISTS ${CMAKE_CURRENT_LIST_DIR}/expected/${NAME}.in.jsonl)
  set(input INPUT_FILE ${CMAKE_CURRENT_LIST_DIR}/expected/${NAME}.in.jsonl)
endif()

file(MAKE_DIRECTORY ${SCRATCH})
execute_process(
  COMMAND ${PROGRAM} ${input}
  OUTPUT_FILE ${printed}
  RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${NAME} ended with ${status}")
endif()
if("$ENV{SANBAO_UPDATE}")
  file(COPY_FILE ${printed} ${expected})
endif()
execute_process(COMMAND diff -u ${expected} ${printed} RESULT_VARIABLE differs)
if(NOT differs EQUAL 0)
  message(FATAL_ERROR "${NAME} prints something else than ${expected}")
endif()
