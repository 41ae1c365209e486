# install_program: installs from a tree of which no more is taken for built than the program and the libraries.
#   cmake -DBUILD=<folder> -DPREFIX=<folder> -DSHARE=<folder below it> -P install_program.cmake
# In: a build. Out: a package below PREFIX; failure where a completion of the program is missing there.
cmake_minimum_required(VERSION 3.25)

foreach(file IN ITEMS bash/sanbao zsh/_sanbao fish/sanbao.fish)
  file(REMOVE "${BUILD}/completions/${file}")
endforeach()
execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${PREFIX}
                        COMMAND_ERROR_IS_FATAL ANY)
foreach(place IN ITEMS bash-completion/completions/sanbao zsh/site-functions/_sanbao
                       fish/vendor_completions.d/sanbao.fish)
  file(READ "${PREFIX}/${SHARE}/${place}" completion)
  if(NOT completion MATCHES "sanbao")
    message(FATAL_ERROR "${place} holds no completion of sanbao")
  endif()
endforeach()
