#include "base/text.h"
#include "intake/kinds.h"

namespace maillage::intake {

namespace {
constexpr double kNearbyM = 2000; ///< a road that leaves the territory is kept to where it ends
}

std::int64_t import_roads(ImportRows& rows, domain::Project& out) {
    const Cell id_cell = rows.cell("id");
    const Cell number_cell = rows.cell("numero");
    const Cell name_cell = rows.cell("nom");
    const Cell class_cell = rows.cell("classe");
    const geo::Box near = rows.index.is_empty() ? geo::Box() : rows.index.box().grown(kNearbyM);
    std::vector<domain::Road> fresh;
    Identifiers identifiers;
    for (const geo::Feature& feature : rows.table.features) {
        const std::string number = rows.text(feature, number_cell);
        const auto road_class = domain::classify_road(number, rows.text(feature, class_cell));
        if (!road_class) {
            rows.log.count(Severity::note,
                           "voie non classée (ni autoroute, ni nationale, ni départementale), non importée");
            continue;
        }
        const auto* lines = std::get_if<geo::MultiLine>(&feature.geometry);
        if (lines == nullptr || lines->empty()) {
            rows.log.add(Severity::warning, feature.row, {}, "route sans tracé, non importée",
                         "route sans tracé, non importée");
            continue;
        }
        if (!near.is_empty() && !near.intersects(geo::bounds(feature.geometry))) {
            rows.log.count(Severity::note, "route loin du territoire, non importée");
            continue;
        }
        const std::string plain = domain::road_number(number);
        const std::string id = told_or_made_id(rows, feature, id_cell);
        for (const geo::Line& line : *lines) {
            fresh.push_back({identifiers.give(id), plain.empty() ? rows.text(feature, name_cell) : plain,
                             *road_class, line, rows.options.source});
        }
    }
    const auto made = static_cast<std::int64_t>(fresh.size());
    out.roads = settled(rows, *out.roads, std::move(fresh));
    return made;
}

} // namespace maillage::intake
