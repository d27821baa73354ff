#include "views/figures.h"

#include "base/number.h"
#include "base/translate.h"
#include "domain/project.h"
#include "session/mounts.h"

#include <fmt/format.h>

#include <cmath>
#include <set>

namespace maillage::views {

namespace {

constexpr const char* kUnknown = "–";

std::string percent(double part, double whole) {
    return to_french(100 * part / whole, 0) + "\u202f%";
}

/// "sites couverts [55 – 68]"; without brackets when nothing is uncertain.
std::string with_interval(std::string caption, const analysis::Interval& covered, double whole) {
    const auto low = to_french(100 * covered.low / whole, 0);
    const auto high = to_french(100 * covered.high / whole, 0);
    return low == high ? caption : fmt::format("{} [{}\u00a0–\u00a0{}]", caption, low, high);
}

KeyFigure covered_figure(const std::string& caption, const analysis::Interval& covered, double whole) {
    if (whole <= 0) {
        return {kUnknown, caption, Tone::muted};
    }
    return {percent(covered.central, whole), with_interval(caption, covered, whole), Tone::plain};
}

KeyFigure council_figure(const std::vector<analysis::CouncilStatus>& governance) {
    std::int64_t required = 0;
    std::int64_t missing = 0;
    bool is_unknown = false;
    for (const auto& status : governance) {
        is_unknown = status.is_unknown;
        required += status.is_required() ? 1 : 0;
        missing += status.is_missing() ? 1 : 0;
    }
    if (is_unknown) {
        return {fmt::format("{} / {}", kUnknown, required),
                tr("communes sans CLSPD obligatoire : conseils non renseignés"), Tone::muted};
    }
    return {fmt::format("{} / {}", missing, required), tr("communes sans CLSPD obligatoire"),
            missing > 0 ? Tone::alarm : Tone::plain};
}

KeyFigure expiring_figure(const std::vector<analysis::Equipment>& equipment) {
    std::int64_t expiring = 0;
    for (const auto& commune : equipment) {
        expiring += commune.systems_expiring;
    }
    return {to_french(expiring), tr("arrêtés à échéance sous 12 mois"), Tone::plain};
}

template <class T> std::optional<std::int64_t> counted(const domain::Shared<std::vector<T>>& values) {
    return values->empty() ? std::nullopt
                           : std::optional<std::int64_t>(static_cast<std::int64_t>(values->size()));
}

std::optional<std::int64_t> distinct(const domain::Territory& territory, std::string domain::Commune::*key) {
    std::set<std::string_view> keys;
    for (const auto& commune : territory.communes) {
        if (!(commune.*key).empty()) {
            keys.insert(commune.*key);
        }
    }
    return keys.empty() ? std::nullopt : std::optional<std::int64_t>(static_cast<std::int64_t>(keys.size()));
}

/// Zones told commune by commune, when no polygon was imported.
std::optional<std::int64_t> forces(const domain::Territory& territory) {
    std::set<domain::ForceKind> kinds;
    for (const auto& commune : territory.communes) {
        if (commune.force != domain::ForceKind::unknown) {
            kinds.insert(commune.force);
        }
    }
    return kinds.empty() ? std::nullopt
                         : std::optional<std::int64_t>(static_cast<std::int64_t>(kinds.size()));
}

std::optional<std::int64_t> cameras_with_position(const domain::Project& project) {
    std::int64_t count = 0;
    for (const auto& camera : *project.cameras) {
        count += camera.position ? 1 : 0;
    }
    return count == 0 ? std::nullopt : std::optional(count);
}

std::optional<std::int64_t> layer_count(const session::Session& session, map::Layer layer) {
    const auto& project = *session.project;
    const auto& communes = project.territory->communes;
    switch (layer) {
    case map::Layer::communes:
        return communes.empty() ? std::nullopt
                                : std::optional<std::int64_t>(static_cast<std::int64_t>(communes.size()));
    case map::Layer::zones:
        return project.zones->empty() ? forces(*project.territory) : counted(project.zones);
    case map::Layer::qpv:
        return counted(project.qpvs);
    case map::Layer::councils:
        return counted(project.councils);
    case map::Layer::epci:
        return distinct(*project.territory, &domain::Commune::epci);
    case map::Layer::arrondissements:
        return distinct(*project.territory, &domain::Commune::arrondissement);
    case map::Layer::buildings:
        return counted(project.buildings);
    case map::Layer::cells:
        return counted(project.cells);
    case map::Layer::coverage:
    case map::Layer::cameras:
        return cameras_with_position(project);
    case map::Layer::sites:
        return counted(project.sites);
    case map::Layer::priority_sites:
        return session.scheme
                   ? std::optional<std::int64_t>(static_cast<std::int64_t>(session.scheme->sites.size()))
                   : std::nullopt;
    case map::Layer::labels:
        return std::nullopt;
    }
    return std::nullopt;
}

std::string source_text(const std::set<std::string>& sources) {
    if (sources.size() == 1) {
        return *sources.begin();
    }
    return sources.empty() ? "" : fmt::format(fmt::runtime(tr("{} fichiers")), sources.size());
}

} // namespace

const domain::Project& described(const session::Session& session) {
    return session.results && session.results_of ? *session.results_of : *session.project;
}

std::vector<KeyFigure> key_figures(const session::Session& session) {
    if (!session.results) {
        return {{kUnknown, tr("sites couverts"), Tone::muted},
                {kUnknown, tr("population couverte"), Tone::muted},
                {kUnknown, tr("communes sans CLSPD obligatoire"), Tone::muted},
                {kUnknown, tr("arrêtés à échéance sous 12 mois"), Tone::muted}};
    }
    const auto& results = *session.results;
    const auto& total = results.gaps.total();
    return {covered_figure(tr("sites couverts"), total.sites_covered, static_cast<double>(total.sites)),
            covered_figure(tr("population couverte"), total.inhabitants_covered, total.inhabitants),
            council_figure(results.governance), expiring_figure(results.equipment)};
}

std::optional<std::int64_t> expired_acts(const session::Session& session) {
    if (!session.results) {
        return std::nullopt;
    }
    std::int64_t expired = 0;
    for (const auto& standing : session.results->standings) {
        expired += standing.validity == registry::Validity::expired && !standing.is_superseded ? 1 : 0;
    }
    return expired;
}

std::vector<LayerRow> layer_rows(const session::Session& session) {
    constexpr map::Layer kOrder[] = {
        map::Layer::priority_sites, map::Layer::cameras,  map::Layer::coverage,
        map::Layer::sites,          map::Layer::qpv,      map::Layer::zones,
        map::Layer::councils,       map::Layer::communes, map::Layer::arrondissements,
        map::Layer::epci,           map::Layer::cells,    map::Layer::buildings,
        map::Layer::labels};
    std::vector<LayerRow> rows;
    for (const auto layer : kOrder) {
        rows.push_back({layer, label(layer), layer_count(session, layer)});
    }
    return rows;
}

FindingsSummary findings_summary(const session::Session& session) {
    FindingsSummary summary;
    std::set<std::string> error_sources;
    std::set<std::string> warning_sources;
    Findings all = *session.project->findings;
    if (session.results) {
        append(all, session::mount_findings(*session.results));
    }
    for (const auto& finding : all) {
        switch (finding.severity) {
        case Severity::error:
            ++summary.errors;
            error_sources.insert(finding.source);
            break;
        case Severity::warning:
            ++summary.warnings;
            warning_sources.insert(finding.source);
            break;
        case Severity::note:
            ++summary.notes;
            break;
        }
    }
    summary.error_sources = source_text(error_sources);
    summary.warning_sources = source_text(warning_sources);
    return summary;
}

std::string summary_text(const session::Session& session) {
    const auto communes = static_cast<std::int64_t>(session.project->territory->communes.size());
    if (communes == 0) {
        return tr("Aucun territoire");
    }
    auto text = to_french(communes) + tr_plural(" commune", " communes", static_cast<double>(communes));
    if (const auto cameras = cameras_with_position(*session.project)) {
        text += " · " + to_french(*cameras) +
                tr_plural(" caméra située", " caméras situées", static_cast<double>(*cameras));
    }
    if (session.scheme) {
        text += fmt::format(fmt::runtime(tr(" · {} sites prioritaires")), session.scheme->sites.size());
    }
    return text;
}

std::string document_text(const session::Session& session) {
    const auto& territory = *session.project->territory;
    auto text = territory.name;
    if (!territory.departement.empty()) {
        text += " (" + territory.departement + ")";
    }
    const auto file =
        session.path.empty() ? std::string(tr("projet non enregistré")) : session.path.filename().string();
    text += text.empty() ? file : " — " + file;
    return session.is_modified ? text + " •" : text;
}

} // namespace maillage::views
