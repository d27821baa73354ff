# maillage_layer(geo USES base LINKS GEOS::geos_c SOURCES a.cpp b.cpp)
# One room of the house: a static library `maillage_geo`. USES are rooms whose headers may be
# included (public); LINKS are libraries that stay in the .cpp files (private).
function(maillage_layer name)
  cmake_parse_arguments(ARG "" "" "USES;LINKS;SOURCES" ${ARGN})
  add_library(maillage_${name} STATIC ${ARG_SOURCES})
  target_include_directories(maillage_${name} PUBLIC ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM ARG_USES PREPEND maillage_)
  target_link_libraries(maillage_${name} PUBLIC maillage_options ${ARG_USES} PRIVATE maillage_sanitizers ${ARG_LINKS})
endfunction()

# maillage_test(unit_geo LABEL unit USES geo LINKS ... SOURCES point_test.cpp)
# One GoogleTest executable; each of its tests becomes a CTest test carrying LABEL.
function(maillage_test name)
  cmake_parse_arguments(ARG "" "LABEL;TIMEOUT" "USES;LINKS;SOURCES" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/tests)
  list(TRANSFORM ARG_USES PREPEND maillage_)
  target_link_libraries(${name} PRIVATE maillage_options ${ARG_USES} ${ARG_LINKS} GTest::gmock GTest::gtest_main)
  if(MAILLAGE_SANITIZE_TESTS)
    target_link_libraries(${name} PRIVATE maillage_sanitizers)
  endif()
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  # Threads of the graphics driver may end while the leak checker reads them, which kills it ("Tracer caught signal 11").
  set(leaks suppressions=${PROJECT_SOURCE_DIR}/tests/lsan.supp:print_suppressions=0)
  if("maillage_gl" IN_LIST ARG_USES OR "maillage_ui" IN_LIST ARG_USES)
    set(leaks detect_leaks=0)
  endif()
  target_compile_definitions(${name} PRIVATE MAILLAGE_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  gtest_discover_tests(${name} TEST_PREFIX ${name}. DISCOVERY_MODE PRE_TEST
                       PROPERTIES LABELS ${ARG_LABEL} TIMEOUT ${ARG_TIMEOUT}
                       ENVIRONMENT LSAN_OPTIONS=${leaks})
endfunction()
