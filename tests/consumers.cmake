# sanbao used by a project that is not ours, as a static and as a shared library. The kind that this
# build makes is installed from here; the other kind is made by the consumer that takes sanbao in as a
# subdirectory, and installed from there.

if(BUILD_SHARED_LIBS)
  set(own shared)
  set(other static)
  set(other_is_shared OFF)
else()
  set(own static)
  set(other shared)
  set(other_is_shared ON)
endif()
set(work ${CMAKE_CURRENT_BINARY_DIR}/consumer)
set(run ${CMAKE_COMMAND} -DCOMPILER=${CMAKE_CXX_COMPILER}
        -DLAUNCHER=${CMAKE_CXX_COMPILER_LAUNCHER} -DLIBDIR=${CMAKE_INSTALL_LIBDIR})
set(script ${CMAKE_CURRENT_SOURCE_DIR}/consumer/run_consumer.cmake)

# install: leaves a package in ${work}/<kind>.
add_test(NAME consumer.install_${own}
         COMMAND ${CMAKE_COMMAND} -DBUILD=${PROJECT_BINARY_DIR} -DPREFIX=${work}/${own}
                 -DSHARE=${CMAKE_INSTALL_DATADIR} -P
                 ${CMAKE_CURRENT_SOURCE_DIR}/consumer/install_program.cmake)
add_test(NAME consumer.subdirectory
         COMMAND ${run} -DHOW=subdirectory -DSANBAO_SOURCE=${PROJECT_SOURCE_DIR}
                 -DSHARED=${other_is_shared} -DWORK=${work}/subdirectory
                 -DPOLICY=${PROJECT_SOURCE_DIR}/rules/vendors/hyundai-mp3.yaml -P ${script})
add_test(NAME consumer.install_${other} COMMAND ${CMAKE_COMMAND} --install ${work}/subdirectory
                                                --prefix ${work}/${other})
set_tests_properties(consumer.install_${own} PROPERTIES FIXTURES_SETUP package_${own})
# It takes longest, and others wait for it.
set_tests_properties(consumer.subdirectory PROPERTIES FIXTURES_SETUP subdirectory COST 1000)
set_tests_properties(consumer.install_${other} PROPERTIES FIXTURES_SETUP package_${other}
                                                          FIXTURES_REQUIRED subdirectory)

foreach(kind IN ITEMS static shared)
  foreach(how IN ITEMS package pkgconfig)
    add_test(NAME consumer.${how}_${kind}
             COMMAND ${run} -DHOW=${how} -DPREFIX=${work}/${kind}
                     -DWORK=${work}/${how}_${kind}
                     -DPOLICY=${work}/${kind}/${CMAKE_INSTALL_DATADIR}/sanbao/rules/vendors/hyundai-mp3.yaml
                     -P ${script})
    set_tests_properties(consumer.${how}_${kind} PROPERTIES FIXTURES_REQUIRED package_${kind})
    list(APPEND consumer_tests consumer.${how}_${kind})
  endforeach()
endforeach()

# The rules that were installed hold their own cases.
add_test(NAME consumer.installed_rules COMMAND sanbao_cli test
                                               ${work}/${own}/${CMAKE_INSTALL_DATADIR}/sanbao/rules)
set_tests_properties(consumer.installed_rules PROPERTIES FIXTURES_REQUIRED package_${own})

add_test(NAME consumer.symbols
         COMMAND ${CMAKE_COMMAND} -DLIBRARY=${work}/shared/${CMAKE_INSTALL_LIBDIR}/libsanbao.so -P
                 ${CMAKE_CURRENT_SOURCE_DIR}/consumer/check_symbols.cmake)
set_tests_properties(consumer.symbols PROPERTIES FIXTURES_REQUIRED package_shared)

set_tests_properties(
  consumer.install_${own} consumer.subdirectory consumer.install_${other} consumer.installed_rules
  consumer.symbols
  ${consumer_tests} PROPERTIES LABELS consumer)
