#include "io/read/clean_geometry.h"

#include "base/error.h"
#include "base/parallel.h"
#include "base/text.h"
#include "geo/crs.h"
#include "geo/door.h"
#include "geo/overlay.h"
#include "io/read/crs_guess.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace maillage::io {
namespace {

geo::Box extent_of(const geo::Table& table) {
    geo::Box box;
    for (const geo::Feature& feature : table.features) {
        box.extend(geo::bounds(feature.geometry));
    }
    return box;
}

bool are_degrees(const geo::Box& box) {
    return box.is_empty() ||
           (box.min.x >= -180.001 && box.max.x <= 180.001 && box.min.y >= -90.001 && box.max.y <= 90.001);
}

std::string described(int epsg) {
    return fmt::format("EPSG:{} ({})", epsg, geo::crs_name(epsg));
}

std::string described(const geo::Box& box) {
    return fmt::format("x de {:.6g} à {:.6g}, y de {:.6g} à {:.6g}", box.min.x, box.max.x, box.min.y,
                       box.max.y);
}

std::string listed(const std::vector<int>& codes) {
    std::vector<std::string> names;
    for (const int code : codes) {
        names.push_back(described(code));
    }
    return join(names, " ou ");
}

struct Choice {
    int epsg = 0;
    std::string note;
    bool is_swapped = false;
};

Choice by_plausibility(const geo::Box& box, const std::string& why, const ReadOptions& options,
                       FindingLog& log) {
    const std::vector<int> codes = plausible_epsg(box, options.target_epsg);
    if (codes.size() == 1) {
        Choice choice{codes.front(), fmt::format("{} : {} retenu d'après l'étendue ({})", why,
                                                 described(codes.front()), described(box))};
        log.note(choice.note);
        return choice;
    }
    const geo::Box swapped{{box.min.y, box.min.x}, {box.max.y, box.max.x}};
    std::string hint = codes.empty() ? "aucun système français ne convient" : listed(codes) + " conviennent";
    if (codes.empty() && are_degrees(swapped) && !plausible_epsg(swapped, options.target_epsg).empty()) {
        hint = "latitude et longitude semblent échangées";
    }
    throw InputError(
        fmt::format("{} : {} ; {}. Indiquez le système avec --crs EPSG:n", why, described(box), hint));
}

Choice choose_crs(const geo::Table& table, std::optional<int> declared, bool declares_something,
                  const ReadOptions& options, FindingLog& log) {
    const geo::Box box = extent_of(table);
    if (options.epsg != 0) {
        if (declared && *declared != options.epsg) {
            log.note(fmt::format("le fichier déclare {}, {} a été demandé et retenu", described(*declared),
                                 described(options.epsg)));
        }
        return {options.epsg, fmt::format("{}, indiqué par l'utilisateur", described(options.epsg))};
    }
    if (declared && geo::is_geographic(*declared) && !are_degrees(box)) {
        return by_plausibility(
            box,
            fmt::format("le fichier déclare {} mais ses coordonnées ne sont pas des degrés",
                        described(*declared)),
            options, log);
    }
    if (declared) {
        return {*declared, fmt::format("{}, déclaré par le fichier", described(*declared))};
    }
    if (box.is_empty()) {
        return {0, "aucune géométrie"};
    }
    return by_plausibility(box,
                           declares_something ? "système de coordonnées déclaré non reconnu"
                                              : "aucun système de coordonnées déclaré",
                           options, log);
}

// --- where the data should lie ---

constexpr std::size_t kSample = 200;
constexpr double kShareInside =
    0.5; ///< of the sample, for a reading to be believed against the file's own words

std::vector<geo::Point> sample_of(const geo::Table& table) {
    std::vector<geo::Point> points;
    const std::size_t step = std::max<std::size_t>(1, table.features.size() / kSample);
    for (std::size_t i = 0; i < table.features.size(); i += step) {
        const geo::Box box = geo::bounds(table.features[i].geometry);
        if (!box.is_empty()) {
            points.push_back({(box.min.x + box.max.x) / 2, (box.min.y + box.max.y) / 2});
        }
    }
    return points;
}

double share_inside(const std::vector<geo::Point>& points, int epsg, bool is_swapped,
                    const geo::Box& expected) {
    std::size_t inside = 0;
    try {
        const geo::Reprojection to_degrees(epsg, geo::kWgs84);
        for (const geo::Point& p : points) {
            const auto moved = to_degrees(is_swapped ? geo::Point{p.y, p.x} : p);
            inside += moved && expected.contains(*moved) ? 1 : 0;
        }
    } catch (const InputError&) {
        return 0; // a system that is not known here is not the one
    }
    return points.empty() ? 0 : static_cast<double>(inside) / static_cast<double>(points.size());
}

/// What the file says stands when some of it lies where it should. Else the one other reading that puts most
/// of it there: axes inverted, or a system of French files.
Choice against_expected(const geo::Table& table, Choice told, const ReadOptions& options, FindingLog& log) {
    if (!options.expected || options.epsg != 0) {
        return told;
    }
    const std::vector<geo::Point> points = sample_of(table);
    if (points.empty() || (told.epsg != 0 && share_inside(points, told.epsg, false, *options.expected) > 0)) {
        return told;
    }
    std::vector<int> systems = {geo::kWgs84, geo::kLambert93, 27572, 3857, 3035};
    for (int zone = 3942; zone <= 3950; ++zone) {
        systems.push_back(zone);
    }
    systems.insert(systems.end(), {2975, 5490, 2972, 4471, 4467, 32630, 32631, 32632});
    Choice best = told;
    double best_share = kShareInside;
    for (const bool is_swapped : {false, true}) {
        for (const int epsg : systems) {
            const double share = share_inside(points, epsg, is_swapped, *options.expected);
            if (share > best_share) {
                best = {epsg, {}, is_swapped};
                best_share = share;
            }
        }
    }
    if (best_share <= kShareInside) {
        return told;
    }
    best.note =
        best.is_swapped
            ? fmt::format("coordonnées inversées : lues en {} une fois x et y échangés", described(best.epsg))
            : fmt::format("système déclaré contredit par les coordonnées : {} retenu, qui les place dans le "
                          "territoire",
                          described(best.epsg));
    log.add(Severity::warning, "coordonnées", 0, "", best.note);
    return best;
}

void swap_axes(geo::Geometry& geometry) {
    const auto turn = [](geo::Line& line) {
        for (geo::Point& p : line) {
            std::swap(p.x, p.y);
        }
    };
    if (auto* point = std::get_if<geo::Point>(&geometry)) {
        std::swap(point->x, point->y);
    } else if (auto* lines = std::get_if<geo::MultiLine>(&geometry)) {
        std::ranges::for_each(*lines, turn);
    } else if (auto* polygons = std::get_if<geo::MultiPolygon>(&geometry)) {
        for (geo::Polygon& polygon : *polygons) {
            turn(polygon.outer);
            std::ranges::for_each(polygon.holes, turn);
        }
    }
}

bool reproject(geo::Line& points, const geo::Reprojection& move) {
    for (geo::Point& p : points) {
        const auto moved = move(p);
        if (!moved) {
            return false;
        }
        p = *moved;
    }
    return true;
}

bool reproject(geo::Geometry& geometry, const geo::Reprojection& move) {
    if (auto* point = std::get_if<geo::Point>(&geometry)) {
        const auto moved = move(*point);
        *point = moved.value_or(*point);
        return moved.has_value();
    }
    if (auto* lines = std::get_if<geo::MultiLine>(&geometry)) {
        return std::ranges::all_of(*lines, [&](geo::Line& line) { return reproject(line, move); });
    }
    if (auto* polygons = std::get_if<geo::MultiPolygon>(&geometry)) {
        return std::ranges::all_of(*polygons, [&](geo::Polygon& polygon) {
            return reproject(polygon.outer, move) &&
                   std::ranges::all_of(polygon.holes, [&](geo::Ring& hole) { return reproject(hole, move); });
        });
    }
    return true;
}

enum class Outcome { sound, repaired, vanished, unmoved };

struct Cleaned {
    Outcome outcome = Outcome::sound;
    std::string reason;
};

Cleaned repair(geo::Geometry& geometry) {
    if (auto* lines = std::get_if<geo::MultiLine>(&geometry)) {
        std::erase_if(*lines, [](const geo::Line& line) { return line.size() < 2; });
        if (lines->empty()) {
            geometry = std::monostate();
            return {Outcome::vanished, "tracé d'un seul point"};
        }
        return {};
    }
    auto* polygons = std::get_if<geo::MultiPolygon>(&geometry);
    if (polygons == nullptr) {
        return {};
    }
    geo::normalise(*polygons);
    std::string reason = polygons->empty() ? "contour de moins de trois points" : geo::why_invalid(*polygons);
    if (reason.empty()) {
        return {};
    }
    *polygons = geo::make_valid(*polygons);
    if (polygons->empty()) {
        geometry = std::monostate();
        return {Outcome::vanished, reason};
    }
    return {Outcome::repaired, reason};
}

Cleaned clean(geo::Geometry& geometry, const geo::Reprojection& move) {
    if (!move.is_identity() && !reproject(geometry, move)) {
        geometry = std::monostate();
        return {Outcome::unmoved, ""};
    }
    return repair(geometry);
}

void tell(const Cleaned& cleaned, long row, FindingLog& log) {
    switch (cleaned.outcome) {
    case Outcome::sound:
        break;
    case Outcome::repaired:
        log.add(Severity::warning, "géométries réparées", row, "", "géométrie réparée : " + cleaned.reason);
        break;
    case Outcome::vanished:
        log.add(Severity::warning, "géométries sans surface", row, "",
                "géométrie inutilisable : " + cleaned.reason);
        break;
    case Outcome::unmoved:
        log.add(Severity::error, "géométries hors domaine", row, "",
                "coordonnées hors du domaine du système déclaré, géométrie laissée de côté");
        break;
    }
}

} // namespace

void settle_geometry(ReadResult& result, std::optional<int> declared, bool declares_something,
                     const ReadOptions& options, FindingLog& log, Progress& progress) {
    geo::Table& table = result.table;
    if (table.geometry_kind == geo::GeometryKind::none) {
        table.epsg = 0;
        return;
    }
    geo::clean_geometry(
        table, [&](long row, const std::string& column, const std::string& kind, std::string message) {
            log.add(Severity::warning, kind, row, column, std::move(message));
        });
    Choice choice;
    try {
        choice = against_expected(table, choose_crs(table, declared, declares_something, options, log),
                                  options, log);
    } catch (const InputError&) { // no system fits as it stands; one may once the axes are turned
        choice = against_expected(table, {}, options, log);
        if (choice.epsg == 0) {
            throw;
        }
    }
    if (choice.is_swapped) {
        for (geo::Feature& feature : table.features) {
            swap_axes(feature.geometry);
        }
    }
    const int target = options.target_epsg == 0 || choice.epsg == 0 ? choice.epsg : options.target_epsg;
    result.info.source_epsg = choice.epsg;
    result.info.crs_note = choice.note;
    table.epsg = target;
    if (target == 0) {
        return;
    }
    static_cast<void>(
        geo::Reprojection(choice.epsg, target)); // an impossible one is told before threads start
    std::vector<Cleaned> outcomes(table.features.size());
    // One block a thread: making a Reprojection takes as long as moving 50,000 points.
    const std::size_t grain = std::max<std::size_t>(500, table.features.size() / hardware_threads() + 1);
    parallel_blocks(table.features.size(), grain, 0, [&](std::size_t begin, std::size_t end) {
        const geo::Reprojection move(choice.epsg, target);
        for (std::size_t i = begin; i < end; ++i) {
            outcomes[i] = clean(table.features[i].geometry, move);
            if (i % 256 == 0) {
                progress.check();
            }
        }
    });
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
        tell(outcomes[i], table.features[i].row, log);
    }
}

} // namespace maillage::io
