# Writes calendar files into a source file, so that the library carries them.
#   shipped_calendars(<output.cpp> <calendar.csv>...)

function(shipped_calendars output)
  set(SHIPPED_CALENDARS "")
  foreach(path IN LISTS ARGN)
    cmake_path(GET path STEM name)
    file(READ ${path} text)
    string(APPEND SHIPPED_CALENDARS "\n    {\"${name}\", R\"csv(${text})csv\"},")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
  endforeach()
  configure_file(${PROJECT_SOURCE_DIR}/src/cmake/shipped_calendars.cpp.in ${output} @ONLY)
endfunction()
