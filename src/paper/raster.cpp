#include "paper/raster.h"

#include <cmath>

namespace maillage::paper {
namespace {

std::uint32_t channel(float v) {
    return static_cast<std::uint32_t>(std::clamp(v, 0.0F, 255.0F) + 0.5F);
}

float pattern(scene::Hatch hatch, float x, float y, float spacing, float half_width) {
    // Distance to the nearest line of a family of period `spacing`.
    const auto to_line = [&](float d) { return std::abs(d - spacing * std::floor(d / spacing + 0.5F)); };
    const auto ink = [&](float d) { return std::clamp(half_width + 0.5F - d, 0.0F, 1.0F); };
    constexpr float kHalfRoot = 0.70710678F;
    switch (hatch) {
    case scene::Hatch::none:
        return 0;
    case scene::Hatch::rising:
        return ink(to_line((x + y) * kHalfRoot));
    case scene::Hatch::falling:
        return ink(to_line((x - y) * kHalfRoot));
    case scene::Hatch::crossed:
        return std::max(ink(to_line((x + y) * kHalfRoot)), ink(to_line((x - y) * kHalfRoot)));
    case scene::Hatch::dots:
        return ink(std::hypot(to_line(x), to_line(y)));
    }
    return 0;
}

} // namespace

Ink::Ink(Colour colour, double opacity) {
    const double alpha = colour.a * opacity / 255;
    r = static_cast<float>(colour.r * alpha);
    g = static_cast<float>(colour.g * alpha);
    b = static_cast<float>(colour.b * alpha);
    a = static_cast<float>(255 * alpha);
}

std::uint32_t blended(std::uint32_t under, const Ink& ink) {
    const float keep = 1 - ink.a * (1.0F / 255);
    const auto mixed = [&](float over, unsigned shift) {
        return channel(over + keep * static_cast<float>(under >> shift & 0xFFU)) << shift;
    };
    return mixed(ink.a, 24) | mixed(ink.r, 16) | mixed(ink.g, 8) | mixed(ink.b, 0);
}

Canvas::Canvas(int w, int h, Colour ground)
    : width(w), height(h),
      pixels(static_cast<std::size_t>(w) * static_cast<std::size_t>(h), blended(0, Ink(ground))) {}

Picture to_picture(const Canvas& canvas) {
    Picture picture{canvas.width, canvas.height, std::vector<std::uint8_t>(canvas.pixels.size() * 4)};
    std::uint8_t* to = picture.rgba.data();
    for (const std::uint32_t p : canvas.pixels) {
        const std::uint32_t alpha = p >> 24U;
        const auto divided = [&](std::uint32_t c) {
            return static_cast<std::uint8_t>(
                alpha == 255 || alpha == 0 ? c : std::min(255U, (c * 255 + alpha / 2) / alpha));
        };
        to[0] = divided(p >> 16U & 0xFFU);
        to[1] = divided(p >> 8U & 0xFFU);
        to[2] = divided(p & 0xFFU);
        to[3] = static_cast<std::uint8_t>(alpha);
        to += 4;
    }
    return picture;
}

void Brush::add_ring(const std::vector<scene::ScreenPoint>& ring) {
    for (std::size_t i = 0, j = ring.size() - 1; i < ring.size(); j = i++) {
        mask_.edge(ring[j].x, ring[j].y, ring[i].x, ring[i].y, 1.0F);
    }
}

void Brush::add_line(const std::vector<scene::ScreenPoint>& line, double width_px) {
    const double half = width_px / 2;
    scene::ScreenPoint left_before;
    scene::ScreenPoint right_before;
    bool has_before = false;
    const bool is_closed = line.size() > 3 && line.front() == line.back();
    const auto normal = [&](std::size_t i) { // of the segment i, i+1
        const double dx = line[i + 1].x - line[i].x;
        const double dy = line[i + 1].y - line[i].y;
        const double length = std::sqrt(
            dx * dx + dy * dy); // pixels: std::hypot guards against overflow, at five times the cost
        return length > 0 ? scene::ScreenPoint{-dy / length, dx / length} : scene::ScreenPoint{};
    };
    scene::ScreenPoint before = is_closed ? normal(line.size() - 2) : scene::ScreenPoint{};
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool is_last = i + 1 == line.size();
        scene::ScreenPoint after = is_last ? (is_closed ? normal(0) : before) : normal(i);
        if (i == 0 && !is_closed) {
            before = after;
        }
        // Mitre: along the sum of both normals, 1 / cos(half the turn) long, at most half as long again.
        const double sx = before.x + after.x;
        const double sy = before.y + after.y;
        const double norm2 = sx * sx + sy * sy;
        const double reach = norm2 > 1e-6 ? std::min(2 / norm2, 1.5 / std::sqrt(norm2)) : 0;
        const double mx = norm2 > 1e-6 ? sx * reach * half : after.x * half;
        const double my = norm2 > 1e-6 ? sy * reach * half : after.y * half;
        const scene::ScreenPoint left{line[i].x + mx, line[i].y + my};
        const scene::ScreenPoint right{line[i].x - mx, line[i].y - my};
        if (has_before) {
            mask_.edge(left_before.x, left_before.y, left.x, left.y, 1.0F);
            mask_.edge(right.x, right.y, right_before.x, right_before.y, 1.0F);
        } else if (!is_closed) {
            mask_.edge(right.x, right.y, left.x, left.y, 1.0F);
        }
        if (is_last && !is_closed) {
            mask_.edge(left.x, left.y, right.x, right.y, 1.0F);
        }
        left_before = left;
        right_before = right;
        has_before = true;
        before = after;
    }
}

void Brush::fill(const Ink& ink) {
    mask_.flush([&](int y, int begin, int end, const float* cells) {
        std::uint32_t* pixels = canvas_->row(y);
        float sum = 0;
        for (int x = begin; x < end; ++x) {
            sum += cells[x];
            const float covered = std::min(std::abs(sum), 1.0F);
            if (covered > 1.0F / 1024) {
                pixels[x] = blended(pixels[x], ink * covered);
            }
        }
        if (std::abs(sum) > 1.0F / 256) { // runs out of the window
            for (int x = end; x < canvas_->width; ++x) {
                pixels[x] = blended(pixels[x], ink * std::min(std::abs(sum), 1.0F));
            }
        }
    });
}

void Brush::hatch(const scene::HatchStyle& style, double scale, double opacity, double anchor_x,
                  double anchor_y) {
    const Ink ink(style.colour, opacity);
    const auto spacing = static_cast<float>(style.spacing_px * scale);
    const auto half_width = static_cast<float>(style.width_px * scale / 2);
    // The pattern repeats every spacing * sqrt(2) along both axes (every spacing for dots).
    const double period = style.pattern == scene::Hatch::dots ? spacing : spacing * std::sqrt(2.0);
    const auto shift_x = static_cast<float>(std::fmod(anchor_x, period));
    const auto shift_y = static_cast<float>(std::fmod(anchor_y, period));
    mask_.flush([&](int y, int begin, int end, const float* cells) {
        std::uint32_t* pixels = canvas_->row(y);
        float sum = 0;
        const auto paint = [&](int x) {
            const float covered = std::min(std::abs(sum), 1.0F) *
                                  pattern(style.pattern, static_cast<float>(x) + 0.5F - shift_x,
                                          static_cast<float>(y) + 0.5F - shift_y, spacing, half_width);
            if (covered > 1.0F / 1024) {
                pixels[x] = blended(pixels[x], ink * covered);
            }
        };
        for (int x = begin; x < end; ++x) {
            sum += cells[x];
            if (std::abs(sum) > 1.0F / 1024) {
                paint(x);
            }
        }
        if (std::abs(sum) > 1.0F / 256) {
            for (int x = end; x < canvas_->width; ++x) {
                paint(x);
            }
        }
    });
}

void Brush::forget() {
    mask_.flush([](int, int, int, const float*) {});
}

} // namespace maillage::paper
