#include "plan/funding.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

namespace maillage::plan {

namespace {

constexpr std::int32_t kWhole = 10000;          // 100 % in hundredths of a percent
constexpr Cents kLargest = 100'000'000'000'000; // a million million euros: products stay far from overflow

/// Part of an amount, rounded down to the cent.
Cents part_of(Cents amount, std::int32_t rate_bp) {
    return amount / kWhole * rate_bp + amount % kWhole * rate_bp / kWhole;
}

void check_amount(std::optional<Cents> amount, const std::string& what) {
    if (amount && (*amount < 0 || *amount > kLargest)) {
        throw InputError(what + (*amount < 0 ? " : montant négatif" : " : montant démesuré"));
    }
}

bool applies(const FundingRule& rule, const FundedProject& project) {
    return project.year >= rule.first_year && project.year <= rule.last_year &&
           (rule.departement.empty() || rule.departement == project.departement) &&
           (!rule.least_cost || project.cost >= *rule.least_cost);
}

Cents base_of(const FundingRule& rule, const FundedProject& project) {
    Cents base = project.eligible_cost;
    if (rule.ceiling_per_camera) {
        // Divided first: many cameras at a high ceiling would overflow.
        const bool bites = project.cameras == 0 || base / project.cameras >= *rule.ceiling_per_camera;
        base = bites ? *rule.ceiling_per_camera * project.cameras : base;
    }
    return rule.ceiling ? std::min(base, *rule.ceiling) : base;
}

void check_project(const FundedProject& project) {
    check_amount(project.cost, "projet, coût");
    check_amount(project.eligible_cost, "projet, assiette éligible");
    if (project.eligible_cost > project.cost) {
        throw InputError("projet : l'assiette éligible dépasse le coût");
    }
    if (project.cameras < 0) {
        throw InputError("projet : nombre de caméras négatif");
    }
}

} // namespace

void validate(const FundingTable& table) {
    if (table.aid_cap_bp < 0 || table.aid_cap_bp > kWhole) {
        throw InputError("plafond des aides publiques : il faut un taux entre 0 et 100 %");
    }
    for (std::size_t k = 0; k < table.rules.size(); ++k) {
        const FundingRule& rule = table.rules[k];
        const std::string what = fmt::format("règles de financement, ligne {} ({})", k + 1, rule.financer);
        if (rule.financer.empty()) {
            throw InputError(fmt::format("règles de financement, ligne {} : financeur manquant", k + 1));
        }
        if (rule.rate_bp < 0 || rule.rate_bp > kWhole) {
            throw InputError(fmt::format("{} : taux de {} %, il faut un taux entre 0 et 100 %", what,
                                         static_cast<double>(rule.rate_bp) / 100));
        }
        if (rule.first_year > rule.last_year) {
            throw InputError(fmt::format("{} : l'année de fin ({}) précède celle de début ({})", what,
                                         rule.last_year, rule.first_year));
        }
        check_amount(rule.ceiling_per_camera, what + ", plafond par caméra");
        check_amount(rule.ceiling, what + ", plafond par projet");
        check_amount(rule.least_cost, what + ", coût minimal");
        check_amount(rule.most_aid, what + ", aide par projet");
        check_amount(rule.most_aid_commune, what + ", aide par commune");
        check_amount(rule.most_aid_period, what + ", aide sur la période");
    }
}

namespace {

/// What the rows have given so far, one a row.
struct Given {
    std::vector<Cents> all;
    std::vector<std::map<std::string, Cents>> by_commune;
};

/// What a row may still give to a project.
Cents room_of(const FundingRule& rule, std::size_t k, const FundedProject& project, const Given& given) {
    Cents room = rule.most_aid.value_or(kLargest);
    if (rule.most_aid_period) {
        room = std::min(room, *rule.most_aid_period - given.all[k]);
    }
    if (rule.most_aid_commune && !project.commune.empty()) {
        const auto so_far = given.by_commune[k].find(project.commune);
        room = std::min(room, *rule.most_aid_commune -
                                  (so_far == given.by_commune[k].end() ? Cents{0} : so_far->second));
    }
    return std::max<Cents>(room, 0);
}

Funding fund(const FundedProject& project, const FundingTable& table, Given& given) {
    check_project(project);
    Funding funding;
    Cents room = part_of(project.cost, table.aid_cap_bp);
    for (std::size_t k = 0; k < table.rules.size(); ++k) {
        const FundingRule& rule = table.rules[k];
        if (!applies(rule, project)) {
            continue;
        }
        const Cents base = base_of(rule, project);
        const Cents asked = part_of(base, rule.rate_bp);
        const Cents paid = std::min({asked, room, room_of(rule, k, project, given)});
        room -= paid;
        given.all[k] += paid;
        given.by_commune[k][project.commune] += paid;
        funding.aid += paid;
        funding.shares.push_back({k, rule.financer, base, paid, paid < asked});
    }
    funding.remaining = project.cost - funding.aid;
    return funding;
}

} // namespace

std::vector<Funding> fund_all(std::span<const FundedProject> projects, const FundingTable& table) {
    validate(table);
    Given given{std::vector<Cents>(table.rules.size()),
                std::vector<std::map<std::string, Cents>>(table.rules.size())};
    std::vector<Funding> result;
    result.reserve(projects.size());
    for (const FundedProject& project : projects) {
        result.push_back(fund(project, table, given));
    }
    return result;
}

Funding fund(const FundedProject& project, const FundingTable& table) {
    return fund_all({&project, 1}, table).front();
}

std::vector<FundingTotal> funding_totals(std::span<const FundedProject> projects, const FundingTable& table) {
    struct Year {
        std::map<std::size_t, Cents> by_rule;
        Cents remaining = 0;
    };

    std::map<int, Year> years;
    const std::vector<Funding> fundings = fund_all(projects, table);
    for (std::size_t i = 0; i < projects.size(); ++i) {
        const Funding& funding = fundings[i];
        Year& year = years[projects[i].year];
        for (const FundingShare& share : funding.shares) {
            year.by_rule[share.rule] += share.amount;
        }
        year.remaining += funding.remaining;
    }
    std::vector<FundingTotal> totals;
    for (const auto& [number, year] : years) {
        const std::size_t first = totals.size();
        for (const auto& [rule, amount] : year.by_rule) {
            const std::string& financer = table.rules[rule].financer;
            const auto known = std::find_if(totals.begin() + static_cast<std::ptrdiff_t>(first), totals.end(),
                                            [&](const FundingTotal& t) { return t.financer == financer; });
            if (known != totals.end()) {
                known->amount += amount;
            } else {
                totals.push_back({financer, number, amount});
            }
        }
        totals.push_back({"Commune", number, year.remaining});
    }
    return totals;
}

} // namespace maillage::plan
