// Hundreds of problems of every form against CBC.
#include "support/cover_forms.h"

namespace maillage::cover {
namespace {

class CoverForms : public testing::TestWithParam<test::Form> {};

TEST_P(CoverForms, EqualCbcHundredsOfTimes) {
    for (unsigned seed = 100; seed < 400; ++seed) {
        test::expect_as_cbc(GetParam(), seed, 20 + seed % 15, 40 + seed % 60);
    }
}

INSTANTIATE_TEST_SUITE_P(Every, CoverForms, testing::ValuesIn(test::kForms));

} // namespace
} // namespace maillage::cover
