#include "plan/scenarios.h"

#include "analysis/group_keys.h"
#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"
#include "plan/scheme_funding.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace maillage::plan {
namespace {

std::vector<ZoneShare> zones_of(const analysis::GroupKeys& keys, const plan::Scheme& scheme) {
    std::map<std::string, ZoneShare> by_name;
    for (const plan::PrioritySite& row : scheme.sites) {
        const std::string name =
            keys.of_place(analysis::Grouping::zone, row.place.position, row.place.commune).name;
        ZoneShare& zone = by_name[name];
        zone.name = name;
        zone.sites += 1;
        zone.gain += row.gain;
        zone.cost_eur += row.place.cost_eur;
    }
    std::vector<ZoneShare> zones;
    for (auto& [name, zone] : by_name) {
        zones.push_back(std::move(zone));
    }
    return zones;
}

ScenarioResult result_of(const domain::Project& project, const domain::Scenario& plan,
                         const analysis::Results& results, const analysis::GroupKeys& keys,
                         Progress& progress) {
    ScenarioResult made;
    made.name = plan.name;
    try {
        plan::SchemeParams params;
        params.plan = plan;
        auto scheme =
            std::make_shared<const plan::Scheme>(plan::scheme(project, results.gaps, params, progress));
        for (const plan::FundedLine& line : plan::plan_funding(project, *scheme).lines) {
            if (line.level == 0) {
                made.aid_eur += static_cast<double>(line.funding.aid) / 100;
                made.remaining_eur += static_cast<double>(line.funding.remaining) / 100;
            }
        }
        made.zones = zones_of(keys, *scheme);
        made.scheme = std::move(scheme);
    } catch (const InputError& error) { // a variant that asks too much is an answer, too
        made.problem = error.what();
    }
    return made;
}

const ZoneShare* zone_named(const ScenarioResult& scenario, const std::string& name) {
    const auto it = std::ranges::find(scenario.zones, name, &ZoneShare::name);
    return it == scenario.zones.end() ? nullptr : &*it;
}

} // namespace

Comparison compare_scenarios(std::shared_ptr<const domain::Project> project, const analysis::Results& results,
                             Progress& progress) {
    Comparison comparison;
    const analysis::GroupKeys keys(*project, results.date);
    std::vector<domain::Scenario> plans = project->scenarios;
    if (plans.empty()) {
        plans.emplace_back();
        plans.back().name = "Schéma";
    }
    for (const domain::Scenario& plan : plans) {
        comparison.scenarios.push_back(result_of(*project, plan, results, keys, progress));
    }
    comparison.of = std::move(project);
    return comparison;
}

std::vector<ComparisonRow> comparison_rows(const Comparison& comparison) {
    std::vector<ComparisonRow> rows;
    const auto add = [&](std::string label, int decimals, const auto& figure) {
        ComparisonRow row{std::move(label), decimals, {}};
        for (const ScenarioResult& scenario : comparison.scenarios) {
            row.values.push_back(scenario.scheme ? std::optional<double>(figure(scenario)) : std::nullopt);
        }
        rows.push_back(std::move(row));
    };
    add(tr("Sites"), 0, [](const ScenarioResult& s) { return static_cast<double>(s.scheme->sites.size()); });
    add(tr("Poids couvert"), 1, [](const ScenarioResult& s) { return s.scheme->weight_covered_after; });
    add(tr("Poids couvert (%)"), 2, [](const ScenarioResult& s) {
        return s.scheme->weight_total > 0 ? 100 * s.scheme->weight_covered_after / s.scheme->weight_total
                                          : 0.0;
    });
    add(tr("Borne du poids"), 1, [](const ScenarioResult& s) { return s.scheme->upper_bound; });
    add(tr("Écart prouvé (%)"), 2, [](const ScenarioResult& s) { return 100 * s.scheme->proven_gap(); });
    add(tr("Coût (€ HT)"), 0, [](const ScenarioResult& s) { return s.scheme->cost_eur(); });
    add(tr("Aides (€)"), 0, [](const ScenarioResult& s) { return s.aid_eur; });
    add(tr("Reste aux communes (€)"), 0, [](const ScenarioResult& s) { return s.remaining_eur; });
    std::vector<std::string> names;
    for (const ScenarioResult& scenario : comparison.scenarios) {
        for (const ZoneShare& zone : scenario.zones) {
            names.push_back(zone.name);
        }
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    for (const std::string& name : names) {
        const auto of_zone = [&](auto member) {
            return [&, member](const ScenarioResult& s) {
                const ZoneShare* zone = zone_named(s, name);
                return zone == nullptr ? 0.0 : static_cast<double>(zone->*member);
            };
        };
        add(tr(name) + tr(" : sites"), 0, of_zone(&ZoneShare::sites));
        add(tr(name) + tr(" : poids gagné"), 1, of_zone(&ZoneShare::gain));
        add(tr(name) + tr(" : coût (€ HT)"), 0, of_zone(&ZoneShare::cost_eur));
    }
    return rows;
}

std::vector<ComparedSite> compared_sites(const Comparison& comparison) {
    std::vector<ComparedSite> sites;
    std::map<std::string, std::size_t> known;
    for (std::size_t k = 0; k < comparison.scenarios.size(); ++k) {
        if (!comparison.scenarios[k].scheme) {
            continue;
        }
        for (const plan::PrioritySite& row : comparison.scenarios[k].scheme->sites) {
            const auto [at, is_new] = known.emplace(row.place.id, sites.size());
            if (is_new) {
                sites.push_back(
                    {row.place.id, row.place.name, std::vector<int>(comparison.scenarios.size())});
            }
            sites[at->second].ranks[k] = row.rank;
        }
    }
    return sites;
}

Comparison compare_scenarios(const Released& from, Progress& progress) {
    refuse_if_public(from.project(), "les scénarios");
    return compare_scenarios(from.shared_project(), from.results(), progress);
}

geo::Table comparison_table(const Comparison& comparison) {
    geo::Table table;
    table.name = "scenarios";
    table.title = "Scénarios";
    table.columns.push_back({"chiffre", geo::ColumnType::text, "Chiffre"});
    for (std::size_t k = 0; k < comparison.scenarios.size(); ++k) {
        const std::string number = std::to_string(k + 1);
        table.columns.push_back({"scen_" + number, geo::ColumnType::real, comparison.scenarios[k].name});
        if (k > 0) {
            table.columns.push_back(
                {"ecart_" + number, geo::ColumnType::real, comparison.scenarios[k].name + " : écart"});
        }
    }
    const auto add = [&](std::vector<geo::Value> values) {
        table.features.push_back({std::move(values), {}, static_cast<long>(table.features.size()) + 1});
    };
    for (const ComparisonRow& row : comparison_rows(comparison)) {
        std::vector<geo::Value> values = {geo::Value(row.label)};
        const double scale = std::pow(10.0, row.decimals);
        const auto rounded = [&](double v) { return geo::Value(std::round(v * scale) / scale); };
        for (std::size_t k = 0; k < row.values.size(); ++k) {
            values.push_back(row.values[k] ? rounded(*row.values[k]) : geo::Value());
            if (k > 0) {
                const bool has_both = row.values[k] && row.values[0];
                values.push_back(has_both ? rounded(*row.values[k] - *row.values[0]) : geo::Value());
            }
        }
        add(std::move(values));
    }
    return table;
}

} // namespace maillage::plan
