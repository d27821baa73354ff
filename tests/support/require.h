// require.h: what a test cannot do without. On most machines its absence is a skip; where MAILLAGE_REQUIRE
// names it
// ("gl,data,tools"), as `./run test` does, it is a failure: a check that nobody runs protects nothing.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace maillage {

inline bool is_required(std::string_view need) {
    const char* names = std::getenv("MAILLAGE_REQUIRE");
    const std::string list = names == nullptr ? "" : "," + std::string(names) + ",";
    return list.find("," + std::string(need) + ",") != std::string::npos;
}

} // namespace maillage

/// Leaves the test without `need`: "gl" (OpenGL), "data" (real files), "tools" (programs and libraries beside
/// which results are checked). What follows is told: MAILLAGE_SKIP_WITHOUT("data", name << " absent").
#define MAILLAGE_SKIP_WITHOUT(need, words)                                                                   \
    do {                                                                                                     \
        if (::maillage::is_required(need)) {                                                                 \
            FAIL() << "MAILLAGE_REQUIRE asks for " << (need) << ": " << words;                               \
        }                                                                                                    \
        GTEST_SKIP() << words;                                                                               \
    } while (false)
