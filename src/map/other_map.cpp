#include "map/other_map.h"

#include "base/error.h"
#include "base/number.h"
#include "base/translate.h"

#include <fmt/format.h>

#include <algorithm>

namespace maillage::map {
namespace {

std::string change(const char* what, const std::string& from, const std::string& to) {
    return fmt::format("{}{} → {}", what, from, to);
}

std::string percent(double part, double whole) {
    constexpr double kSmall = 10; // below, a change is in the tenths
    const double share = whole > 0 ? 100 * part / whole : 0;
    return whole > 0 ? to_french(share, share < kSmall ? 1 : 0) + "\u202f%" : "–";
}

std::string valid_cameras(const analysis::Results& results) {
    return to_french(
        static_cast<std::int64_t>(std::ranges::count(results.legalities, analysis::Legality::valid)));
}

std::vector<std::string> change_of_cover(const analysis::Results& here, const analysis::Results& there) {
    const analysis::Rollup& a = here.gaps.total();
    const analysis::Rollup& b = there.gaps.total();
    return {change(tr("caméras valides : "), valid_cameras(here), valid_cameras(there)),
            change(tr("sites couverts : "), percent(a.sites_covered.central, static_cast<double>(a.sites)),
                   percent(b.sites_covered.central, static_cast<double>(b.sites))),
            change(tr("habitants couverts : "), percent(a.inhabitants_covered.central, a.inhabitants),
                   percent(b.inhabitants_covered.central, b.inhabitants))};
}

std::vector<std::string> change_of_list(const plan::Scheme& here, const plan::Scheme& there) {
    const auto count = [](const plan::Scheme& s) {
        return to_french(static_cast<std::int64_t>(s.sites.size()));
    };
    const auto differing = std::ranges::count_if(there.sites, [&](const plan::PrioritySite& row) {
        return std::ranges::none_of(here.sites,
                                    [&](const auto& other) { return other.place.id == row.place.id; });
    });
    return {change(tr("sites : "), count(here), count(there)),
            fmt::format(fmt::runtime(tr("sites qui diffèrent : {}")),
                        to_french(static_cast<std::int64_t>(differing))),
            change(tr("poids couvert : "), percent(here.weight_covered_after, here.weight_total),
                   percent(there.weight_covered_after, there.weight_total)),
            change(tr("coût : "), to_french(here.cost_eur(), 0), to_french(there.cost_eur(), 0)) +
                tr("\u202f€ HT")};
}

const plan::ScenarioResult& made(const plan::Comparison& comparison, const std::string& name) {
    const auto it = std::ranges::find(comparison.scenarios, name, &plan::ScenarioResult::name);
    if (it == comparison.scenarios.end()) {
        throw InputError(tr("scénario inconnu : « ") + name + " »");
    }
    if (!it->scheme) {
        throw InputError(it->name + " : " + it->problem);
    }
    return *it;
}

} // namespace

MapInput at_other_date(const MapInput& here, Date date, Progress& progress, unsigned threads) {
    MapInput there = here;
    auto project = std::make_shared<domain::Project>(*here.project);
    project->settings.reference_date = date;
    if (here.results) {
        there.results = analysis::compute(*project, date, here.results, progress, threads);
    }
    there.project = project;
    there.results_of = project;
    return there;
}

ComparedMaps compared_maps(const MapInput& here, Progress& progress) {
    ComparedMaps maps{here, here, {}, {}, {}};
    if (const auto& date = here.style.compared_with) {
        maps.there = at_other_date(here, *date, progress);
        maps.here_title = tr("Situation au ") + to_french(here.project->settings.reference_date);
        maps.there_title = tr("Situation au ") + to_french(*date);
        if (maps.here.results && maps.there.results) {
            maps.difference = change_of_cover(*maps.here.results, *maps.there.results);
        }
        return maps;
    }
    const plan::Comparison comparison = plan::compare_scenarios(here.project, *here.results, progress);
    const plan::ScenarioResult& present = comparison.scenarios.front();
    const plan::ScenarioResult& other = made(comparison, here.style.compared_scenario);
    if (!maps.here.scheme) {
        maps.here.scheme = made(comparison, present.name).scheme;
    }
    maps.here.compared_scheme = other.scheme;
    maps.there.scheme = other.scheme;
    maps.there.compared_scheme = maps.here.scheme;
    maps.here_title = tr("Scénario ") + present.name;
    maps.there_title = tr("Scénario ") + other.name;
    maps.difference = change_of_list(*maps.here.scheme, *other.scheme);
    return maps;
}

} // namespace maillage::map
