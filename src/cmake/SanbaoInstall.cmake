# What `cmake --install` leaves behind: headers, library, program, rules, and the three ways by which
# another project finds them (CMake package, pkg-config, shell completion aside).
# Proved by tests/consumer.

set(SANBAO_INSTALL_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/sanbao)
set(SANBAO_INSTALL_RULESDIR ${CMAKE_INSTALL_DATADIR}/sanbao/rules)

install(TARGETS sanbao sanbao_audit EXPORT sanbao-targets FILE_SET HEADERS)
install(EXPORT sanbao-targets NAMESPACE sanbao:: DESTINATION ${SANBAO_INSTALL_CMAKEDIR})

include(CMakePackageConfigHelpers)
get_target_property(SANBAO_LIBRARY_TYPE sanbao TYPE)
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/src/cmake/sanbao-config.cmake.in sanbao-config.cmake
  INSTALL_DESTINATION ${SANBAO_INSTALL_CMAKEDIR}
  PATH_VARS SANBAO_INSTALL_RULESDIR)
# Before 1.0 a minor release may change the interface.
write_basic_package_version_file(sanbao-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/sanbao-config.cmake
              ${PROJECT_BINARY_DIR}/sanbao-config-version.cmake
              ${PROJECT_SOURCE_DIR}/src/cmake/Findsodium.cmake
        DESTINATION ${SANBAO_INSTALL_CMAKEDIR})

# pkg-config. An absolute GNUInstallDirs folder stays as it is, a relative one follows the prefix, also
# the one that `cmake --install --prefix` names.
foreach(folder LIBDIR INCLUDEDIR)
  cmake_path(APPEND SANBAO_PC_${folder} "\${prefix}" "${CMAKE_INSTALL_${folder}}")
endforeach()
cmake_path(APPEND SANBAO_PC_RULESDIR "\${prefix}" "${SANBAO_INSTALL_RULESDIR}")
list(JOIN SANBAO_LINK_MODULES " " SANBAO_PC_REQUIRES)
# A static library cannot be linked without what it was built with, whether or not the user says
# `--static`; a shared one names it itself.
if(SANBAO_LIBRARY_TYPE STREQUAL "STATIC_LIBRARY")
  set(SANBAO_PC_REQUIRES_KEY Requires)
else()
  set(SANBAO_PC_REQUIRES_KEY Requires.private)
endif()
set(SANBAO_PC_TEMPLATE ${PROJECT_SOURCE_DIR}/src/cmake)
install(
  CODE "
    set(PROJECT_VERSION \"${PROJECT_VERSION}\")
    set(PROJECT_DESCRIPTION \"${PROJECT_DESCRIPTION}\")
    set(SANBAO_PC_LIBDIR [=[${SANBAO_PC_LIBDIR}]=])
    set(SANBAO_PC_INCLUDEDIR [=[${SANBAO_PC_INCLUDEDIR}]=])
    set(SANBAO_PC_RULESDIR [=[${SANBAO_PC_RULESDIR}]=])
    set(SANBAO_PC_REQUIRES_KEY ${SANBAO_PC_REQUIRES_KEY})
    set(SANBAO_PC_REQUIRES \"${SANBAO_PC_REQUIRES}\")
    get_filename_component(CMAKE_INSTALL_PREFIX \"\${CMAKE_INSTALL_PREFIX}\" ABSOLUTE)
    foreach(module sanbao sanbao-audit)
      configure_file(\"${SANBAO_PC_TEMPLATE}/\${module}.pc.in\" \"${PROJECT_BINARY_DIR}/\${module}.pc\" @ONLY)
    endforeach()")
install(FILES ${PROJECT_BINARY_DIR}/sanbao.pc ${PROJECT_BINARY_DIR}/sanbao-audit.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)

install(DIRECTORY ${PROJECT_SOURCE_DIR}/rules/ DESTINATION ${SANBAO_INSTALL_RULESDIR}
        FILES_MATCHING PATTERN "*.yaml" PATTERN "*.csv")
# What the cases of the rules compare explanations with: `sanbao test` looks for it beside the rules.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/tests/baselines/explain/rules
        DESTINATION ${CMAKE_INSTALL_DATADIR}/sanbao/tests/baselines/explain)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})

if(TARGET sanbao_cli)
  install(TARGETS sanbao_cli)
  # The program writes its own completion, from the table that it parses by; when it is installed, so that nothing but the
  # program need have been built.
  if(NOT CMAKE_CROSSCOMPILING)
    foreach(place IN ITEMS bash=bash-completion/completions/sanbao zsh=zsh/site-functions/_sanbao
                           fish=fish/vendor_completions.d/sanbao.fish)
      string(REGEX MATCH "^([a-z]+)=(.*)/([^/]+)$" _ ${place})
      set(file ${PROJECT_BINARY_DIR}/completions/${CMAKE_MATCH_1}/${CMAKE_MATCH_3})
      file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/completions/${CMAKE_MATCH_1})
      install(
        CODE "
          execute_process(COMMAND \"$<TARGET_FILE:sanbao_cli>\" completion ${CMAKE_MATCH_1}
                          OUTPUT_FILE \"${file}\" COMMAND_ERROR_IS_FATAL ANY)")
      install(FILES ${file} DESTINATION ${CMAKE_INSTALL_DATADIR}/${CMAKE_MATCH_2})
    endforeach()
  endif()
endif()
