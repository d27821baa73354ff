# maillage_options: what every target of the project is compiled with.
add_library(maillage_options INTERFACE)
target_compile_features(maillage_options INTERFACE cxx_std_20)
# g++ 12 sees uninitialised members in every optional and variant it inlines: no use of that warning.
target_compile_options(maillage_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion
                                                   -Wno-sign-conversion $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized> -Wnon-virtual-dtor -Woverloaded-virtual)
if(MAILLAGE_WERROR)
  target_compile_options(maillage_options INTERFACE -Werror)
endif()
# The same bytes on every machine: no fused multiply-add behind our back.
target_compile_options(maillage_options INTERFACE -ffp-contract=off)
# The rooms are instrumented, and so are the tests where MAILLAGE_SANITIZE_TESTS asks for it: a test calls the rooms, and what
# it does wrong itself shows in them. Half of the time to compile a test is spared.
add_library(maillage_sanitizers INTERFACE)
if(MAILLAGE_SANITIZE)
  target_compile_options(maillage_sanitizers INTERFACE -fsanitize=${MAILLAGE_SANITIZE} -fno-omit-frame-pointer
                                                        -fno-sanitize-recover=all)
  if(MAILLAGE_SANITIZE_SKIP)
    target_compile_options(maillage_sanitizers INTERFACE -fno-sanitize=${MAILLAGE_SANITIZE_SKIP})
  endif()
  target_link_options(maillage_options INTERFACE -fsanitize=${MAILLAGE_SANITIZE})
endif()
find_package(Threads REQUIRED)
target_link_libraries(maillage_options INTERFACE Threads::Threads)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
