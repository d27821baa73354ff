#include "plan/scheme_funding.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace maillage::plan {
namespace {

Cents cents(double euros) {
    return std::llround(100 * euros);
}

FundedLine line_of(const domain::Project& project, const PrioritySite& row, int year) {
    FundedLine line;
    line.rank = row.rank;
    line.id = row.place.id;
    line.name = row.place.name;
    line.commune = row.place.commune ? project.territory->communes[*row.place.commune].name : std::string();
    line.project = {project.territory->departement,
                    row.year > 0 ? row.year : year,
                    cents(row.place.cost_eur),
                    cents(row.place.cost_eur - row.place.aside_eur),
                    row.place.cameras,
                    line.commune};
    return line;
}

FundedLine line_of(const domain::Project& project, const PriorityCommune& row, int year) {
    const domain::Commune& commune = project.territory->communes[row.commune];
    FundedLine line;
    line.level = row.level;
    line.rank = row.rank;
    line.id = commune.code;
    line.name = line.commune = commune.name;
    line.project = {project.territory->departement,      year,       cents(row.cost_eur),
                    cents(row.cost_eur - row.aside_eur), row.places, line.commune};
    return line;
}

bool has_rule(const FundingTable& table, const std::string& departement, int year) {
    return std::ranges::any_of(table.rules, [&](const FundingRule& rule) {
        return (rule.departement.empty() || rule.departement == departement) && rule.first_year <= year &&
               year <= rule.last_year;
    });
}

} // namespace

PlanFunding plan_funding(const domain::Project& project, const Scheme& scheme) {
    const FundingTable& table = project.settings.funding;
    validate(table);
    const int asked = scheme.params.plan.year;
    const int year = asked > 0 ? asked : static_cast<int>(project.settings.reference_date.year());
    PlanFunding result;
    for (const PrioritySite& row : scheme.sites) {
        result.lines.push_back(line_of(project, row, year));
    }
    for (const PriorityCommune& row : scheme.communes) {
        result.lines.push_back(line_of(project, row, year));
    }
    std::vector<FundedProject> projects;
    std::set<int> years;
    for (const FundedLine& line : result.lines) {
        projects.push_back(line.project);
        years.insert(line.project.year);
    }
    const std::vector<Funding> fundings = fund_all(projects, table);
    for (std::size_t i = 0; i < fundings.size(); ++i) {
        result.lines[i].funding = fundings[i];
    }
    result.totals = funding_totals(projects, table);
    for (const int one : years) {
        if (!has_rule(table, project.territory->departement, one)) {
            result.remarks.push_back(fmt::format(
                "aucune règle de financement pour {} dans le département {} : tout reste à la commune", one,
                project.territory->departement));
        }
    }
    return result;
}

} // namespace maillage::plan
