#include "report/summary.h"

#include "analysis/covered_ground.h"
#include "base/number.h"
#include "base/text.h"
#include "report/export_tables.h"

#include <algorithm>
#include <array>

namespace maillage::report {
namespace {

std::string line(const std::string& text) {
    return "  " + text + "\n";
}

std::string count(std::int64_t n, const char* one, const char* many) {
    return to_french(n) + " " + (n < 2 ? one : many);
}

std::string territory(const domain::Project& project) {
    const domain::Territory& t = *project.territory;
    std::int64_t population = 0;
    std::int64_t unknown = 0;
    double area = 0;
    std::array<std::int64_t, 3> by_force{};
    for (const domain::Commune& commune : t.communes) {
        population += commune.population.value_or(0);
        unknown += commune.population ? 0 : 1;
        area += commune.area_km2;
        by_force[static_cast<std::size_t>(commune.force)] += 1;
    }
    const bool has_known = unknown < static_cast<std::int64_t>(t.communes.size());
    std::string text =
        "Territoire\n" + line(t.name + (t.departement.empty() ? "" : " (" + t.departement + ")") + " : " +
                              count(static_cast<std::int64_t>(t.communes.size()), "commune", "communes") +
                              (has_known ? ", " + to_french(population) + " habitants" : "") + ", " +
                              to_french(area, 0) + " km²");
    if (unknown > 0) {
        text += line("population inconnue pour " + count(unknown, "commune", "communes"));
    }
    return text + line("zone police : " + to_french(by_force[1]) + " ; zone gendarmerie : " +
                       to_french(by_force[2]) + " ; non renseignée : " + to_french(by_force[0]));
}

std::string governance(const domain::Project& project, const analysis::Results& results) {
    std::int64_t required = 0;
    std::vector<std::string> missing;
    for (std::size_t i = 0; i < results.governance.size(); ++i) {
        required += results.governance[i].is_required() ? 1 : 0;
        if (results.governance[i].is_missing()) {
            missing.push_back(project.territory->communes[i].name);
        }
    }
    const auto unknown = static_cast<std::int64_t>(
        std::ranges::count_if(results.governance, &analysis::CouncilStatus::is_duty_unknown));
    std::ranges::sort(missing, french_less);
    return "Gouvernance\n" +
           line("CLSPD obligatoire dans " + count(required, "commune", "communes") + " (plus de " +
                to_french(domain::council_threshold(project.settings, results.date)) +
                " habitants, ou un QPV)") +
           (unknown > 0 ? line("obligation inconnue dans " + count(unknown, "commune", "communes") +
                               " (population ou QPV de cette date manquants)")
                        : std::string()) +
           line(project.councils->empty()
                    ? "conseils non renseignés : maillage import PROJET councils FICHIER"
                : required == 0   ? "aucune commune concernée, pour ce qui est connu"
                : missing.empty() ? "aucune commune concernée n'en est dépourvue"
                                  : "absent dans " + to_french(static_cast<std::int64_t>(missing.size())) +
                                        " : " + join(missing, ", "));
}

/// What nobody counted is told as such, not as none.
std::string cameras(const analysis::Equipment& sum) {
    const std::string uncounted =
        "nombre non renseigné pour " + count(sum.systems_uncounted, "système", "systèmes");
    if (sum.systems_uncounted > 0 && sum.cameras_valid + sum.cameras_expired + sum.cameras_uncertain == 0) {
        return uncounted;
    }
    return count(sum.cameras_valid, "valide", "valides") + " dont " + to_french(sum.public_road_valid) +
           " sur la voie publique, " + count(sum.cameras_expired, "échue", "échues") + " dont " +
           to_french(sum.public_road_expired) + ", " +
           count(sum.cameras_uncertain, "incertaine", "incertaines") +
           (sum.systems_uncounted > 0 ? " ; " + uncounted : "");
}

std::string equipment(const analysis::Results& results) {
    analysis::Equipment sum;
    for (const analysis::Equipment& e : results.equipment) {
        sum.systems_valid += e.systems_valid;
        sum.systems_expired += e.systems_expired;
        sum.systems_uncertain += e.systems_uncertain;
        sum.systems_inactive += e.systems_inactive;
        sum.systems_expiring += e.systems_expiring;
        sum.systems_uncounted += e.systems_uncounted;
        sum.cameras_valid += e.cameras_valid;
        sum.cameras_expired += e.cameras_expired;
        sum.cameras_uncertain += e.cameras_uncertain;
        sum.public_road_valid += e.public_road_valid;
        sum.public_road_expired += e.public_road_expired;
    }
    return "Équipement\n" +
           line("systèmes : " + count(sum.systems_valid, "valide", "valides") + ", " +
                count(sum.systems_expired, "échu", "échus") + ", " +
                count(sum.systems_uncertain, "incertain", "incertains") +
                (sum.systems_inactive > 0
                     ? ", " + count(sum.systems_inactive, "suspendu ou retiré", "suspendus ou retirés")
                     : "") +
                " ; " + to_french(sum.systems_expiring) + " à échéance sous 12 mois") +
           line("caméras : " + cameras(sum));
}

/// What CSI R252-16 publishes, in figures: what still holds and how many cameras there are is not in it.
std::string public_list(const domain::Project& project) {
    return "Liste publique (CSI R252-16)\n" +
           line(count(static_cast<std::int64_t>(project.authorisations->size()), "autorisation publiée",
                      "autorisations publiées") +
                " : maillage export PROJET register FICHIER") +
           line("sans les actes sans date, refus, retraits, autorisations provisoires ni ceux de la défense "
                "nationale");
}

std::string coverage(const analysis::Results& results) {
    const analysis::Rollup& total = results.gaps.total();
    if (total.weight <= 0 && total.sites == 0) {
        return "Couverture\n" + line("rien à couvrir : ni site, ni carreau de population, ni route");
    }
    std::string text =
        "Couverture\n" + line("sites couverts : " + to_french(total.sites_covered.central, 0) + " sur " +
                              to_french(total.sites) + ", soit " +
                              percent_interval(total.sites_covered, static_cast<double>(total.sites)));
    if (total.inhabitants > 0) {
        text += line("habitants : " + percent_interval(total.inhabitants_covered, total.inhabitants) +
                     " de " + to_french(total.inhabitants, 0));
    }
    text += line("poids : " + percent_interval(total.weight_covered, total.weight));
    if (total.weight_covered.low < total.weight_covered.high) {
        text += line(
            "[bas – haut] : selon ce qui n'est pas connu des actes, des caméras et du bâti, portées, champs "
            "et hauteurs restant dans les bornes supposées");
    }
    text += "Causes des lacunes (sites)\n";
    for (std::size_t c = 1; c < total.sites_by_cause.size(); ++c) {
        if (total.sites_by_cause[c] > 0) {
            text += line(analysis::label(static_cast<analysis::Cause>(c)) + " : " +
                         to_french(total.sites_by_cause[c]));
        }
    }
    return text;
}

std::string money(plan::Cents cents) {
    return to_french(static_cast<double>(cents) / 100, 2) + " €";
}

/// "Laon (Gare), Laon": in a list without columns a name alone may be that of a station, a school or a town.
std::string place(const domain::Project& project, const plan::PlanCandidate& candidate) {
    const bool says_kind = fold(candidate.name).find(fold(candidate.kind)) != std::string::npos;
    return candidate.name + (says_kind || candidate.kind.empty() ? "" : " (" + candidate.kind + ")") +
           (candidate.commune ? ", " + project.territory->communes[*candidate.commune].name : "");
}

/// Square kilometres below a tenth of one would all be "0,0".
std::string ground(double m2) {
    return m2 < 1e5 ? to_french(m2, 0) + " m²" : to_french(m2 / 1e6, 2) + " km²";
}

std::string seen_ground(const domain::Project& project, const analysis::Results& results) {
    Progress progress;
    const analysis::CoveredGround total =
        analysis::covered_grounds({project, *results.views, results.legalities, results.gaps}, progress)
            .total;
    if (total.seen.once_m2 <= 0) {
        return "";
    }
    std::string text = "Sol vu par les caméras valides et situées\n" +
                       line("au total " + ground(total.seen.once_m2) + ", dont " +
                            ground(total.seen.twice_m2) + " par deux caméras ou plus");
    for (std::size_t b = 0; b < total.bands_m2.size(); ++b) {
        text += line(project.settings.bands[b].label + " et plus : " + ground(total.bands_m2[b]));
    }
    return text;
}

/// What "gain" and "cumul" mean, and from where the list starts.
std::string terms(const plan::Scheme& scheme, const analysis::Gaps& gaps) {
    const analysis::Rollup& total = gaps.total();
    const bool is_counted = scheme.params.plan.count > 0 && scheme.sites.size() > 1;
    return (is_counted ? line("liste pour " + count(scheme.params.plan.count, "lieu", "lieux") +
                              " : demandée pour un autre nombre, elle peut commencer autrement")
                       : std::string()) +
           line("gain : poids que le site ajoute à ceux d'avant ; cumul : part vue des " +
                to_french(scheme.weight_total, 1) + " de poids du département, caméras comprises") +
           line("déjà vu par les caméras au " + to_french(gaps.date) + " : " +
                percent_interval(total.weight_covered, total.weight) +
                (scheme.cameras_lost > 0
                     ? ", moins " + count(scheme.cameras_lost, "caméra échue", "caméras échues") +
                           " à l'horizon"
                     : "") +
                (scheme.params.plan.is_police_only ? " ; sites de la zone police seulement" : ""));
}

std::string ranking(const domain::Project& project, const analysis::Gaps& gaps, const plan::Scheme& scheme) {
    std::string text = "Sites prioritaires\n" + terms(scheme, gaps);
    for (const plan::PrioritySite& row : scheme.sites) {
        text += line(to_french(std::int64_t{row.rank}) + ". " + place(project, row.place) + " : gain " +
                     to_french(row.gain, 1) + ", cumul " + to_french(100 * row.cumulative_share, 1) + " %, " +
                     to_french(row.place.cost_eur, 0) + " € HT" +
                     (row.year > 0 ? ", " + std::to_string(row.year) : std::string())) +
                line("   " + row.reasons);
    }
    if (scheme.params.plan.target_share > 0) {
        return text + line("coût : " + to_french(scheme.cost_eur(), 0) +
                           " € HT ; aucune liste n'atteint la part visée pour moins de " +
                           to_french(scheme.cost_bound_eur, 0) + " € ; écart prouvé " +
                           to_french(100 * scheme.proven_gap(), 2) + " %");
    }
    const bool has_years = !scheme.params.plan.phases.empty(); // the proof speaks of the mean over the years
    return text +
           line((has_years ? "poids couvert à la fin : " + to_french(scheme.weight_covered_after, 1) +
                                 " ; en moyenne des années : " + to_french(scheme.weight_covered_mean, 1)
                           : "poids couvert : " + to_french(scheme.weight_covered_after, 1)) +
                " ; borne : " + to_french(scheme.upper_bound, 1) + " ; liste à " +
                to_french(100 * scheme.proven_gap(), 2) + " % au plus de la meilleure possible");
}

/// One line a level, its communes in the order of their need; nothing where the scheme names none.
std::string levels(const domain::Project& project, const plan::Scheme& scheme) {
    if (scheme.communes.empty()) {
        return {};
    }
    std::string text = "Communes prioritaires en zone gendarmerie\n";
    for (const int level : {1, 2}) {
        std::vector<std::string> names;
        double cost = 0;
        for (const plan::PriorityCommune& row : scheme.communes) {
            if (row.level == level) {
                names.push_back(project.territory->communes[row.commune].name);
                cost += row.cost_eur;
            }
        }
        if (!names.empty()) {
            text += line(std::string(level == 1 ? "prioritaires" : "secondaires") + " (" +
                         to_french(static_cast<std::int64_t>(names.size())) + ", projets indicatifs " +
                         to_french(cost, 0) + " € HT) : " + join(names, ", "));
        }
    }
    return text;
}

std::string financing(const domain::Project& project, const plan::Scheme& scheme) {
    const plan::PlanFunding funding = plan::plan_funding(project, scheme);
    if (funding.lines.empty()) {
        return {};
    }
    plan::Cents cost = 0;
    plan::Cents base = 0;
    for (const plan::FundedLine& one : funding.lines) {
        cost += one.project.cost;
        base += one.project.eligible_cost;
    }
    std::string text =
        "Financement\n" + line("coût " + money(cost) + " HT, assiette éligible " + money(base));
    for (const plan::FundingTotal& total : funding.totals) {
        text += line(std::to_string(total.year) + ", " + total.financer + " : " + money(total.amount));
    }
    for (const std::string& remark : funding.remarks) {
        text += line(remark);
    }
    return text;
}

/// Each on a line of its own, in the words of the map's source line.
std::string sources(const domain::Project& project) {
    constexpr std::string_view kBetween = " · ";
    std::string left = domain::attribution(project);
    std::string text = left.empty() ? "" : "Sources\n";
    while (!left.empty()) {
        const std::size_t end = std::min(left.find(kBetween), left.size());
        text += line(left.substr(0, end));
        left.erase(0, std::min(left.size(), end + kBetween.size()));
    }
    return text;
}

} // namespace

std::string percent_interval(const analysis::Interval& part, double whole) {
    if (whole <= 0) {
        return "–";
    }
    const auto percent = [&](double v) { return to_french(100 * v / whole, 1); };
    const std::string low = percent(part.low);
    const std::string high = percent(part.high);
    const std::string text = percent(part.central) + " %";
    return low == high ? text : text + " [" + low + " – " + high + "]";
}

std::string scheme_text(const plan::Released& from) {
    if (!from.scheme()) {
        return {};
    }
    const domain::Project& project = from.project();
    return ranking(project, from.results().gaps, *from.scheme()) + levels(project, *from.scheme()) +
           financing(project, *from.scheme()) + sources(project);
}

std::string summary(const plan::Released& from) {
    const domain::Project& project = from.project();
    const analysis::Results& results = from.results();
    const std::string text =
        mention(project, results.date) + "\n\n" + territory(project) + governance(project, results);
    if (from.is_public()) {
        return text + public_list(project) + sources(project);
    }
    return text + equipment(results) + coverage(results) + seen_ground(project, results) + scheme_text(from);
}

} // namespace maillage::report
