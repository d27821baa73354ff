#include "cli/computed.h"

#include "base/error.h"
#include "base/number.h"
#include "base/printable.h"
#include "io/write/csv_text.h"
#include "session/files.h"
#include "session/session.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <ostream>

namespace maillage::cli {
namespace {

nlohmann::json cell_json(const geo::Value& value) {
    if (std::holds_alternative<std::monostate>(value)) {
        return nullptr;
    }
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        return *number;
    }
    if (const auto* real = std::get_if<double>(&value)) {
        return *real;
    }
    if (const auto* flag = std::get_if<bool>(&value)) {
        return *flag;
    }
    return geo::to_text(value);
}

} // namespace

domain::Project opened(const Subject& subject) {
    Progress progress;
    domain::Project project = session::load_project(subject.project, progress, subject.reads_outside);
    project.settings.profile = told_profile(subject, project);
    if (subject.date) {
        project.settings.reference_date = *subject.date;
    }
    return project;
}

domain::Profile told_profile(const Subject& subject, const domain::Project& project) {
    return subject.profile.empty() ? project.settings.profile : domain::parse_profile(subject.profile);
}

plan::Released released(domain::Project project) {
    Progress progress;
    if (project.territory->communes.empty()) {
        throw InputError("le projet n'a pas encore de communes : maillage import PROJET communes FICHIER");
    }
    return plan::release(std::make_shared<const domain::Project>(std::move(project)), nullptr, nullptr,
                         progress);
}

plan::Released released(const Subject& subject) {
    return released(opened(subject));
}

plan::Released restricted(domain::Project project, std::string_view what) {
    domain::refuse_if_public(project, what);
    return released(std::move(project));
}

plan::Released restricted(const Subject& subject, std::string_view what) {
    return restricted(opened(subject), what);
}

plan::Released ranked(plan::Released from) {
    Progress progress;
    const domain::Project& project = from.project();
    auto scheme = std::make_shared<const plan::Scheme>(
        plan::scheme(project, from.results().gaps, session::scheme_params(project), progress));
    return with_scheme(std::move(from), std::move(scheme));
}

nlohmann::ordered_json to_json(const geo::Table& table) {
    nlohmann::ordered_json rows = nlohmann::ordered_json::array();
    for (const geo::Feature& feature : table.features) {
        nlohmann::ordered_json row;
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            row[table.columns[i].name] = cell_json(feature.values[i]);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

void print(const geo::Table& table, const std::string& format, std::ostream& out) {
    if (format == "json") {
        out << to_json(table).dump(1, ' ', false, nlohmann::json::error_handler_t::replace) << '\n';
    } else if (format == "csv") {
        out << io::csv_text(table, "\n");
    } else {
        throw InputError("format inconnu : « " + format + " » (text, csv ou json)");
    }
}

void tell(const Findings& findings, std::ostream& err) {
    constexpr std::size_t kShown = 20;
    for (std::size_t i = 0; i < std::min(kShown, findings.size()); ++i) {
        err << to_string(findings[i].severity) << " : " << printable(to_string(findings[i]), Blanks::shown)
            << '\n';
    }
    if (findings.size() > kShown) {
        err << "et " << findings.size() - kShown << " autres : maillage check PROJET\n";
    }
}

} // namespace maillage::cli
