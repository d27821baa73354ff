// see.cpp: which cameras could see a point, and why not the others
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "cli/computed.h"
#include "cli/verb.h"
#include "cli/words.h"
#include "geo/crs.h"
#include "report/point_views.h"

#include <cmath>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace maillage::cli {
namespace {

/// A point in metres in the project's CRS, or by longitude and latitude.
struct Words {
    SubjectWords subject;
    std::vector<double> point; ///< x, y; empty when `at` is given
    std::string at;            ///< "lon,lat"
    std::string format = "text";
};

geo::Point read_point(const Words& words, int epsg) {
    if (words.at.empty() == (words.point.size() != 2)) {
        throw InputError("indiquer le point par X Y en mètres, ou par --at LON,LAT");
    }
    if (words.at.empty()) {
        return {words.point[0], words.point[1]};
    }
    const auto parts = split(words.at, ',');
    const auto lon = parts.size() == 2 ? parse_number(parts[0]) : std::nullopt;
    const auto lat = parts.size() == 2 ? parse_number(parts[1]) : std::nullopt;
    const bool is_degrees = lon && lat && std::abs(*lon) <= 180 && std::abs(*lat) <= 90;
    const auto point = is_degrees ? geo::Reprojection(geo::kWgs84, epsg)({*lon, *lat}) : std::nullopt;
    if (!point) {
        throw InputError("--at " + words.at +
                         " : LONGITUDE,LATITUDE en degrés décimaux attendu, par exemple 3.6245,49.5641");
    }
    return *point;
}

void tell_views(const Console& console, const Words& words) {
    const plan::Released c = restricted(words.subject.read(console), "les champs des caméras");
    const geo::Point at = read_point(words, c.project().territory->epsg);
    if (words.format == "text") {
        console.out << report::point_text(c, at);
        return;
    }
    print(report::point_table(c, at), words.format, console.out);
}

} // namespace

void add_see(Shelf& shelf) {
    const auto w = std::make_shared<Words>();
    Verb verb = shelf.add("see", "Quelles caméras voient un point, et pourquoi pas les autres");
    add_project(verb, w->subject);
    verb.option("X_Y", w->point, "X et Y en mètres, dans le système du projet").values(2);
    verb.option("--at", w->at, "LONGITUDE,LATITUDE en degrés");
    add_date(verb, w->subject);
    verb.option("--format", w->format, "text csv json");
    add_profile(verb, w->subject);
    verb.runs([w](const Console& console) { tell_views(console, *w); });
}

} // namespace maillage::cli
