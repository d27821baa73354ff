// Every form of the problem, alone and combined, against CBC on land too large for brute force.
#include "support/cover_forms.h"

namespace maillage::cover {
namespace {

class CoverForms : public testing::TestWithParam<test::Form> {};

TEST_P(CoverForms, EqualCbc) {
    for (unsigned seed = 0; seed < 5; ++seed) {
        test::expect_as_cbc(GetParam(), seed, 20, 50);
    }
}

INSTANTIATE_TEST_SUITE_P(Every, CoverForms, testing::ValuesIn(test::kForms));

} // namespace
} // namespace maillage::cover
