#include "support/cgal_visibility.h"

#include <CGAL/Arr_naive_point_location.h>
#include <CGAL/Arr_segment_traits_2.h>
#include <CGAL/Arrangement_2.h>
#include <CGAL/Exact_predicates_exact_constructions_kernel.h>
#include <CGAL/Triangular_expansion_visibility_2.h>
#include <CGAL/version.h>
#if CGAL_VERSION_NR < 1060000000
#include <boost/variant.hpp>
#else
#include <variant>
#endif
#include <stdexcept>

namespace maillage::test {
namespace {

using Kernel = CGAL::Exact_predicates_exact_constructions_kernel;
using Segment = Kernel::Segment_2;
using Arrangement = CGAL::Arrangement_2<CGAL::Arr_segment_traits_2<Kernel>>;
using Face = Arrangement::Face_const_handle;
using Expansion = CGAL::Triangular_expansion_visibility_2<Arrangement, CGAL::Tag_true>;

void add_walls(const geo::Ring& ring, geo::Point eye, std::vector<Segment>& out) {
    const auto local = [&](geo::Point p) { return Kernel::Point_2(p.x - eye.x, p.y - eye.y); };
    for (std::size_t i = 0; i < ring.size(); ++i) {
        const geo::Point p = ring[i];
        const geo::Point q = ring[i + 1 < ring.size() ? i + 1 : 0];
        if (p != q) {
            out.emplace_back(local(p), local(q));
        }
    }
}

Face face_of(const Arrangement& walls, const Kernel::Point_2& eye) {
    const CGAL::Arr_naive_point_location<Arrangement> locations(walls);
    const auto place = locations.locate(eye);
#if CGAL_VERSION_NR < 1060000000
    const auto* face = boost::get<Face>(&place);
#else
    const auto* face = std::get_if<Face>(&place);
#endif
    if (face != nullptr) {
        return *face;
    }
    throw std::invalid_argument("the eye stands on a wall");
}

} // namespace

geo::Polygon seen_by_cgal(const std::vector<geo::Polygon>& footprints, geo::Point eye,
                          const geo::Polygon& limit) {
    std::vector<Segment> segments;
    add_walls(limit.outer, eye, segments);
    for (const geo::Polygon& footprint : footprints) {
        add_walls(footprint.outer, eye, segments);
        for (const geo::Ring& hole : footprint.holes) {
            add_walls(hole, eye, segments);
        }
    }
    Arrangement walls;
    CGAL::insert(walls, segments.begin(), segments.end());
    const Kernel::Point_2 centre(0, 0);
    Arrangement seen;
    Expansion(walls).compute_visibility(centre, face_of(walls, centre), seen);
    geo::Polygon result;
    for (auto face = seen.faces_begin(); face != seen.faces_end(); ++face) {
        if (face->is_unbounded() || !face->has_outer_ccb()) {
            continue;
        }
        auto edge = face->outer_ccb();
        const auto first = edge;
        do {
            const auto& p = edge->source()->point();
            result.outer.push_back({eye.x + CGAL::to_double(p.x()), eye.y + CGAL::to_double(p.y())});
        } while (++edge != first);
        break;
    }
    return result;
}

} // namespace maillage::test
