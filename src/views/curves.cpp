#include "views/curves.h"

#include "base/number.h"
#include "base/translate.h"
#include "domain/project.h"
#include "views/figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace maillage::views {

namespace {

constexpr int kYearsBefore = 5;
constexpr int kYearsAfter = 5;

double day_number(Date date) {
    return static_cast<double>(std::chrono::sys_days(date).time_since_epoch().count());
}

/// Cameras that an act allows: the sum of what it states, else the records that name it.
std::vector<double> cameras_by_act(const domain::Project& project) {
    const auto& acts = *project.authorisations;
    std::vector<double> counts(acts.size(), 0);
    for (const auto& camera : *project.cameras) {
        const auto act = std::lower_bound(acts.begin(), acts.end(), camera.authorisation,
                                          [](const auto& a, const std::string& id) { return a.id < id; });
        if (act != acts.end() && act->id == camera.authorisation && registry::is_in_service(camera)) {
            counts[static_cast<std::size_t>(act - acts.begin())] += 1;
        }
    }
    for (std::size_t i = 0; i < acts.size(); ++i) {
        if (acts[i].indoor || acts[i].outdoor || acts[i].public_road) {
            counts[i] = static_cast<double>(acts[i].indoor.value_or(0) + acts[i].outdoor.value_or(0) +
                                            acts[i].public_road.value_or(0));
        }
    }
    return counts;
}

std::string interval_text(const analysis::Interval& covered, double whole) {
    const auto part = [&](double value) { return to_french(100 * value / whole, 0); };
    const auto low = part(covered.low);
    const auto high = part(covered.high);
    const auto central = part(covered.central) + "\u202f%";
    return low == high ? central : fmt::format("{} [{}\u00a0–\u00a0{}]", central, low, high);
}

std::string ground_text(const ground::CoveredArea& seen) {
    return fmt::format(fmt::runtime(tr("Sol vu : {}\u202fm², dont {}\u202fm² par deux caméras ou plus")),
                       to_french(seen.once_m2, 0), to_french(seen.twice_m2, 0));
}

} // namespace

Timeline timeline(const session::Session& session) {
    const auto& project = described(session);
    const auto reference = project.settings.reference_date;
    Timeline line;
    line.first = std::chrono::year_month_day{reference.year() - std::chrono::years(kYearsBefore),
                                             std::chrono::January, std::chrono::day(1)};
    line.last = std::chrono::year_month_day{reference.year() + std::chrono::years(kYearsAfter),
                                            std::chrono::January, std::chrono::day(1)};
    line.caption = session.project->authorisations->empty()
                       ? tr("aucun arrêté : la courbe viendra avec le registre")
                       : tr("caméras autorisées, si rien n’est renouvelé");
    for (auto date = line.first; date <= line.last; date = plus_months(date, 1)) {
        line.dates.push_back(date);
    }
    const auto counts = cameras_by_act(project);
    std::vector<double> change(line.dates.size() + 1, 0);
    const auto month_of = [&](Date date) {
        return static_cast<std::size_t>(std::lower_bound(line.dates.begin(), line.dates.end(), date) -
                                        line.dates.begin());
    };
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const auto& act = (*project.authorisations)[i];
        const auto ends = session.results && i < session.results->standings.size()
                              ? session.results->standings[i].expires
                              : registry::expiry(act, project.settings.terms);
        const bool is_counted = !session.results || i >= session.results->standings.size() ||
                                !session.results->standings[i].is_superseded;
        if (act.decided && ends && is_counted && *act.decided <= *ends) {
            const Date day_after{std::chrono::sys_days(*ends) + std::chrono::days(1)}; // the last day counts
            change[month_of(*act.decided)] += counts[i];
            change[month_of(day_after)] -= counts[i];
        }
    }
    double sum = 0;
    for (std::size_t i = 0; i < line.dates.size(); ++i) {
        sum += change[i];
        line.cameras.push_back(sum);
        line.greatest = std::max(line.greatest, sum);
    }
    return line;
}

Date date_at(const Timeline& line, double share) {
    const auto days =
        std::lround(std::clamp(share, 0.0, 1.0) * (day_number(line.last) - day_number(line.first)));
    return std::chrono::sys_days(line.first) + std::chrono::days(days);
}

double share_at(const Timeline& line, Date date) {
    const auto length = day_number(line.last) - day_number(line.first);
    return length <= 0 ? 0 : std::clamp((day_number(date) - day_number(line.first)) / length, 0.0, 1.0);
}

double cameras_at(const Timeline& line, Date date) {
    const auto after = std::ranges::upper_bound(line.dates, date);
    const auto month = std::max<std::ptrdiff_t>(0, after - line.dates.begin() - 1);
    return line.cameras.empty() ? 0 : line.cameras[static_cast<std::size_t>(month)];
}

BudgetCurve budget_curve(const session::Session& session) {
    BudgetCurve curve;
    if (!session.scheme || session.scheme->weight_total <= 0) {
        return curve;
    }
    const auto& scheme = *session.scheme;
    const double total = scheme.cost_eur();
    const bool has_costs = total > 0;
    const auto whole = has_costs ? total : static_cast<double>(scheme.sites.size());
    curve.points.push_back({0, scheme.weight_covered_before / scheme.weight_total});
    double spent = 0;
    for (const auto& site : scheme.sites) {
        spent += has_costs ? site.place.cost_eur : 1;
        curve.points.push_back({spent / whole, site.cumulative_share});
    }
    curve.lines = scheme.sites.size();
    curve.bound = scheme.upper_bound / scheme.weight_total;
    if (!scheme.params.plan.phases.empty() &&
        !scheme.curve.empty()) { // its bounds are of means over the years
        const double budget = scheme.curve.back().budget_eur;
        curve.points.resize(1);
        for (const auto& point : scheme.curve) {
            curve.points.push_back({point.budget_eur / budget, point.share});
            curve.bounds.push_back({point.budget_eur / budget, point.bound_share});
        }
    }
    for (std::size_t k = curve.bounds.size(); k < scheme.curve.size(); ++k) {
        const auto& point = scheme.curve[k];
        curve.bounds.push_back(
            {(has_costs ? point.cost_eur : static_cast<double>(point.sites)) / whole, point.bound_share});
    }
    const auto shown =
        session.plan_lines == 0 ? scheme.sites.size() : std::min(session.plan_lines, scheme.sites.size());
    curve.lines_shown = shown;
    if (shown < scheme.sites.size() && shown > 0) {
        const auto& last = scheme.sites[shown - 1];
        curve.shown = fmt::format(
            fmt::runtime(tr_plural("{} site, {}\u202f€ HT : {}\u202f% du poids couvert",
                                   "{} sites, {}\u202f€ HT : {}\u202f% du poids couvert",
                                   static_cast<double>(shown))),
            shown, to_french(last.cumulative_cost_eur, 0), to_french(100 * last.cumulative_share, 1));
    }
    curve.total_cost = has_costs ? to_french(total, 0) + tr("\u202f€ HT")
                                 : fmt::format(fmt::runtime(tr("{} sites")), scheme.sites.size());
    curve.proof = fmt::format(fmt::runtime(tr("Liste à {}\u202f% au plus de la meilleure possible (prouvé)")),
                              to_french(100 * scheme.proven_gap(), 2));
    return curve;
}

std::vector<BarRow> coverage_bars(const session::Session& session, analysis::Grouping grouping,
                                  std::size_t most) {
    std::vector<BarRow> rows;
    if (!session.results) {
        return rows;
    }
    const auto* grounds = session::current_grounds(session);
    const auto& rollups = session.results->gaps.by(grouping);
    for (std::size_t i = 0; i < rollups.size(); ++i) {
        const auto& rollup = rollups[i];
        if (rollup.sites == 0 || rows.size() == most) {
            continue;
        }
        const auto whole = static_cast<double>(rollup.sites);
        rows.push_back({rollup.name, interval_text(rollup.sites_covered, whole),
                        rollup.sites_covered.low / whole, rollup.sites_covered.central / whole,
                        rollup.sites_covered.high / whole,
                        grounds ? ground_text(grounds->by(grouping)[i].seen) : std::string()});
    }
    return rows;
}

} // namespace maillage::views
