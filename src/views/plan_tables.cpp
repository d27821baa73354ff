#include "views/plan_tables.h"

#include "base/error.h"
#include "base/number.h"
#include "base/translate.h"
#include "plan/scheme_funding.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>

namespace maillage::views {
namespace {

constexpr double kSurroundings_m = 400;

Cell money(plan::Cents cents, Tone tone = Tone::plain) {
    const double euros = static_cast<double>(cents) / 100;
    return {to_french(euros, 0) + "\u202f€", euros, tone};
}

geo::Box box_of(const domain::Project& project, const plan::Scheme& scheme, const plan::FundedLine& line) {
    if (line.level > 0) {
        const auto commune = domain::find_commune(*project.territory, line.id);
        return commune ? geo::bounds(project.territory->communes[*commune].shape) : geo::Box{};
    }
    geo::Box box;
    box.extend(scheme.sites[static_cast<std::size_t>(line.rank - 1)].place.position);
    return box.grown(kSurroundings_m);
}

std::vector<std::string> financers_of(const plan::PlanFunding& funding) {
    std::vector<std::string> names;
    for (const plan::FundingTotal& total : funding.totals) {
        if (total.financer != "Commune" && std::ranges::find(names, total.financer) == names.end()) {
            names.push_back(total.financer);
        }
    }
    return names;
}

plan::Cents given_by(const plan::Funding& funding, const std::string& financer) {
    plan::Cents sum = 0;
    for (const plan::FundingShare& share : funding.shares) {
        sum += share.financer == financer ? share.amount : 0;
    }
    return sum;
}

/// "Total 2027", of all lines of that year.
TableRow total_row(const plan::PlanFunding& funding, int year, const std::vector<std::string>& financers) {
    plan::Cents cost = 0;
    plan::Cents base = 0;
    plan::Cents rest = 0;
    std::int64_t lines = 0;
    std::map<std::string, plan::Cents> by_financer;
    for (const plan::FundedLine& line : funding.lines) {
        if (line.project.year == year) {
            cost += line.project.cost;
            base += line.project.eligible_cost;
            rest += line.funding.remaining;
            ++lines;
            for (const std::string& financer : financers) {
                by_financer[financer] += given_by(line.funding, financer);
            }
        }
    }
    TableRow row;
    row.cells = {{fmt::format(fmt::runtime(tr("Total {}")), year), {}, Tone::strong},
                 {fmt::format(fmt::runtime(tr("{} projets")), to_french(lines)), {}, Tone::muted},
                 {"", {}, Tone::plain},
                 {std::to_string(year), year, Tone::strong},
                 money(cost, Tone::strong),
                 money(base, Tone::strong)};
    for (const std::string& financer : financers) {
        row.cells.push_back(money(by_financer[financer], Tone::strong));
    }
    row.cells.push_back(money(rest, Tone::strong));
    return row;
}

std::string list_name(const plan::FundedLine& line) {
    const std::string number = to_french(std::int64_t{line.rank});
    const char* name = line.level == 0   ? tr("Site {}")
                       : line.level == 1 ? tr("Commune {}")
                                         : tr("Commune secondaire {}");
    return fmt::format(fmt::runtime(name), number);
}

std::string with_difference(const std::optional<double>& value, const std::optional<double>& first,
                            int decimals, bool is_first) {
    if (!value) {
        return "–";
    }
    const std::string text = to_french(*value, decimals);
    if (is_first || !first) {
        return text;
    }
    const double difference = *value - *first;
    return text + " (" + (difference > 0 ? "+" : "") + to_french(difference, decimals) + ")";
}

} // namespace

Table funding_panel(const session::Session& session) {
    Table table;
    table.empty_text =
        tr("Aucun plan de financement : Schéma › Classer les sites, puis Schéma › Choix et financement.");
    if (!session.scheme) {
        table.columns = {{tr("Projet"), CellKind::text, 1}};
        return table;
    }
    const domain::Project& project = described(session);
    plan::PlanFunding funding;
    try {
        funding = plan::plan_funding(project, *session.scheme);
    } catch (const InputError&
                 error) { // a rule read from a project file may be anything: the table says which one
        table.columns = {{tr("Projet"), CellKind::text, 1}};
        table.empty_text = error.what();
        return table;
    }
    const std::vector<std::string> financers = financers_of(funding);
    table.columns = {{tr("Projet"), CellKind::text, 1.3F},    {tr("Lieu"), CellKind::text, 2},
                     {tr("Commune"), CellKind::text, 1.3F},   {tr("Année"), CellKind::number, 0.6F},
                     {tr("Coût HT"), CellKind::number, 0.9F}, {tr("Assiette"), CellKind::number, 0.9F}};
    for (const std::string& financer : financers) {
        table.columns.push_back({financer, CellKind::number, 0.9F});
    }
    table.columns.push_back({tr("Reste à la commune"), CellKind::number, 1.1F});
    table.first_sort = 4;
    table.is_first_descending = true;
    std::vector<int> years;
    for (const plan::FundingTotal& total : funding.totals) {
        if (std::ranges::find(years, total.year) == years.end()) {
            years.push_back(total.year);
            table.rows.push_back(total_row(funding, total.year, financers));
        }
    }
    for (const plan::FundedLine& line : funding.lines) {
        TableRow row{line.level == 0 ? map::SelectionKind::site : map::SelectionKind::commune,
                     line.id,
                     {},
                     box_of(project, *session.scheme, line)};
        row.cells = {{list_name(line), {}, Tone::plain},
                     {line.name, {}, Tone::strong},
                     {line.commune, {}, Tone::plain},
                     {std::to_string(line.project.year), line.project.year, Tone::plain},
                     money(line.project.cost),
                     money(line.project.eligible_cost)};
        for (const std::string& financer : financers) {
            row.cells.push_back(money(given_by(line.funding, financer)));
        }
        row.cells.push_back(money(line.funding.remaining));
        table.rows.push_back(std::move(row));
    }
    return table;
}

Table scenario_panel(const session::Session& session) {
    Table table;
    table.columns = {{tr("Chiffre ou site"), CellKind::text, 2}};
    table.first_sort = std::numeric_limits<std::size_t>::max(); // figures first, the most important one above
    table.empty_text = tr("Aucune comparaison : Schéma › Comparer les scénarios.");
    if (!session.comparison) {
        return table;
    }
    const plan::Comparison& comparison = *session.comparison;
    const bool is_stale = comparison.of != session.project;
    for (std::size_t k = 0; k < comparison.scenarios.size(); ++k) {
        table.columns.push_back({comparison.scenarios[k].name + (k == 0 ? tr(" (courant)") : "") +
                                     (is_stale ? tr(", avant modification") : ""),
                                 CellKind::number, 1.4F});
    }
    const auto add = [&](const std::string& label, map::SelectionKind kind, const std::string& id,
                         std::vector<Cell> cells) {
        TableRow row{kind, id, {{label, {}, Tone::strong}}, {}};
        std::ranges::move(cells, std::back_inserter(row.cells));
        table.rows.push_back(std::move(row));
    };
    for (const plan::ComparisonRow& row : plan::comparison_rows(comparison)) {
        std::vector<Cell> cells;
        for (std::size_t k = 0; k < row.values.size(); ++k) {
            cells.push_back({with_difference(row.values[k], row.values[0], row.decimals, k == 0),
                             row.values[k], Tone::plain});
        }
        add(row.label, map::SelectionKind::none, "", std::move(cells));
    }
    for (const plan::ComparedSite& site : plan::compared_sites(comparison)) {
        if (std::ranges::count(site.ranks, 0) == 0) {
            continue; // what all of them have is no difference
        }
        std::vector<Cell> cells;
        for (const int rank : site.ranks) {
            cells.push_back({rank > 0 ? tr("n° ") + std::to_string(rank) : "–",
                             rank > 0 ? std::optional<double>(rank) : std::nullopt,
                             rank > 0 ? Tone::plain : Tone::muted});
        }
        add(tr("Site : ") + site.name, map::SelectionKind::site, site.id, std::move(cells));
    }
    return table;
}

} // namespace maillage::views
