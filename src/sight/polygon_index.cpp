#include "sight/polygon_index.h"

#include "base/parallel.h"

#include <numeric>

namespace maillage::sight {
namespace {

using exact::minus;
using geo::Point;

constexpr std::uint32_t kEdgesInPart = 8;

bool in_limits(const geo::Ring& ring) {
    return std::ranges::all_of(ring, exact::in_limits);
}

bool in_limits(const geo::Polygon& polygon) {
    return in_limits(polygon.outer) &&
           std::ranges::all_of(polygon.holes, [](const geo::Ring& hole) { return in_limits(hole); });
}

} // namespace

void PolygonIndex::reserve(std::size_t polygons, std::size_t points) {
    shapes_.reserve(polygons);
    parts_.reserve(polygons);
    boxes_.reserve(polygons);
    ring_starts_.reserve(polygons + 1);
    vertices_.reserve(points + polygons);
}

bool PolygonIndex::add(const geo::Polygon& polygon) {
    Shape& s = shapes_.emplace_back();
    s.first_part = static_cast<std::uint32_t>(parts_.size());
    s.first_ring = static_cast<std::uint32_t>(ring_starts_.size());
    boxes_.emplace_back();
    if (!in_limits(polygon)) {
        return false;
    }
    add_ring(polygon.outer, true);
    for (const geo::Ring& hole : polygon.holes) {
        add_ring(hole, false);
    }
    return true;
}

std::size_t PolygonIndex::add_all(std::size_t count, unsigned threads,
                                  const std::function<const geo::Polygon&(std::size_t)>& polygon) {
    constexpr std::size_t kBlock = 4096;
    const auto add_some = [&](PolygonIndex& to, std::size_t begin, std::size_t end) {
        std::size_t points = 0;
        for (std::size_t i = begin; i < end; ++i) {
            points += polygon(i).outer.size();
        }
        to.reserve(end - begin, points);
        std::size_t left_out = 0;
        for (std::size_t i = begin; i < end; ++i) {
            left_out += to.add(polygon(i)) ? 0U : 1U;
        }
        return left_out;
    };
    if (count <= kBlock || threads == 1 || (threads == 0 && hardware_threads() == 1)) {
        return add_some(*this, 0, count);
    }
    const std::size_t blocks = (count + kBlock - 1) / kBlock;
    std::vector<PolygonIndex> parts(blocks);
    std::vector<std::size_t> left_out(blocks);
    parallel_blocks(count, kBlock, threads, [&](std::size_t begin, std::size_t end) {
        left_out[begin / kBlock] = add_some(parts[begin / kBlock], begin, end);
    });
    std::size_t points = 0;
    for (const PolygonIndex& part : parts) {
        points += part.vertices_.size();
    }
    reserve(count, points);
    for (PolygonIndex& part : parts) {
        append(part);
        part = {};
    }
    return std::accumulate(left_out.begin(), left_out.end(), std::size_t{0});
}

void PolygonIndex::append(const PolygonIndex& more) {
    const auto vertex = static_cast<std::uint32_t>(vertices_.size());
    const auto ring = static_cast<std::uint32_t>(ring_starts_.size());
    const auto part = static_cast<std::uint32_t>(parts_.size());
    vertices_.insert(vertices_.end(), more.vertices_.begin(), more.vertices_.end());
    for (const std::uint32_t start : more.ring_starts_) {
        ring_starts_.push_back(vertex + start);
    }
    for (Part moved : more.parts_) {
        moved.first += vertex;
        parts_.push_back(moved);
    }
    for (Shape moved : more.shapes_) {
        moved.first_part += part;
        moved.first_ring += ring;
        shapes_.push_back(moved);
    }
    boxes_.insert(boxes_.end(), more.boxes_.begin(), more.boxes_.end());
}

void PolygonIndex::finish(double smallest_cell_m, double largest_cell_m) {
    ring_starts_.push_back(static_cast<std::uint32_t>(vertices_.size()));
    grid_ = BoxGrid(std::move(boxes_), smallest_cell_m, largest_cell_m);
}

void PolygonIndex::add_ring(const geo::Ring& ring, bool counter_clockwise) {
    const std::size_t first = vertices_.size();
    for (const Point p : ring) {
        const Point q = exact::snap(p);
        if (vertices_.size() == first || vertices_.back() != q) {
            vertices_.push_back(q);
        }
    }
    while (vertices_.size() > first + 1 && vertices_.back() == vertices_[first]) {
        vertices_.pop_back();
    }
    const std::size_t count = vertices_.size() - first;
    if (count < 2) {
        vertices_.resize(first);
        return;
    }
    double twice = 0;
    for (std::size_t i = first + 1; i + 1 < vertices_.size(); ++i) {
        const Point u = minus(vertices_[i], vertices_[first]);
        const Point v = minus(vertices_[i + 1], vertices_[first]);
        twice += u.x * v.y - u.y * v.x;
    }
    if ((twice > 0) != counter_clockwise) {
        std::reverse(vertices_.begin() + static_cast<std::ptrdiff_t>(first), vertices_.end());
    }
    vertices_.push_back(vertices_[first]);
    ring_starts_.push_back(static_cast<std::uint32_t>(first));
    ++shapes_.back().rings;
    for (std::size_t i = 0; i < count; i += kEdgesInPart) {
        Part part;
        part.first = static_cast<std::uint32_t>(first + i);
        part.edges = static_cast<std::uint32_t>(std::min<std::size_t>(kEdgesInPart, count - i));
        for (std::uint32_t k = part.first; k <= part.first + part.edges; ++k) {
            part.box.extend(vertices_[k]);
        }
        boxes_.back().extend(part.box);
        parts_.push_back(part);
        ++shapes_.back().parts;
    }
}

geo::Polygon PolygonIndex::polygon(std::size_t i) const {
    const Shape& s = shapes_[i];
    const auto starts = ring_starts(s);
    geo::Polygon polygon;
    for (std::size_t k = 0; k < s.rings; ++k) {
        geo::Ring ring(vertex(starts[k]), vertex(starts[k + 1]) - 1);
        if (k == 0) {
            polygon.outer = std::move(ring);
        } else {
            polygon.holes.push_back(std::move(ring));
        }
    }
    return polygon;
}

std::size_t PolygonIndex::memory_bytes() const {
    return vertices_.capacity() * sizeof(Point) + ring_starts_.capacity() * sizeof(std::uint32_t) +
           parts_.capacity() * sizeof(Part) + shapes_.capacity() * sizeof(Shape) + grid_.memory_bytes();
}

PolygonIndex make_index(std::span<const geo::Polygon* const> polygons, double smallest_cell_m,
                        double largest_cell_m, unsigned threads) {
    PolygonIndex index;
    index.add_all(polygons.size(), threads,
                  [&](std::size_t i) -> const geo::Polygon& { return *polygons[i]; });
    index.finish(smallest_cell_m, largest_cell_m);
    return index;
}

} // namespace maillage::sight
