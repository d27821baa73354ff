// morton.h: the bits of a cell's column and row in turn, so that cells near each other on the plane come near
// each other in order, and their data in memory.
#pragma once

#include <cstdint>

namespace maillage::sight {

/// A zero after each of the low 32 bits.
inline std::uint64_t spread_bits(std::uint64_t v) {
    v = (v | (v << 16U)) & 0x0000FFFF0000FFFF;
    v = (v | (v << 8U)) & 0x00FF00FF00FF00FF;
    v = (v | (v << 4U)) & 0x0F0F0F0F0F0F0F0F;
    v = (v | (v << 2U)) & 0x3333333333333333;
    return (v | (v << 1U)) & 0x5555555555555555;
}

inline std::uint64_t morton(std::uint64_t column, std::uint64_t row) {
    return spread_bits(column) | spread_bits(row) << 1U;
}

} // namespace maillage::sight
