// plan.cpp: what a plan is made of besides places to cover: candidates, prices, funding rules. A rule
// or a price that makes no sense stops the import: left out, it would change the money of every line without
// a word.
#include "base/error.h"
#include "intake/kinds.h"
#include "intake/positions.h"
#include "intake/quantities.h"

#include <fmt/format.h>

#include <cmath>

namespace maillage::intake {
namespace {

constexpr double kDearest = 1e9; ///< euros: more is a typing error

[[noreturn]] void refuse(const ImportRows& rows, const geo::Feature& feature, const Cell& at,
                         const std::string& why) {
    throw InputError(fmt::format("{}, ligne {}, colonne {} : « {} » ; {}", rows.options.source, feature.row,
                                 at.column.empty() ? "absente" : at.column, rows.text(feature, at), why));
}

/// A number of a table of money: missing is allowed, nonsense is not.
std::optional<double> amount(const ImportRows& rows, const geo::Feature& feature, const Cell& at, double most,
                             const std::string& expected) {
    if (rows.text(feature, at).empty()) {
        return std::nullopt;
    }
    const auto plain = geo::to_number(rows.value(feature, at));
    const auto value = plain ? plain : parse_quantity(rows.text(feature, at));
    if (!value || !std::isfinite(*value) || *value < 0 || *value > most) {
        refuse(rows, feature, at, expected);
    }
    return value;
}

double needed(const ImportRows& rows, const geo::Feature& feature, const Cell& at, double most,
              const std::string& expected) {
    const auto value = amount(rows, feature, at, most, expected);
    if (!value) {
        refuse(rows, feature, at, expected);
    }
    return *value;
}

std::string euros() {
    return "il faut un montant en euros, positif ou nul";
}

std::optional<domain::Cents> cents(const ImportRows& rows, const geo::Feature& feature, const Cell& at) {
    const auto value = amount(rows, feature, at, kDearest, euros());
    return value ? std::optional<domain::Cents>(std::llround(100 * *value)) : std::nullopt;
}

struct ReachCells {
    Cell reach, azimuth, field, height;
};

ReachCells reach_cells(const ImportRows& rows) {
    return {rows.cell("portee"), rows.cell("azimut"), rows.cell("champ"), rows.cell("hauteur")};
}

/// What a candidate sees decides the list: nonsense stops the import, as for money.
void read_reach(const ImportRows& rows, const geo::Feature& feature, const ReachCells& cells,
                domain::Candidate& out) {
    const auto number = [&](const Cell& at, double least, double most, const std::string& expected) {
        const auto value = amount(rows, feature, at, most, expected);
        if (value && *value < least) {
            refuse(rows, feature, at, expected);
        }
        return value;
    };
    out.reach_m = number(cells.reach, 1, domain::kFarthestReach_m, "il faut une portée entre 1 et 100 000 m");
    out.azimuth_deg = number(cells.azimuth, 0, 360, "il faut une direction entre 0 et 360 degrés");
    out.field_of_view_deg = number(cells.field, 1, 360, "il faut une ouverture entre 1 et 360 degrés");
    out.height_m = number(cells.height, 0, 1000, "il faut une hauteur en mètres");
    if (out.field_of_view_deg.value_or(360) < 360 && !out.azimuth_deg) {
        refuse(rows, feature, cells.field, "une ouverture a besoin d'une direction (colonne azimut)");
    }
}

int year(const ImportRows& rows, const geo::Feature& feature, const Cell& at) {
    const auto value = geo::to_integer(rows.value(feature, at));
    if (!value || *value < 1900 || *value > 2200) {
        refuse(rows, feature, at, "année attendue");
    }
    return static_cast<int>(*value);
}

} // namespace

std::int64_t import_candidates(ImportRows& rows, domain::Project& out) {
    const Cell id = rows.cell("id");
    const Cell name = rows.cell("nom");
    const Cell kind = rows.cell("genre");
    const Cell cost = rows.cell("cout");
    const Cell cameras = rows.cell("cameras");
    const Cell type = rows.cell("type");
    const Cell link = rows.cell("liaison");
    const ReachCells reach = reach_cells(rows);
    const Cell code = rows.cell("code");
    const Cell commune = rows.cell("commune");
    Positions positions(rows);
    IdentifiedRows<domain::Candidate> read;
    for (const geo::Feature& feature : rows.table.features) {
        const Positions::Place place = positions.read(feature);
        if (!place.point) {
            if (!place.is_wrecked) {
                rows.log.add(
                    Severity::warning, feature.row, {}, "candidat sans position, non importé",
                    fmt::format("« {} » : candidat sans position, non importé", rows.text(feature, name)));
            }
            continue;
        }
        domain::Candidate candidate;
        candidate.position = place.point;
        candidate.commune = settle_commune(rows, feature, rows.commune(feature, code, commune), place);
        candidate.name = rows.text(feature, name);
        candidate.kind = rows.text(feature, kind);
        candidate.kind = candidate.kind.empty() ? "autre" : candidate.kind;
        candidate.cost_eur = amount(rows, feature, cost, kDearest, euros());
        candidate.cameras =
            std::llround(amount(rows, feature, cameras, 1000, "il faut un nombre de caméras").value_or(1));
        candidate.camera_type = rows.text(feature, type);
        candidate.link = rows.text(feature, link);
        read_reach(rows, feature, reach, candidate);
        candidate.source = rows.options.source;
        read.add(rows, feature.row, id.column, "le candidat", told_or_made_id(rows, feature, id),
                 std::move(candidate));
    }
    std::vector<domain::Candidate> fresh = read.take();
    const auto made = static_cast<std::int64_t>(fresh.size());
    out.candidates = settled(rows, *out.candidates, std::move(fresh));
    return made;
}

std::int64_t import_perimeters(ImportRows& rows, domain::Project& out) {
    const Cell id = rows.cell("id");
    const Cell name = rows.cell("nom");
    IdentifiedRows<domain::Perimeter> read;
    for (const geo::Feature& feature : rows.table.features) {
        const geo::MultiPolygon* shape = outline_of(feature);
        if (shape == nullptr) {
            rows.log.add(
                Severity::warning, feature.row, {}, "périmètre sans contour, non importé",
                fmt::format("« {} » : périmètre sans contour, non importé", rows.text(feature, name)));
            continue;
        }
        domain::Perimeter perimeter;
        perimeter.shape = *shape;
        perimeter.name = rows.text(feature, name);
        perimeter.source = rows.options.source;
        read.add(rows, feature.row, id.column, "le périmètre", told_or_made_id(rows, feature, id),
                 std::move(perimeter));
    }
    std::vector<domain::Perimeter> fresh = read.take();
    const auto made = static_cast<std::int64_t>(fresh.size());
    out.perimeters = settled(rows, *out.perimeters, std::move(fresh));
    return made;
}

std::int64_t import_prices(ImportRows& rows, domain::Project& out) {
    const Cell type = rows.cell("type");
    const Cell link = rows.cell("liaison");
    const Cell cost = rows.cell("cout");
    const Cell aside = rows.cell("hors_aide");
    const Cell reach = rows.cell("portee");
    const Cell source = rows.cell("source");
    std::vector<domain::EquipmentPrice> fresh;
    for (const geo::Feature& feature : rows.table.features) {
        domain::EquipmentPrice price;
        price.camera_type = rows.text(feature, type);
        price.link = rows.text(feature, link);
        price.cost_eur = needed(rows, feature, cost, kDearest, euros());
        price.aside_eur =
            amount(rows, feature, aside, price.cost_eur, "il faut une part du coût").value_or(0);
        price.reach_m =
            amount(rows, feature, reach, domain::kFarthestReach_m, "il faut une portée en mètres");
        if (price.reach_m && *price.reach_m < 1) {
            refuse(rows, feature, reach, "il faut une portée d'au moins 1 m");
        }
        price.source = rows.text(feature, source);
        fresh.push_back(std::move(price));
    }
    const auto made = static_cast<std::int64_t>(fresh.size());
    if (!rows.options.replaces) {
        fresh.insert(fresh.begin(), out.settings.prices.begin(), out.settings.prices.end());
    }
    out.settings.prices = std::move(fresh);
    return made;
}

std::int64_t import_funding(ImportRows& rows, domain::Project& out) {
    const Cell financer = rows.cell("financeur");
    const Cell first = rows.cell("debut");
    const Cell last = rows.cell("fin");
    const Cell departement = rows.cell("departement");
    const Cell rate = rows.cell("taux");
    const Cell per_camera = rows.cell("plafond_camera");
    const Cell ceiling = rows.cell("plafond");
    const Cell least = rows.cell("minimum");
    const Cell aid_project = rows.cell("aide_projet");
    const Cell aid_commune = rows.cell("aide_commune");
    const Cell aid_period = rows.cell("aide_periode");
    const Cell source = rows.cell("source");
    std::vector<domain::FundingRule> fresh;
    for (const geo::Feature& feature : rows.table.features) {
        domain::FundingRule rule;
        rule.financer = rows.text(feature, financer);
        if (rule.financer.empty()) {
            refuse(rows, feature, financer, "financeur attendu");
        }
        rule.first_year = year(rows, feature, first);
        const bool is_open = rows.text(feature, last).empty();
        rule.last_year = is_open ? domain::kOpenYear : year(rows, feature, last);
        if (is_open) {
            rows.log.count(Severity::note, "règle sans année de fin : elle vaut jusqu'à nouvel ordre");
        }
        if (rule.last_year < rule.first_year) {
            refuse(rows, feature, last, "l'année de fin précède celle de début");
        }
        rule.departement = rows.text(feature, departement);
        if (rule.departement.size() == 1) { // a spreadsheet made 2 of 02
            rule.departement = "0" + rule.departement;
        }
        const double percent = needed(rows, feature, rate, 100, "il faut un taux entre 0 et 100 %");
        rule.rate_bp = static_cast<std::int32_t>(std::lround(100 * percent));
        rule.ceiling_per_camera = cents(rows, feature, per_camera);
        rule.ceiling = cents(rows, feature, ceiling);
        rule.least_cost = cents(rows, feature, least);
        rule.most_aid = cents(rows, feature, aid_project);
        rule.most_aid_commune = cents(rows, feature, aid_commune);
        rule.most_aid_period = cents(rows, feature, aid_period);
        rule.source = rows.text(feature, source);
        fresh.push_back(std::move(rule));
    }
    const auto made = static_cast<std::int64_t>(fresh.size());
    if (!rows.options.replaces) {
        const auto& known = out.settings.funding.rules;
        fresh.insert(fresh.begin(), known.begin(), known.end());
    }
    out.settings.funding.rules = std::move(fresh);
    return made;
}

} // namespace maillage::intake
