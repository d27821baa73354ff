#include "report/point_views.h"

#include "base/error.h"
#include "base/number.h"
#include "report/export_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace maillage::report {
namespace {

using domain::Project;

/// Index in project.authorisations, which is sorted by id.
std::optional<std::size_t> act_of(const Project& project, const std::string& id) {
    const auto& acts = *project.authorisations;
    const auto at = std::ranges::lower_bound(acts, id, {}, &registry::Authorisation::id);
    return at == acts.end() || at->id != id ? std::nullopt
                                            : std::optional(static_cast<std::size_t>(at - acts.begin()));
}

PointView view_of(const analysis::Results& results, const analysis::SightInput& input,
                  const analysis::PointSight& sight, geo::Point at) {
    const Project& project = results.project;
    const registry::Camera& camera = (*project.cameras)[sight.camera];
    PointView view;
    view.camera = camera.id;
    view.location = camera.location;
    view.distance_m = sight.distance_m;
    view.sees = sight.px_per_m > 0;
    const auto& high = (*results.views)[sight.camera].visible[analysis::kHigh];
    view.is_possible = view.sees || geo::contains(high, at);
    view.band = sight.band ? project.settings.bands[*sight.band].label : "";
    view.px_per_m = sight.px_per_m;
    view.reason = analysis::explain(input, sight, at);
    view.legality = sight.legality;
    view.holder = camera.holder;
    if (const auto act = act_of(project, camera.authorisation)) {
        const registry::Authorisation& held = (*project.authorisations)[*act];
        view.authorisation = held.number;
        view.holder = held.holder.empty() ? view.holder : held.holder;
        view.expires = results.standings[*act].expires;
        view.retention_days = held.retention_days;
    }
    return view;
}

/// Index of the commune that holds the point.
std::optional<std::size_t> commune_at(const Project& project, geo::Point at) {
    const auto& communes = project.territory->communes;
    for (std::size_t i = 0; i < communes.size(); ++i) {
        if (geo::bounds(communes[i].shape).contains(at) && geo::contains(communes[i].shape, at)) {
            return i;
        }
    }
    return std::nullopt;
}

PointViews released_views(const plan::Released& from, geo::Point at) {
    refuse_if_public(from.project(), "les champs des caméras");
    return point_views(from.results(), at);
}

std::string line_of(const PointView& view) {
    // A camera that is not there says so of itself, and not of its act.
    const bool is_camera =
        view.legality == analysis::Legality::planned || view.legality == analysis::Legality::removed;
    const std::string act = is_camera ? label(analysis::cause_of(view.legality))
                                      : "autorisation " + analysis::label(view.legality);
    // What the act says of itself at the end of the line is no reason to repeat.
    const bool is_said = view.reason == act || view.reason == label(analysis::cause_of(view.legality));
    std::string text = view.camera + " à " + to_french(view.distance_m, 0) + " m : ";
    if (view.sees) {
        text += view.band.empty() ? "vu" : view.band;
        text += ", " + to_french(view.px_per_m, 0) + " px/m";
        text += is_said || view.reason == label(analysis::Cause::covered) ? "" : " (" + view.reason + ")";
        text += " ; ";
    } else {
        text += is_said ? "" : view.reason + " ; ";
    }
    text += act;
    if (!view.authorisation.empty()) {
        text += (is_camera ? ", arrêté n° " : " n° ") + view.authorisation;
    }
    if (view.expires) {
        text += ", échéance " + to_french(*view.expires);
    }
    text += view.holder.empty() ? "" : " ; " + view.holder;
    if (view.retention_days) {
        text += " ; conservation " + to_french(*view.retention_days) + " jours";
    }
    return "  " + text + "\n";
}

} // namespace

PointViews point_views(const analysis::Results& results, geo::Point at) {
    PointViews out;
    out.at = at;
    out.date = results.date;
    const Project& project = results.project;
    const auto input = analysis::sight_input(results);
    for (const analysis::PointSight& sight : analysis::point_sights(input, at)) {
        out.cameras.push_back(view_of(results, input, sight, at));
    }
    std::ranges::stable_sort(out.cameras, [](const PointView& a, const PointView& b) {
        return a.sees != b.sees ? a.sees : a.is_possible && !b.is_possible;
    });
    if (const auto commune = commune_at(project, at)) {
        out.commune = project.territory->communes[*commune].name;
        const std::string& code = project.territory->communes[*commune].code;
        for (std::size_t i = 0; i < project.cameras->size(); ++i) {
            const registry::Camera& camera = (*project.cameras)[i];
            const bool may_film = analysis::may_film(results.legalities[i]);
            out.unlocated +=
                !camera.position && camera.is_public_road && camera.commune == code && may_film ? 1 : 0;
        }
    }
    return out;
}

geo::Table point_table(const plan::Released& from, geo::Point at) {
    using geo::ColumnType;
    using geo::Value;
    const PointViews views = released_views(from, at);
    const auto text = [](const std::string& v) { return v.empty() ? Value() : Value(v); };
    geo::Table table;
    table.name = "point_vu";
    table.title = "Caméras autour d'un point";
    table.columns = {{"id_camera", ColumnType::text, "Caméra"},
                     {"lieu", ColumnType::text, "Emplacement"},
                     {"dist_m", ColumnType::real, "Distance (m)"},
                     {"voit", ColumnType::text, "Voit le point"},
                     {"bande", ColumnType::text, "Bande"},
                     {"px_par_m", ColumnType::real, "Densité (px/m)"},
                     {"motif", ColumnType::text, "Motif"},
                     {"etat", ColumnType::text, "Validité à la date"},
                     {"arrete", ColumnType::text, "Arrêté"},
                     {"titulaire", ColumnType::text, "Titulaire"},
                     {"echeance", ColumnType::date, "Échéance"},
                     {"conserv_j", ColumnType::integer, "Conservation (jours)"},
                     {"date_ref", ColumnType::date, "Date de référence"},
                     {"mention", ColumnType::text, "Mention"}};
    const std::string note = mention(from.project(), views.date);
    const auto rounded = [](double v) { return std::round(10 * v) / 10; };
    for (const PointView& view : views.cameras) {
        table.features.push_back(
            {{Value(view.camera), text(view.location), Value(rounded(view.distance_m)),
              Value(std::string(view.sees          ? "oui"
                                : view.is_possible ? "possible"
                                                   : "non")),
              text(view.band), view.sees ? Value(rounded(view.px_per_m)) : Value(), text(view.reason),
              Value(analysis::label(view.legality)), text(view.authorisation), text(view.holder),
              view.expires ? Value(*view.expires) : Value(),
              view.retention_days ? Value(*view.retention_days) : Value(), Value(views.date), text(note)},
             {},
             static_cast<long>(table.features.size()) + 1});
    }
    return table;
}

std::string point_text(const plan::Released& from, geo::Point at) {
    const PointViews views = released_views(from, at);
    std::string text = mention(from.project(), views.date) + "\n";
    text += fmt::format("Point {} ; {}{}\n", to_french(views.at.x, 1), to_french(views.at.y, 1),
                        views.commune.empty() ? " : hors du territoire" : " : " + views.commune);
    std::string seeing;
    std::string others;
    for (const PointView& view : views.cameras) {
        (view.sees || view.is_possible ? seeing : others) += line_of(view);
    }
    text += seeing.empty() ? "Aucune caméra ne voit ce point.\n" : "Caméras qui le voient\n" + seeing;
    text += others.empty() ? "" : "Caméras proches qui ne le voient pas\n" + others;
    if (views.unlocated > 0) {
        text += fmt::format("La commune compte {} caméra(s) de voie publique sans position connue.\n",
                            views.unlocated);
    }
    return text;
}

} // namespace maillage::report
