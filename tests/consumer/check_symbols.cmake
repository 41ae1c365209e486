# check_symbols: a shared libsanbao shows its public names and none of its stages.
#   cmake -DLIBRARY=<libsanbao.so> -P check_symbols.cmake
cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND nm --dynamic --defined-only --demangle ${LIBRARY}
                OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REPLACE ";" "," symbols "${symbols}")
string(REPLACE "[" "(" symbols "${symbols}")
string(REPLACE "]" ")" symbols "${symbols}")
if(NOT symbols MATCHES " T sanbao::evaluate\\(")
  message(FATAL_ERROR "${LIBRARY} does not show sanbao::evaluate")
endif()
string(REGEX MATCHALL
             "\n[0-9a-f]+ [A-Z] sanbao::(base|values|ir|parse|check|compile|eval|claims|records|explain|testing)::[^\n]*"
             inner "${symbols}")
if(inner)
  list(JOIN inner "" inner)
  message(FATAL_ERROR "${LIBRARY} shows names of its stages:${inner}")
endif()
