// raster.h: a scanline rasteriser by exact area: every edge adds, to the pixels on its right, the share of
// them that lies on its right. One running sum along a row then gives how much of each pixel is covered. One
// thread.
#pragma once

#include "base/picture.h"
#include "scene/scene.h"
#include "scene/view.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>
#include <vector>

namespace maillage::paper {

/// Pixels as cairo wants them: 0xAARRGGBB in the machine's order, colours multiplied by alpha.
struct Canvas {
    int width = 0;
    int height = 0;
    std::vector<std::uint32_t> pixels;

    Canvas(int w, int h, Colour ground);

    std::uint32_t* row(int y) {
        return pixels.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    }
};

/// Divides the colours by alpha again.
Picture to_picture(const Canvas& canvas);

/// A colour with its opacity, ready for blending.
struct Ink {
    float r = 0, g = 0, b = 0, a = 0; ///< 0 to 255; multiplied by alpha

    Ink() = default;
    explicit Ink(Colour colour, double opacity = 1);

    Ink& operator+=(const Ink& o) {
        r += o.r, g += o.g, b += o.b, a += o.a;
        return *this;
    }

    friend Ink operator*(const Ink& i, float f) {
        Ink product = i;
        product.r *= f, product.g *= f, product.b *= f, product.a *= f;
        return product;
    }

    friend Ink operator-(const Ink& x, const Ink& y) {
        Ink difference = x;
        difference.r -= y.r, difference.g -= y.g, difference.b -= y.b, difference.a -= y.a;
        return difference;
    }
};

inline bool is_nothing(float v) {
    return v == 0;
}

inline bool is_nothing(const Ink& i) {
    return i.r == 0 && i.g == 0 && i.b == 0 && i.a == 0;
}

/// Lays `ink` over a pixel.
std::uint32_t blended(std::uint32_t under, const Ink& ink);

/// Sums of edges. V is float (how much is covered) or Ink (how much of which colour). It holds a picture or,
/// to stay in the processor's cache, one band of rows at a time.
template <class V> class Accumulator {
  public:
    Accumulator(int width, int height)
        : width_(width), height_(height), stride_(static_cast<std::size_t>(width) + 2),
          cells_(zeroed(stride_ * static_cast<std::size_t>(height))),
          rows_(static_cast<std::size_t>(height)) {}

    /// From now on the rows from `first` on, as many as it was made for; after a flush only.
    void move_to(int first) { first_ = first; }

    /// An edge from (x0, y0) to (x1, y1): going down it adds `weight` to what lies east of it.
    /// What is no number is dropped, what is far beyond any window is brought nearer: coordinates may come
    /// from a file that anybody made.
    void edge(double x0, double y0, double x1, double y1, V weight) {
        if (!is_near(x0) || !is_near(y0) || !is_near(x1) || !is_near(y1)) {
            if (!std::isfinite(x0) || !std::isfinite(y0) || !std::isfinite(x1) || !std::isfinite(y1)) {
                return;
            }
            for (double* at : {&x0, &y0, &x1, &y1}) {
                *at = std::clamp(*at, -kFarthest_px, kFarthest_px);
            }
        }
        if (y0 == y1) {
            return;
        }
        y0 -= first_;
        y1 -= first_;
        if (y0 > y1) {
            std::swap(x0, x1);
            std::swap(y0, y1);
            weight = V{} - weight;
        }
        if (y1 <= 0 || y0 >= height_ || (x0 >= width_ && x1 >= width_)) {
            return;
        }
        const double slope = (x1 - x0) / (y1 - y0); // infinite where the heights differ by next to nothing
        const double west = std::min(x0, x1);
        const double east = std::max(x0, x1);
        if (y0 < 0) {
            x0 = between(x0 - y0 * slope, west, east);
            y0 = 0;
        }
        if (y1 > height_) {
            x1 = between(x1 - (y1 - height_) * slope, west, east);
            y1 = height_;
        }
        if ((x0 < 0) != (x1 < 0)) { // what is left of the window acts as if it stood on its rim
            const double y = between(y0 - x0 / slope, y0, y1);
            walk(std::max(x0, 0.0), y0, 0, x0 < 0 ? 0 : slope, y, weight);
            walk(0, y, std::max(x1, 0.0), x1 < 0 ? 0 : slope, y1, weight);
            return;
        }
        if (x0 < 0) {
            walk(0, y0, 0, 0, y1, weight);
            return;
        }
        walk(x0, y0, x1, slope, y1, weight);
    }

    /// Calls `paint(y, begin, end, cells)` for the rows that were touched and clears them. From `begin` on
    /// the running sum of the cells is the row's value; it is constant after the last cell.
    template <class Paint> void flush(const Paint& paint) {
        for (int y = low_; y < high_; ++y) {
            Row& row = rows_[static_cast<std::size_t>(y)];
            if (row.begin < row.end) {
                V* cells = cells_.get() + static_cast<std::size_t>(y) * stride_;
                paint(first_ + y, row.begin, std::min(row.end, width_), static_cast<const V*>(cells));
                std::fill(cells + row.begin, cells + row.end, V{});
                row = {};
            }
        }
        low_ = height_;
        high_ = 0;
    }

  private:
    struct Free {
        void operator()(V* cells) const noexcept { std::free(cells); }
    };

    /// calloc, for the system hands out zeros lazily: what the map never touches costs nothing.
    static std::unique_ptr<V[], Free> zeroed(std::size_t count) {
        static_assert(std::is_trivially_copyable_v<V>);
        std::unique_ptr<V[], Free> cells(
            static_cast<V*>(std::calloc(std::max<std::size_t>(count, 1), sizeof(V))));
        if (!cells) {
            throw std::bad_alloc();
        }
        return cells;
    }

    static constexpr double kFarthest_px = 1e9;

    static bool is_near(double at) { return std::abs(at) <= kFarthest_px; } // false for NaN

    /// As std::clamp, but for what is no number, which becomes `least`.
    static double between(double v, double least, double most) {
        return v > most ? most : v >= least ? v : least;
    }

    struct Row {
        int begin = 1 << 30;
        int end = 0;
    };

    void walk(double x0, double y0, double x1, double slope, double y1, const V& weight) {
        const int first = static_cast<int>(y0);
        const int last = std::min(height_, static_cast<int>(y1) + 1);
        low_ = std::min(low_, first);
        high_ = std::max(high_, last);
        double x = x0;
        double y = y0;
        for (int line = first; line < last; ++line) {
            const double y_end = std::min(y1, static_cast<double>(line + 1));
            const double dy = y_end - y;
            if (dy <= 0) {
                break;
            }
            double x_end = y_end == y1 ? x1 : x + slope * dy;
            x_end = between(x_end, std::min(x0, x1), std::max(x0, x1)); // rounding
            span(line, static_cast<float>(std::min(x, x_end)), static_cast<float>(std::max(x, x_end)),
                 weight * static_cast<float>(dy));
            x = x_end;
            y = y_end;
        }
    }

    /// The part of an edge that crosses one row, from xa to xb.
    void span(int line, float xa, float xb, const V& weight) {
        if (xa >= static_cast<float>(width_)) {
            return;
        }
        V* cells = cells_.get() + static_cast<std::size_t>(line) * stride_;
        Row& row = rows_[static_cast<std::size_t>(line)];
        int i = static_cast<int>(xa);
        row.begin = std::min(row.begin, i);
        if (xb <= static_cast<float>(i + 1)) {
            const float east = 0.5F * (xa + xb) - static_cast<float>(i);
            cells[i] += weight * (1 - east);
            cells[i + 1] += weight * east;
            row.end = std::max(row.end, i + 2);
            return;
        }
        const float per_px = 1 / (xb - xa);
        float x = xa;
        for (; x < xb && i < width_; ++i) {
            const float x_end = std::min(xb, static_cast<float>(i + 1));
            const float share = (x_end - x) * per_px;
            const float east = 0.5F * (x + x_end) - static_cast<float>(i);
            cells[i] += weight * (share * (1 - east));
            cells[i + 1] += weight * (share * east);
            x = x_end;
        }
        row.end = std::max(row.end, i + 1);
    }

    int width_;
    int height_;
    int first_ = 0;
    std::size_t stride_;
    std::unique_ptr<V[], Free> cells_;
    std::vector<Row> rows_;
    int low_ = 1 << 30;
    int high_ = 0;
};

/// One colour through a mask of edges: free polygons, lines, symbols.
class Brush {
  public:
    explicit Brush(Canvas& canvas) : canvas_(&canvas), mask_(canvas.width, canvas.height) {}

    void add_ring(const std::vector<scene::ScreenPoint>& ring);
    /// A line `width_px` wide, corners mitred, ends cut square.
    void add_line(const std::vector<scene::ScreenPoint>& line, double width_px);

    void add_edge(scene::ScreenPoint a, scene::ScreenPoint b, float weight) {
        mask_.edge(a.x, a.y, b.x, b.y, weight);
    }

    /// Paints what was added and forgets it.
    void fill(const Ink& ink);
    /// The same through a hatch whose pattern is anchored to (x, y): it moves with the map.
    void hatch(const scene::HatchStyle& style, double scale, double opacity, double anchor_x,
               double anchor_y);
    void forget();

  private:
    Canvas* canvas_;
    Accumulator<float> mask_;
};

} // namespace maillage::paper
