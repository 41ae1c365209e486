# What every target of this project is compiled with, and none of its users: warnings, sanitizers.

function(sanbao_target target)
  target_compile_features(${target} PRIVATE cxx_std_20)
  set_target_properties(${target} PROPERTIES CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden
                                             VISIBILITY_INLINES_HIDDEN ON)
  target_compile_options(
    ${target} PRIVATE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion
                      $<$<BOOL:${SANBAO_WERROR}>:-Werror>)
  if(SANBAO_BUILD_FUZZERS)
    target_compile_options(${target} PRIVATE -fsanitize=fuzzer-no-link)
  endif()
  if(SANBAO_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${SANBAO_SANITIZE} -fno-sanitize-recover=all
                                             -fno-omit-frame-pointer)
    target_link_options(${target} PRIVATE -fsanitize=${SANBAO_SANITIZE})
  endif()
endfunction()
