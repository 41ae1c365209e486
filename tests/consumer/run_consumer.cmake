# run_consumer: configures, builds and runs the consumer project, and compares what it prints.
#   cmake -DHOW=... -DWORK=<folder> -DCOMPILER=<c++> -DPOLICY=<file> [-DPREFIX=<installed sanbao>]
#         [-DSANBAO_SOURCE=<tree> -DSHARED=ON|OFF] [-DLAUNCHER=...] -P run_consumer.cmake
# In: an installed sanbao, or its source. Out: failure where it cannot be used, or answers otherwise
# than claim.json expects.
cmake_minimum_required(VERSION 3.25)

if(DEFINED PREFIX)
  # Nothing else may be found: neither this tree nor a sanbao of the system.
  set(ENV{PKG_CONFIG_PATH} "${PREFIX}/${LIBDIR}/pkgconfig")
endif()
file(REMOVE_RECURSE "${WORK}/CMakeCache.txt")
execute_process(
  COMMAND
    ${CMAKE_COMMAND} -G Ninja -S ${CMAKE_CURRENT_LIST_DIR} -B ${WORK}
    -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_CXX_COMPILER_LAUNCHER=${LAUNCHER}
    -DCMAKE_PREFIX_PATH=${PREFIX} -DCMAKE_INSTALL_LIBDIR=${LIBDIR} -DHOW=${HOW}
    -DSANBAO_SOURCE=${SANBAO_SOURCE} -DBUILD_SHARED_LIBS=${SHARED} -DSANBAO_INSTALL=ON
    -DSANBAO_BUILD_CLI=ON -DSANBAO_UNITY=ON COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${WORK} --parallel 2 COMMAND_ERROR_IS_FATAL ANY)

execute_process(
  COMMAND ${WORK}/consumer ${POLICY}
  INPUT_FILE ${CMAKE_CURRENT_LIST_DIR}/claim.json
  OUTPUT_VARIABLE said
  RESULT_VARIABLE status)
set(expected "approved\nreturn available 1299.00\n")
if(NOT status EQUAL 0 OR NOT said STREQUAL expected)
  message(FATAL_ERROR "the consumer ended with ${status} and printed\n${said}expected\n${expected}")
endif()
