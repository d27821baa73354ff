# Toolchain of the fuzz preset: the newest Clang installed. Each Debian release has other versions.
foreach(version RANGE 40 14 -1)
  list(APPEND clang_names clang++-${version})
endforeach()
find_program(MAILLAGE_CLANG NAMES ${clang_names} clang++ REQUIRED)
set(CMAKE_CXX_COMPILER ${MAILLAGE_CLANG})
