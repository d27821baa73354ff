#include "cli/computed.h"

#include "app/files.h"
#include "base/error.h"
#include "base/printable.h"
#include "io/csv_text.h"

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

Computed computed(domain::Project project, std::optional<Date> date) {
    Progress progress;
    if (date) {
        project.settings.reference_date = *date;
    }
    auto shared = std::make_shared<const domain::Project>(std::move(project));
    if (shared->territory->communes.empty()) {
        throw InputError("le projet n'a pas encore de communes : maillage import PROJET communes FICHIER");
    }
    return {shared, app::compute(*shared, shared->settings.reference_date, nullptr, progress)};
}

Computed load(const std::filesystem::path& path, std::optional<Date> date) {
    Progress progress;
    return computed(app::load_project(path, progress), date);
}

analysis::Scheme ranked(const Computed& c, const analysis::SchemeParams& params) {
    Progress progress;
    return analysis::scheme(*c.project, c.results->gaps, params, progress);
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
