# Installed tree and Debian package; `cpack` in the build folder makes the .deb.
include(GNUInstallDirs)
