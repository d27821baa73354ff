#include "map/map_scene.h"

#include "base/number.h"
#include "base/translate.h"
#include "map/basemap.h"
#include "map/coverage_layers.h"
#include "map/indicator_fill.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <set>

namespace maillage::map {

struct MapGeometry {
    std::shared_ptr<const scene::Coverage> communes;
    std::vector<std::int32_t> arrondissements; ///< one a commune: what borders separate
    std::vector<std::int32_t> epcis;
    std::shared_ptr<const scene::LabelSet> labels;
};

namespace {

constexpr Colour kCommuneLine = colour(0xb9b4a6);
constexpr Colour kArrondissement = colour(0x4a4a4a);
constexpr Colour kPolice = colour(0x1f4e9c);
constexpr Colour kCouncil = colour(0x7a3e9d);
constexpr Colour kValid = colour(0x0b7a75);
constexpr Colour kExpired = colour(0x7d7d7d);
constexpr Colour kUncertain = colour(0xb07d12);
constexpr Colour kPriority = colour(0xb3122d);
constexpr Colour kCommonSite = colour(0x7b6a6d); ///< of both lists that are compared
constexpr Colour kSite = colour(0x3d4653);
constexpr Colour kQpv = colour(0xa34b00);

// What the map shows at which scale, in metres per pixel. In the street the question is no longer how large
// the gap of the commune is: its colour steps back behind what cameras see. Far out, what has no size of its
// own goes.
constexpr scene::Fade kGroundFade{1.5, 16, 0.22, 1};
constexpr double kOverBasemap = 0.4; ///< a base map shows through the colours of the communes
constexpr scene::Fade kHatchFade{2, 16, 0, 1};
constexpr scene::Fade kBuildingFade{4, 14, 1, 0};
constexpr scene::Fade kSiteFade{40, 110, 1, 0};
constexpr scene::Fade kCellFade{12, 40, 1, 0};
constexpr scene::Fade kSymbolSize{2, 120, 1.5, 0.85};

/// Results that may lag behind an edit are still right by commune as long as the communes are the same.
const analysis::Results* by_commune(const MapInput& in) {
    return in.results && in.results_of && in.results_of->territory.is_same(in.project->territory)
               ? in.results.get()
               : nullptr;
}

bool same_cameras(const MapInput& in) {
    return in.results && in.results_of && in.results_of->cameras.is_same(in.project->cameras);
}

bool same_sites(const MapInput& in) {
    return in.results && in.results_of && in.results_of->sites.is_same(in.project->sites);
}

bool shows(const Style& style, Layer layer) {
    return style.is_shown[static_cast<std::size_t>(layer)];
}

/// Equal texts get equal numbers; an empty text is outside of every group.
std::vector<std::int32_t> numbered(const std::vector<domain::Commune>& communes,
                                   std::string domain::Commune::*member) {
    std::map<std::string, std::int32_t> numbers;
    std::vector<std::int32_t> groups;
    for (const domain::Commune& commune : communes) {
        const std::string& key = commune.*member;
        groups.push_back(key.empty()
                             ? geo::kOutside
                             : numbers.emplace(key, static_cast<std::int32_t>(numbers.size())).first->second);
    }
    return groups;
}

/// Places of the largest area first, for communes whose population nobody told: the rank of each, from 0.
std::vector<std::size_t> ranks_by_area(const std::vector<domain::Commune>& communes) {
    std::vector<std::size_t> order(communes.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::stable_sort(order, std::greater<>(), [&](std::size_t i) { return communes[i].area_km2; });
    std::vector<std::size_t> ranks(communes.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        ranks[order[i]] = i;
    }
    return ranks;
}

/// Bigger places first; small ones appear as one zooms in. Without any population the area decides, in place
/// of nothing: a map has names.
std::shared_ptr<const scene::LabelSet> commune_labels(const domain::Territory& territory) {
    auto set = std::make_shared<scene::LabelSet>();
    set->styles = {{15, true}, {12.5, true}, {11.5, false}, {10.5, false}};
    const bool has_population = std::ranges::any_of(
        territory.communes, [](const domain::Commune& commune) { return commune.population.has_value(); });
    const std::vector<std::size_t> ranks =
        has_population ? std::vector<std::size_t>() : ranks_by_area(territory.communes);
    for (std::size_t i = 0; i < territory.communes.size(); ++i) {
        const domain::Commune& commune = territory.communes[i];
        if (!has_population) {
            const std::size_t rank = ranks[i];
            const double furthest = rank < 40 ? 0 : rank < 120 ? 500 : rank < 300 ? 260 : 90;
            set->labels.push_back({commune.name, commune.centre, commune.area_km2,
                                   rank < 40 ? std::uint16_t{2} : std::uint16_t{3}, 0, furthest});
            continue;
        }
        const auto population = static_cast<double>(commune.population.value_or(0));
        const std::uint16_t style = population > 20000  ? 0
                                    : population > 5000 ? 1
                                    : population > 1500 ? 2
                                                        : 3;
        const double furthest = population > 20000  ? 0
                                : population > 8000 ? 500
                                : population > 2500 ? 260
                                : population > 800  ? 90
                                                    : 40;
        set->labels.push_back({commune.name, commune.centre, population, style, 0, furthest});
    }
    return set;
}

scene::BorderLayer borders(const MapInput& in, std::string name, std::vector<std::int32_t> groups,
                           scene::LineStyle line) {
    return {std::move(name), in.geometry->communes, std::move(groups), line, 1};
}

void add_fill(const MapInput& in, scene::Scene& out) {
    if (!shows(in.style, Layer::communes)) {
        return;
    }
    IndicatorFill fill = indicator_fill(*in.project, by_commune(in), in.style);
    out.layers.push_back(scene::CoverageLayer{kFillLayer, in.geometry->communes, fill.classes, fill.class_of,
                                              in.style.basemap.empty() ? 1 : kOverBasemap, true,
                                              kGroundFade});
    for (scene::LegendEntry& entry : fill.legend.entries) {
        entry.fade = kGroundFade;
    }
    if (!fill.legend.entries.empty()) {
        out.furniture.legend.push_back(std::move(fill.legend));
    }
}

void add_zones(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!shows(in.style, Layer::zones)) {
        return;
    }
    const auto& communes = in.project->territory->communes;
    const Colour police = in.style.is_dark ? colour(0x7fb0ff) : kPolice;
    scene::AreaStyle hatch;
    hatch.hatch = {scene::Hatch::rising, in.style.is_dark ? colour(0x7fb0ff, 150) : colour(0x1f4e9c, 150), 5,
                   1.1};
    std::vector<std::uint16_t> class_of;
    std::vector<std::int32_t> groups;
    for (const domain::Commune& commune : communes) {
        const bool is_police = commune.force == domain::ForceKind::police;
        class_of.push_back(is_police ? 0 : scene::kNoClass);
        groups.push_back(is_police ? 0 : geo::kOutside);
    }
    scene::AreaStyle outlined = hatch;
    outlined.outline = {police, 1.4};
    if (std::ranges::find(groups, 0) != groups.end()) {
        out.layers.push_back(
            scene::CoverageLayer{"zones", in.geometry->communes, {hatch}, class_of, 1, false, kHatchFade});
        out.layers.push_back(borders(in, "zones", groups, {police, 1.4}));
        legend.entries.push_back({tr("zone police"), outlined, {}, "zones"});
    }
    if (!in.project->zones->empty()) {
        scene::Shapes shapes;
        for (const domain::ForceZone& zone : *in.project->zones) {
            if (zone.force == domain::ForceKind::police) {
                shapes.polygons.push_back(zone.shape);
            }
        }
        out.layers.push_back(
            scene::PolygonLayer{"zones",
                                scene::make_shapes(std::move(shapes.polygons), std::move(shapes.ids)),
                                {outlined},
                                {},
                                1,
                                false});
    }
}

void add_commune_borders(const MapInput& in, scene::Scene& out) {
    if (shows(in.style, Layer::communes)) {
        const Colour line = in.style.is_dark ? colour(0x5a5f66) : kCommuneLine;
        out.layers.push_back(borders(in, "limites des communes", {}, {line, 0.7}));
    }
}

void add_epcis(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (shows(in.style, Layer::epci)) {
        const scene::LineStyle line{colour(0x8a6d3b), 1.1, 7, 3};
        out.layers.push_back(borders(in, "EPCI", in.geometry->epcis, line));
        legend.entries.push_back({tr("EPCI"), line, {}, "EPCI"});
    }
}

void add_arrondissements(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (shows(in.style, Layer::arrondissements)) {
        const scene::LineStyle line{in.style.is_dark ? colour(0xc9ccd1) : kArrondissement, 1.3};
        out.layers.push_back(borders(in, "arrondissements", in.geometry->arrondissements, line));
        legend.entries.push_back({tr("arrondissement"), line, {}, "arrondissements"});
    }
}

void add_councils(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!shows(in.style, Layer::councils) || in.project->councils->empty()) {
        return;
    }
    std::vector<std::int32_t> groups(in.project->territory->communes.size(), geo::kOutside);
    for (std::size_t i = 0; i < in.project->councils->size(); ++i) {
        for (const std::string& code : (*in.project->councils)[i].members) {
            if (const auto at = domain::find_commune(*in.project->territory, code)) {
                groups[*at] = static_cast<std::int32_t>(i);
            }
        }
    }
    const scene::LineStyle line{in.style.is_dark ? colour(0xc89be0) : kCouncil, 1.8, 6, 3};
    out.layers.push_back(borders(in, "conseils", std::move(groups), line));
    legend.entries.push_back({tr("CLSPD / CISPD"), line, {}, "conseils"});
}

void add_qpvs(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!shows(in.style, Layer::qpv) || in.project->qpvs->empty()) {
        return;
    }
    scene::Shapes shapes;
    auto points = std::make_shared<scene::Points>();
    for (std::size_t i = 0; i < in.project->qpvs->size(); ++i) {
        const domain::Qpv& qpv = (*in.project->qpvs)[i];
        if (!qpv.shape.empty()) {
            shapes.polygons.push_back(qpv.shape);
            shapes.ids.push_back(static_cast<std::uint32_t>(i));
        } else if (qpv.point) {
            points->positions.push_back(*qpv.point);
            points->ids.push_back(static_cast<std::uint32_t>(i));
        }
    }
    const bool has_shapes = !shapes.polygons.empty();
    scene::AreaStyle area{
        colour(0xa34b00, 40), {scene::Hatch::dots, colour(0xa34b00, 180), 5, 1.4}, {kQpv, 1.2}};
    if (has_shapes) {
        out.layers.push_back(
            scene::PolygonLayer{"qpv",
                                scene::make_shapes(std::move(shapes.polygons), std::move(shapes.ids)),
                                {area},
                                {},
                                1,
                                true});
        legend.entries.push_back({tr("QPV"), area, {}, "qpv"});
    }
    if (!points->positions.empty()) {
        const scene::SymbolStyle symbol{scene::Symbol::diamond, 8, colour(0xffffff), kQpv, 1.6};
        out.layers.push_back(scene::PointLayer{"qpv (points)", points, {symbol}, {}, 1, true, false});
        legend.entries.push_back({has_shapes ? tr("QPV (centre, contour inconnu)") : tr("QPV (centre)"),
                                  symbol,
                                  {},
                                  "qpv (points)"});
    }
}

void add_buildings(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!shows(in.style, Layer::buildings) || in.project->buildings->empty()) {
        return;
    }
    scene::Shapes shapes;
    for (const domain::Building& building : *in.project->buildings) {
        shapes.polygons.push_back({building.shape});
    }
    const scene::AreaStyle area{
        in.style.is_dark ? colour(0x4c525b) : colour(0xcfc8bd), {}, {colour(0x9a9184), 0.6}};
    out.layers.push_back(
        scene::PolygonLayer{"bâtiments",
                            scene::make_shapes(std::move(shapes.polygons), std::move(shapes.ids)),
                            {area},
                            {},
                            1,
                            false,
                            kBuildingFade});
    legend.entries.push_back({tr("bâtiment"), area, kBuildingFade, "bâtiments"});
}

/// Inhabited squares as discs whose area tells the inhabitants.
void add_cells(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!shows(in.style, Layer::cells) || in.project->cells->empty()) {
        return;
    }
    constexpr std::array<double, 3> kEnds = {10, 50, 200};
    constexpr std::array<const char*, 4> kNames = {tr_noop("carreau : jusqu'à 10 hab."),
                                                   tr_noop("10 à 50 hab."), tr_noop("50 à 200 hab."),
                                                   tr_noop("plus de 200 hab.")};
    const Colour fill = in.style.is_dark ? colour(0x9d8fd0, 150) : colour(0x6a5aa8, 120);
    std::vector<scene::SymbolStyle> styles;
    for (const double size : {3.0, 5.0, 8.0, 12.0}) {
        styles.push_back({scene::Symbol::circle, size, fill, fill, 0});
    }
    auto points = std::make_shared<scene::Points>();
    std::vector<std::uint16_t> classes;
    for (const domain::PopulationCell& cell : *in.project->cells) {
        points->positions.push_back(cell.centre);
        classes.push_back(static_cast<std::uint16_t>(
            std::ranges::count_if(kEnds, [&](double end) { return cell.inhabitants > end; })));
    }
    for (std::size_t i = 0; i < styles.size(); ++i) {
        legend.entries.push_back(
            {tr(kNames[i]), styles[i], kCellFade, "carreaux", static_cast<std::uint16_t>(i)});
    }
    scene::PointLayer layer{"carreaux", points, styles, classes, 1, false, false};
    layer.fade = kCellFade;
    out.layers.push_back(std::move(layer));
}

/// Outlines that acts authorise: of those in force, and of the others.
void add_perimeters(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!shows(in.style, Layer::cameras)) {
        return;
    }
    const bool knows =
        in.results && in.results_of && in.results_of->authorisations.is_same(in.project->authorisations);
    scene::Shapes shapes;
    std::vector<std::uint16_t> classes;
    for (std::size_t i = 0; i < in.project->authorisations->size(); ++i) {
        const registry::Authorisation& act = (*in.project->authorisations)[i];
        if (!act.perimeter.empty()) {
            const bool is_past = knows && in.results->standings[i].validity != registry::Validity::valid;
            shapes.polygons.push_back(act.perimeter);
            shapes.ids.push_back(static_cast<std::uint32_t>(i));
            classes.push_back(is_past ? 1 : 0);
        }
    }
    if (shapes.polygons.empty()) {
        return;
    }
    const std::vector<scene::AreaStyle> styles = {{colour(0x0b7a75, 26), {}, {kValid, 1.6, 9, 3}},
                                                  {colour(0x7d7d7d, 0), {}, {kExpired, 1.2, 3, 3}}};
    out.layers.push_back(scene::PolygonLayer{
        "périmètres", scene::make_shapes(std::move(shapes.polygons), std::move(shapes.ids)), styles, classes,
        1, false});
    legend.entries.push_back({tr("périmètre autorisé"), styles[0], {}, "périmètres", 0});
    legend.entries.push_back(
        {tr("périmètre d’un arrêté qui n’est pas valide"), styles[1], {}, "périmètres", 1});
}

/// One a LegalityClass.
std::uint16_t class_of(const MapInput& in, std::size_t camera) {
    return same_cameras(in) ? static_cast<std::uint16_t>(analysis::class_of(in.results->legalities[camera]))
                            : 0;
}

void add_cameras(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!shows(in.style, Layer::cameras) || in.project->cameras->empty()) {
        return;
    }
    auto points = std::make_shared<scene::Points>();
    std::vector<std::uint16_t> classes;
    std::array<bool, 4> is_used{};
    for (std::size_t i = 0; i < in.project->cameras->size(); ++i) {
        if (const auto& position = (*in.project->cameras)[i].position) {
            points->positions.push_back(*position);
            points->ids.push_back(static_cast<std::uint32_t>(i));
            classes.push_back(class_of(in, i));
            is_used[classes.back()] = true;
        }
    }
    const std::vector<scene::SymbolStyle> styles = {
        {scene::Symbol::square, 5, kValid, colour(0xffffff), 0.8},
        {scene::Symbol::triangle, 6, kUncertain, colour(0xffffff), 0.8},
        {scene::Symbol::ring, 6, kExpired, kExpired, 1.4},
        {scene::Symbol::cross, 6, kExpired, colour(0xffffff), 0.8}};
    constexpr std::array<const char*, 4> kNames = {tr_noop("caméra valide"), tr_noop("validité incertaine"),
                                                   tr_noop("arrêté échu"), tr_noop("ne filme pas")};
    for (std::size_t i = 0; i < styles.size(); ++i) {
        if (is_used[i]) {
            legend.entries.push_back(
                {tr(kNames[i]), styles[i], {}, kCameraLayer, static_cast<std::uint16_t>(i)});
        }
    }
    scene::PointLayer layer{kCameraLayer, points, styles, classes, 1, true, false};
    layer.size = kSymbolSize;
    out.layers.push_back(std::move(layer));
}

void add_sites(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!shows(in.style, Layer::sites) || in.project->sites->empty()) {
        return;
    }
    auto points = std::make_shared<scene::Points>();
    std::vector<std::uint16_t> classes;
    const bool known = same_sites(in);
    for (std::size_t i = 0; i < in.project->sites->size(); ++i) {
        if (const auto& position = (*in.project->sites)[i].position) {
            points->positions.push_back(*position);
            points->ids.push_back(static_cast<std::uint32_t>(i));
            classes.push_back(known && in.results->gaps.coverage[i].central ? 1 : 0);
        }
    }
    const std::vector<scene::SymbolStyle> styles = {{scene::Symbol::circle, 4, colour(0xffffff), kSite, 1.1},
                                                    {scene::Symbol::circle, 4, kSite, colour(0xffffff), 0.7}};
    scene::PointLayer layer{"sites", points, styles, classes, 0.85, true, false};
    layer.fade = kSiteFade;
    layer.size = kSymbolSize;
    out.layers.push_back(std::move(layer));
    if (known) {
        legend.entries.push_back({tr("site couvert"), styles[1], kSiteFade, "sites", 1});
    }
    legend.entries.push_back(
        {known ? tr("site non couvert") : tr("site à couvrir"), styles[0], kSiteFade, "sites", 0});
}

/// Places where a camera could be put, that somebody gave: drawn with the sites they compete with.
void add_candidates(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!shows(in.style, Layer::sites) || in.project->candidates->empty()) {
        return;
    }
    auto points = std::make_shared<scene::Points>();
    for (const domain::Candidate& candidate : *in.project->candidates) {
        if (candidate.position) {
            points->positions.push_back(*candidate.position);
        }
    }
    const scene::SymbolStyle diamond{scene::Symbol::diamond, 8, colour(0xffffff), kPriority, 1.4};
    out.layers.push_back(scene::PointLayer{"candidats", points, {diamond}, {}, 1, false, false});
    legend.entries.push_back({tr("site candidat"), diamond, {}, "candidats"});
}

std::set<std::string> ids_of(const plan::Scheme* scheme) {
    std::set<std::string> ids;
    if (scheme != nullptr) {
        for (const plan::PrioritySite& row : scheme->sites) {
            ids.insert(row.place.id);
        }
    }
    return ids;
}

/// Where the plan looks for places: an outline only, the ground inside is the map's.
void add_plan_perimeters(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!shows(in.style, Layer::sites) || in.project->perimeters->empty()) {
        return;
    }
    scene::Shapes shapes;
    for (const domain::Perimeter& perimeter : *in.project->perimeters) {
        shapes.polygons.push_back(perimeter.shape);
    }
    scene::AreaStyle area;
    area.outline = {kPriority, 1.6, 9, 4};
    out.layers.push_back(
        scene::PolygonLayer{"périmètres du schéma",
                            scene::make_shapes(std::move(shapes.polygons), std::move(shapes.ids)),
                            {area},
                            {},
                            1,
                            false});
    legend.entries.push_back({tr("périmètre du schéma"), area, {}, "périmètres du schéma"});
}

void add_priority_sites(const MapInput& in, scene::Scene& out, scene::LegendGroup& legend) {
    if (!shows(in.style, Layer::priority_sites) || !in.scheme || in.scheme->sites.empty() ||
        !same_sites(in)) {
        return;
    }
    auto points = std::make_shared<scene::Points>();
    const std::set<std::string> others = ids_of(in.compared_scheme.get());
    std::vector<std::uint16_t> classes;
    const std::size_t shown =
        in.lines_shown > 0 ? std::min(in.lines_shown, in.scheme->sites.size()) : in.scheme->sites.size();
    for (std::size_t k = shown; k-- > 0;) { // the first on top
        const plan::PrioritySite& row = in.scheme->sites[k];
        points->positions.push_back(row.place.position);
        points->numbers.push_back(row.rank);
        points->ids.push_back(static_cast<std::uint32_t>(k));
        classes.push_back(others.contains(row.place.id) ? 1 : 0);
    }
    const scene::SymbolStyle pin{scene::Symbol::pin, 24, kPriority, colour(0xffffff), 1.2};
    const scene::SymbolStyle common{scene::Symbol::pin, 24, kCommonSite, colour(0xffffff), 1.2};
    scene::PointLayer layer{kPinLayer, points, {pin, common}, classes, 1, true, true};
    layer.keeps_apart = true;
    out.layers.push_back(std::move(layer));
    if (others.empty()) {
        legend.entries.push_back({tr("site prioritaire"), pin, {}, kPinLayer, 0});
        return;
    }
    if (ids_of(in.scheme.get()) != others) { // told by either map: one legend stands beside both
        legend.entries.push_back({tr("site d’un seul scénario"), pin, {}, kPinLayer});
    }
    legend.entries.push_back({tr("site des deux scénarios"), common, {}, kPinLayer, 1});
}

template <class T>
std::optional<geo::Point> position_of(const std::vector<T>& values, const std::string& id) {
    const auto found =
        std::lower_bound(values.begin(), values.end(), id,
                         [](const T& value, const std::string& key) { return value.id < key; });
    return found != values.end() && found->id == id ? found->position : std::nullopt;
}

const plan::PrioritySite* ranked(const MapInput& in, const std::string& id) {
    if (!in.scheme || !same_sites(in)) {
        return nullptr;
    }
    const auto& rows = in.scheme->sites;
    const auto it =
        std::ranges::find_if(rows, [&](const plan::PrioritySite& row) { return row.place.id == id; });
    return it == rows.end() ? nullptr : &*it;
}

/// The places that a line of the list is the first to cover, and the ground it is assumed to see.
void add_what_it_adds(const MapInput& in, const plan::PrioritySite& row, scene::Scene& out) {
    constexpr std::uint32_t kAdded = 0x0b8043;
    geo::MultiLine rims;
    for (const geo::Polygon& part : row.ground) {
        rims.push_back(part.outer);
        rims.back().push_back(part.outer.front());
    }
    auto reach = std::make_shared<const geo::MultiLine>(std::move(rims));
    out.layers.push_back(scene::LineLayer{"portée du site", reach, {colour(kAdded), 1.6}});
    auto points = std::make_shared<scene::Points>();
    for (const std::uint32_t unit : row.units) {
        if (unit < in.results->gaps.units.size() && in.results->gaps.units[unit].position) {
            points->positions.push_back(*in.results->gaps.units[unit].position);
        }
    }
    out.layers.push_back(scene::PointLayer{"apport du site",
                                           points,
                                           {{scene::Symbol::ring, 12, colour(kAdded), colour(kAdded), 2.2}},
                                           {},
                                           1,
                                           false,
                                           false});
}

void add_selection(const MapInput& in, scene::Scene& out) {
    const scene::LineStyle line{in.style.is_dark ? colour(0x7fb0ff) : colour(0x1f4e9c), 2.6};
    std::vector<std::int32_t> groups(in.project->territory->communes.size(), geo::kOutside);
    auto points = std::make_shared<scene::Points>();
    bool has_commune = false;
    for (const Selection& one : in.selection) {
        if (one.kind == SelectionKind::commune) {
            if (const auto at = domain::find_commune(*in.project->territory, one.id)) {
                groups[*at] = static_cast<std::int32_t>(*at);
                has_commune = true;
            }
            continue;
        }
        const auto position = one.kind == SelectionKind::camera ? position_of(*in.project->cameras, one.id)
                                                                : position_of(*in.project->sites, one.id);
        if (position) {
            points->positions.push_back(*position);
        }
    }
    if (has_commune) {
        out.layers.push_back(borders(in, "sélection", std::move(groups), line));
    }
    if (in.selection.size() == 1 && in.selection.front().kind == SelectionKind::site) {
        if (const plan::PrioritySite* line_of_list = ranked(in, in.selection.front().id)) {
            if (points->positions.empty()) { // a candidate, which is no site
                points->positions.push_back(line_of_list->place.position);
            }
            add_what_it_adds(in, *line_of_list, out);
        }
    }
    if (!points->positions.empty()) {
        out.layers.push_back(scene::PointLayer{"sélection",
                                               points,
                                               {{scene::Symbol::ring, 18, line.colour, line.colour, 2.6}},
                                               {},
                                               1,
                                               false,
                                               false});
    }
}

/// What the user asked for, layer by layer: everything that a step added gets the step's opacity.
template <class Add>
void add_with_opacity(const MapInput& in, Layer layer, scene::Scene& out, const Add& add) {
    const std::size_t before = out.layers.size();
    add();
    for (std::size_t i = before; i < out.layers.size(); ++i) {
        std::visit([&](auto& l) { l.opacity *= in.style.opacity[static_cast<std::size_t>(layer)]; },
                   out.layers[i]);
    }
}

scene::Furniture furniture(const MapInput& in) {
    scene::Furniture f;
    f.title = in.project->title.empty() ? in.project->territory->name : in.project->title;
    f.subtitle = label(in.style.indicator);
    f.banner = tr_sentence(domain::warning_banner(*in.project));
    f.reference_date = tr("Situation au ") + to_french(in.project->settings.reference_date);
    f.source = tr_sentence(domain::attribution(*in.project));
    if (const std::string credit = basemap_credit(in.style); !credit.empty()) {
        f.source += (f.source.empty() ? "" : " · ") + credit;
    }
    f.profile = tr(label(in.project->settings.profile));
    return f;
}

} // namespace

std::shared_ptr<const MapGeometry> map_geometry(const domain::Project& project,
                                                const geo::TopologyOptions& options) {
    auto geometry = std::make_shared<MapGeometry>();
    std::vector<const geo::MultiPolygon*> shapes;
    for (const domain::Commune& commune : project.territory->communes) {
        shapes.push_back(&commune.shape);
    }
    geometry->communes = std::make_shared<const scene::Coverage>(shapes, options);
    geometry->arrondissements = numbered(project.territory->communes, &domain::Commune::arrondissement);
    geometry->epcis = numbered(project.territory->communes, &domain::Commune::epci);
    geometry->labels = commune_labels(*project.territory);
    return geometry;
}

scene::Scene map_scene(const MapInput& input) {
    scene::Scene out;
    out.theme = input.style.is_dark ? scene::dark_theme() : scene::light_theme();
    out.furniture = furniture(input);
    scene::LegendGroup overlays;
    const auto with = [&](Layer layer, const auto& add) { add_with_opacity(input, layer, out, add); };
    with(Layer::communes, [&] { add_fill(input, out); });
    with(Layer::zones, [&] { add_zones(input, out, overlays); });
    with(Layer::communes, [&] { add_commune_borders(input, out); });
    with(Layer::epci, [&] { add_epcis(input, out, overlays); });
    with(Layer::arrondissements, [&] { add_arrondissements(input, out, overlays); });
    with(Layer::councils, [&] { add_councils(input, out, overlays); });
    with(Layer::qpv, [&] { add_qpvs(input, out, overlays); });
    with(Layer::buildings, [&] { add_buildings(input, out, overlays); });
    with(Layer::cells, [&] { add_cells(input, out, overlays); });
    scene::LegendGroup fields{tr("Champ réel des caméras"), {}};
    with(Layer::coverage, [&] { add_coverage(input, out, fields); });
    with(Layer::cameras, [&] { add_perimeters(input, out, overlays); });
    with(Layer::sites, [&] { add_sites(input, out, overlays); });
    with(Layer::cameras, [&] { add_cameras(input, out, overlays); });
    add_selection(input, out);
    with(Layer::sites, [&] { add_plan_perimeters(input, out, overlays); });
    with(Layer::sites, [&] { add_candidates(input, out, overlays); });
    with(Layer::priority_sites, [&] { add_priority_sites(input, out, overlays); });
    if (!fields.entries.empty()) {
        out.furniture.legend.push_back(std::move(fields));
    }
    if (!overlays.entries.empty()) {
        out.furniture.legend.push_back(std::move(overlays));
    }
    if (shows(input.style, Layer::labels)) {
        auto labels = std::make_shared<scene::LabelSet>(*input.geometry->labels);
        for (scene::TextStyle& style : labels->styles) {
            style.colour = out.theme.ink;
            style.halo = out.theme.halo;
        }
        out.labels = labels;
    }
    return out;
}

} // namespace maillage::map
