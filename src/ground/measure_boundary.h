// measure_boundary.h: follows the boundary of each polygon under the others and sums the pieces that bound
// ground covered once, or by two and more. A part of coverage_area.cpp, not for other callers.
#pragma once

#include "ground/boundary_sums.h"
#include "ground/pair_crossings.h"
#include "ground/zone_borders.h"

namespace maillage::ground {

/// What one thread measures polygons with.
class Measurer {
  public:
    Measurer(const sight::PolygonIndex& sets, const Zones& zones, const Crossings& known, bool keeps_runs)
        : sets_(sets), zones_(zones), known_(known), keeps_runs_(keeps_runs) {}

    void measure(std::size_t polygon, Share& out);

  private:
    void take_crossings();
    void cross_zones(Share& out);
    void sort_exactly();
    void begin_zones(Share& out);
    void walk_ring(std::uint32_t ring, std::uint32_t begin, std::uint32_t end, Share& out);
    void add_stretch(std::uint32_t edge, Point p, Point to, double t_to, Share& out);
    void extend_run(Point p, Point q, Share& out);
    Point crossing_point(const Crossing& c) const;

    const sight::PolygonIndex& sets_;
    const Zones& zones_;
    const Crossings& known_;
    bool keeps_runs_;
    std::uint32_t polygon_ = 0;
    Point origin_;
    std::vector<Crossing> crossings_;
    std::vector<Crossing> zone_crossings_;
    std::vector<std::uint32_t> border_; // polygons of zones whose boundary comes near
    std::vector<char> in_border_;
    std::size_t first_border_sum_ = 0;
    std::size_t next_ = 0;
    std::size_t next_zone_ = 0;
    int depth_ = 0;
    bool is_run_open_ = false;
};

} // namespace maillage::ground
