# What most files include, compiled once: one set for the rooms, one for their tests, which are compiled with other flags.
# Each file still includes what it needs: builds without MAILLAGE_PCH tell when it does not.
set(headers <algorithm> <array> <chrono> <cmath> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <numeric> <optional>
            <set> <span> <string> <string_view> <unordered_map> <utility> <variant> <vector>)
file(WRITE ${PROJECT_BINARY_DIR}/precompiled.cpp "")

# Some libraries ask for -pthread; headers compiled without it would not fit.
target_compile_options(maillage_options INTERFACE -pthread)

add_library(maillage_room_headers STATIC ${PROJECT_BINARY_DIR}/precompiled.cpp)
target_link_libraries(maillage_room_headers PRIVATE maillage_options maillage_sanitizers)
target_precompile_headers(maillage_room_headers PRIVATE ${headers})

if(MAILLAGE_TESTS)
  add_library(maillage_test_headers STATIC ${PROJECT_BINARY_DIR}/precompiled.cpp)
  target_link_libraries(maillage_test_headers PRIVATE maillage_options GTest::gmock GTest::gtest)
  if(MAILLAGE_SANITIZE_TESTS)
    target_link_libraries(maillage_test_headers PRIVATE maillage_sanitizers)
  endif()
  target_precompile_headers(maillage_test_headers PRIVATE ${headers} <random> <gmock/gmock.h> <gtest/gtest.h>)
endif()
