// Any rings at all as footprints, any figures as a view: the answer stays finite and inside the sector.
// Built by libFuzzer with MAILLAGE_FUZZ; visibility_fuzz_test.cpp runs it over a fixed corpus.
#include "sight/visibility.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

using namespace maillage;

/// Reads values off the input until it ends, then zeros.
class Bytes {
  public:
    Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

    bool is_empty() const { return size_ == 0; }

    std::uint8_t byte() {
        if (size_ == 0) {
            return 0;
        }
        --size_;
        return *data_++;
    }

    /// Mostly small steps about the origin, where points meet; now and then any double, NaN and infinity
    /// included.
    double number() {
        const std::uint8_t kind = byte();
        if (kind < 200) {
            return kind % 16 - 8;
        }
        if (kind < 240) {
            return (byte() - 128) * 0.1 + byte() * 1e-4;
        }
        if (kind < 250) {
            return (kind % 2 == 0 ? 745000 : 6940000) + (byte() - 128) * 0.25;
        }
        std::uint8_t raw[sizeof(double)];
        for (std::uint8_t& b : raw) {
            b = byte();
        }
        double value = 0;
        std::memcpy(&value, raw, sizeof value);
        return value;
    }

    geo::Point point() {
        const double x = number();
        return {x, number()};
    }

  private:
    const std::uint8_t* data_;
    std::size_t size_;
};

void require(bool is_right) {
    if (!is_right) {
        std::abort();
    }
}

geo::Ring ring(Bytes& in) {
    geo::Ring out;
    for (int n = in.byte() % 9; n > 0; --n) {
        out.push_back(in.point());
    }
    return out;
}

void check(const sight::VisibleArea& area, double whole) {
    require(std::isfinite(area.area_m2) && area.area_m2 >= 0 && area.area_m2 <= whole * (1 + 1e-9) + 1e-6);
    for (const geo::Polygon& p : area.ground) {
        require(p.outer.size() >= 3);
        for (const geo::Point q : p.outer) {
            require(std::isfinite(q.x) && std::isfinite(q.y));
        }
    }
}

} // namespace

// No heights here: a footprint that crosses itself has no inside for GEOS to subtract.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes in(data, size);
    sight::View view;
    view.eye = in.point();
    view.range_m = in.number();
    view.fov_deg = in.byte() % 2 == 0 ? 360 : std::abs(in.number()) * 20;
    view.azimuth_deg = in.number();
    std::vector<geo::Polygon> footprints;
    while (!in.is_empty() && footprints.size() < 40) {
        geo::Polygon p{ring(in), {}};
        if (in.byte() % 4 == 0) {
            p.holes.push_back(ring(in));
        }
        footprints.push_back(std::move(p));
    }
    const sight::Walls walls(footprints);
    const double whole = sight::visible_area(view, sight::Walls({})).area_m2;
    check(sight::visible_area(view, walls), whole);
    sight::VisibilityParams params;
    params.move_to_wall = true;
    // From another place: chords on a finer grid of the same circle, so as much ground but for rounding.
    check(sight::visible_area(view, walls, params), whole);
    return 0;
}
