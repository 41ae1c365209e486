# What `cmake --install` leaves behind.
install(TARGETS sanbao EXPORT sanbao-targets FILE_SET HEADERS)
