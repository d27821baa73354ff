#include "sight/exact.h"

namespace maillage::sight::exact {
namespace {

__extension__ using UnsignedWide = unsigned __int128;

struct Magnitude { // 256 bits
    UnsignedWide high = 0;
    UnsignedWide low = 0;
    friend auto operator<=>(const Magnitude&, const Magnitude&) = default;
};

UnsignedWide absolute(Wide v) {
    return v < 0 ? -static_cast<UnsignedWide>(v) : static_cast<UnsignedWide>(v);
}

Magnitude multiply(UnsignedWide a, UnsignedWide b) {
    constexpr UnsignedWide mask = ~std::uint64_t{0};
    const UnsignedWide low = (a & mask) * (b & mask);
    const UnsignedWide cross1 = (a >> 64U) * (b & mask);
    const UnsignedWide cross2 = (a & mask) * (b >> 64U);
    const UnsignedWide middle = (low >> 64U) + (cross1 & mask) + (cross2 & mask);
    return {(a >> 64U) * (b >> 64U) + (cross1 >> 64U) + (cross2 >> 64U) + (middle >> 64U),
            (middle << 64U) | (low & mask)};
}

int sign(Wide v) {
    return (v > 0) - (v < 0);
}

} // namespace

int compare_products(Wide a, Wide b, Wide c, Wide d) {
    const int left = sign(a) * sign(b);
    const int right = sign(c) * sign(d);
    if (left != right) {
        return left < right ? -1 : 1;
    }
    const auto order = multiply(absolute(a), absolute(b)) <=> multiply(absolute(c), absolute(d));
    return left * (order < 0 ? -1 : order > 0 ? 1 : 0);
}

} // namespace maillage::sight::exact
