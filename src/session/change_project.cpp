#include "session/change_project.h"

#include "base/error.h"
#include "base/translate.h"
#include "session/by_id.h"
#include "session/density_tables.h"
#include "session/mounts.h"

#include <cmath>

namespace maillage::session {
namespace {

using domain::Project;

const registry::Camera& camera(const Project& project, const std::string& id) {
    const auto at = find_by_id(*project.cameras, id);
    if (!at) {
        throw InputError(tr("caméra inconnue : ") + id);
    }
    return (*project.cameras)[*at];
}

} // namespace

void check_weight(double weight) {
    if (!std::isfinite(weight) || weight < 0) {
        throw InputError(tr("un poids est un nombre positif ou nul"));
    }
}

void change(Project& p, const SetReferenceDate& c) {
    p.settings.reference_date = c.date;
}

void change(Project& p, const SetTitle& c) {
    p.title = c.title;
}

void change(Project& p, const SetProfile& c) {
    p.settings.profile = c.profile;
}

void change(Project& p, const SetBands& c) {
    if (!c.table.empty()) {
        use_density_table(p.settings, density_table(c.table));
    }
    if (!c.required.empty()) {
        require_band(p.settings, c.required);
    }
}

void change(Project& p, const SetClassWeight& c) {
    check_weight(c.weight);
    const auto row = std::ranges::find(p.settings.site_classes, c.site_class, &domain::SiteClass::key);
    if (row == p.settings.site_classes.end()) {
        p.settings.site_classes.push_back({c.site_class, c.site_class, c.weight});
    } else {
        row->weight = c.weight;
    }
}

void change(Project& p, const SetCrimeWeight& c) {
    check_weight(c.weight);
    const auto row =
        std::ranges::find(p.settings.crime_weights, c.indicator, &domain::CrimeWeight::indicator);
    if (row == p.settings.crime_weights.end()) {
        p.settings.crime_weights.push_back({c.indicator, c.weight});
    } else {
        row->weight = c.weight;
    }
}

namespace {

/// The row of that day, in the order of the days.
template <class T> void put_row(std::vector<std::pair<Date, T>>& rows, Date from, std::optional<T> value) {
    if (!value) {
        throw InputError(tr("règle d'échéance inconnue (dernier-jour : quantieme ou veille ; modification : "
                            "repart, garde ou indecis)"));
    }
    std::erase_if(rows, [&](const auto& row) { return row.first == from; });
    rows.emplace_back(from, *value);
    std::ranges::sort(rows, {}, [](const auto& row) { return row.first; });
}

} // namespace

void change(Project& p, const SetTermRule& c) {
    registry::TermRules& terms = p.settings.terms;
    if (c.subject == "dernier-jour") {
        put_row(terms.last_day, c.from, registry::parse_last_day(c.rule));
    } else {
        const bool is_known = c.subject == "modification";
        put_row(terms.modification, c.from, is_known ? registry::parse_modified_term(c.rule) : std::nullopt);
    }
}

void change(Project& p, const SetForce& c) {
    domain::Territory territory = *p.territory;
    const auto at = domain::find_commune(territory, c.commune);
    if (!at) {
        throw InputError(tr("commune inconnue : ") + c.commune);
    }
    territory.communes[*at].force = c.force;
    p.territory = std::move(territory);
}

void change(Project& p, const PutCamera& c) {
    if (c.camera.id.empty()) {
        throw InputError(tr("une caméra a besoin d'un identifiant"));
    }
    p.cameras = with(*p.cameras, c.camera);
}

void change(Project& p, const MoveCamera& c) {
    registry::Camera moved = camera(p, c.id);
    moved.position = c.to;
    p.cameras = with(*p.cameras, std::move(moved));
}

void change(Project& p, const MountCamera& c) {
    registry::Camera mounted = camera(p, c.id);
    mounted.position = mount_place(p, mounted);
    p.cameras = with(*p.cameras, std::move(mounted));
}

void change(Project& p, const AimCamera& c) {
    registry::Camera aimed = camera(p, c.id);
    if (c.azimuth_deg) {
        const double turned = std::fmod(*c.azimuth_deg, 360.0);
        const double azimuth = turned < 0 ? turned + 360 : turned;
        const double by = aimed.azimuths_deg.empty() ? 0 : azimuth - aimed.azimuths_deg.front();
        if (aimed.azimuths_deg.empty()) {
            aimed.azimuths_deg = {azimuth};
        } else { // the heads of one mast turn together
            for (double& head : aimed.azimuths_deg) {
                head = std::fmod(head + by + 720, 360.0);
            }
            aimed.azimuths_deg.front() = azimuth;
        }
    }
    if (c.field_of_view_deg) {
        if (!(*c.field_of_view_deg > 0 && *c.field_of_view_deg <= 360)) {
            throw InputError(tr("le champ horizontal va de 0 à 360 degrés"));
        }
        aimed.field_of_view_deg = c.field_of_view_deg;
    }
    if (c.range_m) {
        if (!(*c.range_m > 0 && *c.range_m <= 5000)) {
            throw InputError(tr("la portée va de 0 à 5 000 m"));
        }
        aimed.range_m = c.range_m;
    }
    p.cameras = with(*p.cameras, std::move(aimed));
}

void change(Project& p, const RemoveCamera& c) {
    p.cameras = without(*p.cameras, c.id, tr("caméra"));
}

void change(Project& p, const PutSite& c) {
    if (c.site.id.empty()) {
        throw InputError(tr("un site a besoin d'un identifiant"));
    }
    if (c.site.weight) {
        check_weight(*c.site.weight);
    }
    p.sites = with(*p.sites, c.site);
}

void change(Project& p, const RemoveSite& c) {
    p.sites = without(*p.sites, c.id, tr("site"));
}

void change(Project& p, const PutPerimeter& c) {
    geo::MultiPolygon shape = {{c.outline, {}}};
    geo::normalise(shape);
    if (c.id.empty() || shape.empty()) {
        throw InputError("un périmètre a besoin d'un identifiant et d'un contour d'au moins trois points");
    }
    p.perimeters =
        with(*p.perimeters, domain::Perimeter{c.id, c.name, std::move(shape), "dessiné sur la carte"});
}

void change(Project& p, const RemovePerimeter& c) {
    p.perimeters = without(*p.perimeters, c.id, tr("périmètre"));
}

} // namespace maillage::session
