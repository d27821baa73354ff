// The fuzz harness over a fixed pseudo-random corpus: what libFuzzer looks for at length, briefly in every
// run.
#include "support/random_scene.h"

#include <gtest/gtest.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace maillage {
namespace {

TEST(VisibilityFuzz, AnyBytesGiveAFiniteViewInsideItsSector) {
    for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
        test::Dice dice(seed);
        std::vector<std::uint8_t> bytes(static_cast<std::size_t>(dice.integer(0, 400)));
        const int highest = seed % 2 == 0 ? 255 : 199; // half of the inputs on whole metres only
        for (std::uint8_t& b : bytes) {
            b = static_cast<std::uint8_t>(dice.integer(0, highest));
        }
        EXPECT_EQ(LLVMFuzzerTestOneInput(bytes.data(), bytes.size()), 0);
    }
}

} // namespace
} // namespace maillage
