# Every third-party library, from packages of Debian 12 or 13. README.md says what each is for.
find_package(PkgConfig REQUIRED)
find_package(GDAL REQUIRED CONFIG) # its version file takes the very minor version that is asked for, ranges too
if(GDAL_VERSION VERSION_LESS 3.6)
  message(FATAL_ERROR "GDAL ${GDAL_VERSION} is too old: 3.6 or later is needed")
endif()
find_package(GEOS 3.11 REQUIRED CONFIG)
find_package(PROJ 9.1 REQUIRED CONFIG)
find_package(fmt 9 REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(ICU 72 REQUIRED COMPONENTS uc i18n)
pkg_check_modules(uchardet REQUIRED IMPORTED_TARGET uchardet)
pkg_check_modules(cairo REQUIRED IMPORTED_TARGET cairo)
pkg_check_modules(pangocairo REQUIRED IMPORTED_TARGET pangocairo)
pkg_check_modules(fontconfig REQUIRED IMPORTED_TARGET fontconfig)
find_package(ZLIB REQUIRED)
pkg_check_modules(xlsxwriter REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(png REQUIRED IMPORTED_TARGET libpng)
pkg_check_modules(sqlite3 REQUIRED IMPORTED_TARGET sqlite3)
if(MAILLAGE_DESKTOP)
  find_package(glfw3 3.3 REQUIRED)
  find_package(Freetype REQUIRED)
  pkg_check_modules(epoxy REQUIRED IMPORTED_TARGET epoxy)
  pkg_check_modules(egl REQUIRED IMPORTED_TARGET egl)
  # imgui.pc lists neither FreeType, GLFW nor dl, and would put the archive after the shared libraries.
  find_library(MAILLAGE_IMGUI_A libimgui.a REQUIRED)
  find_library(MAILLAGE_STB_SO stb REQUIRED)
  find_path(MAILLAGE_IMGUI_INCLUDE imgui.h PATH_SUFFIXES imgui REQUIRED)
  add_library(imgui::imgui STATIC IMPORTED)
  set_target_properties(imgui::imgui PROPERTIES
    IMPORTED_LOCATION ${MAILLAGE_IMGUI_A}
    INTERFACE_INCLUDE_DIRECTORIES ${MAILLAGE_IMGUI_INCLUDE}
    INTERFACE_LINK_LIBRARIES "${MAILLAGE_STB_SO};Freetype::Freetype;glfw;${CMAKE_DL_LIBS}")
endif()
if(MAILLAGE_TESTS OR MAILLAGE_BENCHMARKS)
  pkg_check_modules(cbc REQUIRED IMPORTED_TARGET cbc) # a peer; the program does without
endif()
if(MAILLAGE_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
  set(CGAL_DO_NOT_WARN_ABOUT_CMAKE_BUILD_TYPE ON)
  find_package(CGAL QUIET) # checks the views; without it that test is skipped
endif()
if(MAILLAGE_BENCHMARKS)
  find_package(benchmark REQUIRED)
endif()
find_package(EXPAT REQUIRED) # what GDAL reads spreadsheets with
# What the module of formats links: formats.h in src/io.
set(MAILLAGE_FORMAT_LIBRARIES GDAL::GDAL ZLIB::ZLIB ICU::uc PkgConfig::uchardet PkgConfig::xlsxwriter
    EXPAT::EXPAT nlohmann_json::nlohmann_json fmt::fmt)
