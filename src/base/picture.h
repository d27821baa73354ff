// picture.h: a drawing in memory, 8 bits a channel, red green blue alpha, rows from the top.
#pragma once

#include <cstdint>
#include <vector>

namespace maillage {

struct Picture {
    int width = 0;
    int height = 0;
    std::vector<std::uint8_t> rgba; ///< width * height * 4 bytes, not premultiplied
    friend bool operator==(const Picture&, const Picture&) = default;
};

struct Colour {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    friend bool operator==(const Colour&, const Colour&) = default;
};

/// colour(0x1f4e9c) is #1f4e9c, opaque.
constexpr Colour colour(std::uint32_t rgb, std::uint8_t alpha = 255) {
    return {static_cast<std::uint8_t>(rgb >> 16U), static_cast<std::uint8_t>(rgb >> 8U),
            static_cast<std::uint8_t>(rgb), alpha};
}

} // namespace maillage
