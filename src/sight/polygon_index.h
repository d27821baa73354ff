// polygon_index.h: polygons laid out flat for fast passes over their edges, on the exact grid, with a spatial
// index. Built once, then read by any number of threads.
#pragma once

#include "sight/box_grid.h"
#include "sight/exact.h"

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace maillage::sight {

class PolygonIndex {
  public:
    /// Consecutive edges of one ring; edge i goes from vertex `first` + i to the next one.
    struct Part {
        geo::Box box;
        std::uint32_t first = 0;
        std::uint32_t edges = 0;
    };

    struct Shape {
        std::uint32_t first_part = 0;
        std::uint32_t parts = 0;
        std::uint32_t first_ring = 0;
        std::uint32_t rings = 0;
    };

    void reserve(std::size_t polygons, std::size_t points);
    /// The interior comes to lie on the left of every edge. Repeated points go; a ring of two points stays. A
    /// polygon with a coordinate that is not finite, or beyond 16,000 km, becomes an empty shape: false.
    bool add(const geo::Polygon& polygon);
    /// Polygon 0, 1... one after the other, on several threads (0: the processor's); how many became empty
    /// shapes.
    std::size_t add_all(std::size_t count, unsigned threads,
                        const std::function<const geo::Polygon&(std::size_t)>& polygon);
    /// After the last `add`: cells of the index are between the two sizes.
    void finish(double smallest_cell_m, double largest_cell_m);

    std::size_t size() const { return shapes_.size(); }

    std::size_t memory_bytes() const;

    const Shape& shape(std::size_t i) const { return shapes_[i]; }

    const geo::Box& box(std::size_t i) const { return grid_.box(i); }

    std::span<const Part> parts(const Shape& s) const { return {parts_.data() + s.first_part, s.parts}; }

    /// First vertices of the rings; a ring ends, with its first vertex repeated, where the next one starts.
    std::span<const std::uint32_t> ring_starts(const Shape& s) const {
        return {ring_starts_.data() + s.first_ring, s.rings + 1U};
    }

    const geo::Point* vertex(std::uint32_t i) const { return vertices_.data() + i; }

    /// As indexed.
    geo::Polygon polygon(std::size_t i) const;

    /// Calls `visit(i)` once for each polygon whose box meets `box`, in an order that depends only on the
    /// index and the box.
    template <class Visit> void each(const geo::Box& box, Visit&& visit) const { grid_.each(box, visit); }

  private:
    void add_ring(const geo::Ring& ring, bool counter_clockwise);
    void append(const PolygonIndex& more);

    std::vector<geo::Point> vertices_;
    std::vector<std::uint32_t> ring_starts_;
    std::vector<Part> parts_;
    std::vector<Shape> shapes_;
    std::vector<geo::Box> boxes_;
    BoxGrid grid_;
};

PolygonIndex make_index(std::span<const geo::Polygon* const> polygons, double smallest_cell_m,
                        double largest_cell_m, unsigned threads);

} // namespace maillage::sight
