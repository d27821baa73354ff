// golden.h: compares a picture with one that was looked at and accepted.
#pragma once

#include "support/png_file.h"
#include "support/source_dir.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <string>

namespace maillage {

struct Difference {
    double share_off = 1; ///< of pixels with a channel off by more than 5
    double psnr_db = 0;
    Picture map; ///< white where equal, black where far off
};

inline Difference compare(const Picture& actual, const Picture& expected) {
    Difference d;
    if (actual.width != expected.width || actual.height != expected.height) {
        return d;
    }
    d.map = {actual.width, actual.height, std::vector<std::uint8_t>(actual.rgba.size(), 255)};
    double squares = 0;
    std::size_t off = 0;
    for (std::size_t i = 0; i < actual.rgba.size(); i += 4) {
        int worst = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const int delta =
                std::abs(static_cast<int>(actual.rgba[i + k]) - static_cast<int>(expected.rgba[i + k]));
            worst = std::max(worst, delta);
            squares += delta * delta;
        }
        off += worst > 5 ? 1 : 0;
        for (std::size_t k = 0; k < 3; ++k) {
            d.map.rgba[i + k] = static_cast<std::uint8_t>(255 - std::min(255, worst * 8));
        }
    }
    const auto pixels = static_cast<double>(actual.rgba.size()) / 4;
    d.share_off = static_cast<double>(off) / pixels;
    d.psnr_db = squares == 0
                    ? 99
                    : 10 * std::log10(255.0 * 255.0 / (squares / static_cast<double>(actual.rgba.size())));
    return d;
}

/// At most 0.2 % of the pixels off by more than 5/255, PSNR 45 dB: Debian 12 and 13 differ by 0.15 % (corners
/// of GEOS, rims of Mesa), and a word that is missing by more. On failure NAME.actual.png and NAME.diff.png
/// are written into the current folder: look at them, then copy the actual one over the golden.
inline void expect_golden(const Picture& actual, const std::string& name) {
    const std::filesystem::path golden = source_dir() / "tests" / "golden" / (name + ".png");
    const bool is_there = std::filesystem::exists(golden);
    const Difference d = is_there ? compare(actual, read_png_file(golden)) : Difference{};
    if (d.share_off <= 0.002 && d.psnr_db >= 45) {
        return;
    }
    write_png_file(name + ".actual.png", actual);
    if (!d.map.rgba.empty()) {
        write_png_file(name + ".diff.png", d.map);
    }
    ADD_FAILURE() << golden << (is_there ? " differs: " : " is missing: ") << 100 * d.share_off
                  << " % of pixels, PSNR " << d.psnr_db << " dB; see "
                  << std::filesystem::current_path() / (name + ".actual.png");
}

} // namespace maillage
