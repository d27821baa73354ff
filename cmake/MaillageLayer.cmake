# maillage_layer(geo USES base LINKS GEOS::geos_c SOURCES a.cpp b.cpp)
# One room of the house: a static library `maillage_geo`. USES are rooms whose headers may be
# included (public), WINDOW those of them that only a build with a window has; LINKS are libraries that stay in the .cpp
# files (private). These two lists are the only plan of who may include whom: tests/layers.cmake reads them.
function(maillage_layer name)
  cmake_parse_arguments(ARG "" "" "USES;WINDOW;LINKS;SOURCES" ${ARGN})
  if(MAILLAGE_DESKTOP)
    list(APPEND ARG_USES ${ARG_WINDOW})
  endif()
  add_library(maillage_${name} STATIC ${ARG_SOURCES})
  target_include_directories(maillage_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM ARG_USES PREPEND maillage_)
  target_link_libraries(maillage_${name} PUBLIC maillage_options ${ARG_USES} PRIVATE maillage_sanitizers ${ARG_LINKS})
  if(MAILLAGE_PCH)
    target_precompile_headers(maillage_${name} REUSE_FROM maillage_room_headers)
  endif()
endfunction()

# maillage_loads_formats(maillage)
# A program that loads the module of src/io/formats.h: it lends the module its own rooms, whole, and knows where it lies.
function(maillage_loads_formats name)
  add_dependencies(${name} maillage_formats_module)
  target_link_libraries(${name} PRIVATE maillage_io)
  set(rooms "$<TARGET_FILE:maillage_base>,$<TARGET_FILE:maillage_geo>,$<TARGET_FILE:maillage_io>")
  target_link_options(${name} PRIVATE LINKER:--whole-archive,${rooms},--no-whole-archive)
  # RPATH, not RUNPATH: the address sanitizer stands between the program and dlopen.
  target_link_options(${name} PRIVATE "LINKER:--export-dynamic-symbol=_Z*8maillage*" LINKER:--disable-new-dtags)
  set_target_properties(${name} PROPERTIES BUILD_RPATH ${PROJECT_BINARY_DIR}
                        INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}/maillage")
endfunction()

# maillage_reaches_formats(name maillage_io...): the same for a test or benchmark that uses one of the rooms above `io`, unless
# it links the formats themselves to look inside.
function(maillage_reaches_formats name)
  if("maillage_formats" IN_LIST ARGN)
    return()
  endif()
  foreach(room io intake map session views example cli ui)
    if("maillage_${room}" IN_LIST ARGN)
      maillage_loads_formats(${name})
      return()
    endif()
  endforeach()
endfunction()

# maillage_test(unit_geo LABEL unit USES geo LINKS ... SOURCES point_test.cpp)
# One GoogleTest executable; each of its tests becomes a CTest test carrying LABEL.
function(maillage_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "USES;LINKS;SOURCES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  list(TRANSFORM ARG_USES PREPEND maillage_)
  target_link_libraries(${name} PRIVATE maillage_options ${ARG_USES} ${ARG_LINKS} maillage_source_dir GTest::gmock GTest::gtest_main)
  if(MAILLAGE_SANITIZE_TESTS)
    target_link_libraries(${name} PRIVATE maillage_sanitizers)
  endif()
  maillage_reaches_formats(${name} ${ARG_USES})
  if(MAILLAGE_PCH)
    target_precompile_headers(${name} REUSE_FROM maillage_test_headers)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  # Threads of the graphics driver may end while the leak checker reads them, which kills it ("Tracer caught signal 11").
  set(leaks suppressions=${PROJECT_SOURCE_DIR}/tests/lsan.supp:print_suppressions=0)
  if("maillage_gl" IN_LIST ARG_USES OR "maillage_ui" IN_LIST ARG_USES)
    set(leaks detect_leaks=0)
  endif()
  gtest_discover_tests(${name} TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST
                       PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT}
                       ENVIRONMENT LSAN_OPTIONS=${leaks})
endfunction()
