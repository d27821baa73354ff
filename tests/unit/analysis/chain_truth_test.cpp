// The rules of chains of acts one by one, and 1,000 states of 100 chains (tests/data/chains): one register of
// several prefectures, shuffled, with the state of each chain on some days by a plain reading of the rules.
#include "analysis/equipment.h"
#include "base/number.h"
#include "base/text.h"
#include "registry/chains.h"
#include "support/example_project.h"
#include "support/source_dir.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <map>
#include <random>
#include <set>

namespace maillage::registry {
namespace {

using test::day;

Authorisation made(std::string number, ActNature nature, Date decided, std::string previous = {},
                   std::int64_t cameras = 1) {
    Authorisation act = test::act(number, "02001", decided);
    act.nature = nature;
    act.previous = std::move(previous);
    act.public_road = cameras;
    act.holder = "Commune";
    return act;
}

/// The chain of the first act.
ChainState first_state(const std::vector<Authorisation>& acts, Date on, const TermRules& rules = {}) {
    return state_on(acts, chains(acts).front(), on, rules);
}

TEST(Chains, TheLastDayIsTheQuantieme) {
    const std::vector<std::pair<Date, Date>> ends = {{day(2021, 11, 22), day(2026, 11, 22)},
                                                     {day(2020, 2, 29), day(2025, 2, 28)},
                                                     {day(2019, 2, 28), day(2024, 2, 28)},
                                                     {day(2021, 12, 31), day(2026, 12, 31)},
                                                     {day(2022, 1, 1), day(2027, 1, 1)}};
    for (const auto& [decided, last] : ends) {
        const std::vector<Authorisation> acts = {made("2021/1", ActNature::authorisation, decided)};
        const Date after{std::chrono::sys_days(last) + std::chrono::days(1)};
        EXPECT_EQ(analysis::standings(acts, last)[0].validity, Validity::valid) << to_iso(last);
        EXPECT_EQ(analysis::standings(acts, after)[0].validity, Validity::expired) << to_iso(after);
        EXPECT_EQ(analysis::standings(acts, last)[0].expires, last);
    }
}

TEST(Chains, AStatedLastDayIsIncluded) {
    std::vector<Authorisation> acts = {made("2021/1", ActNature::authorisation, day(2021, 12, 1))};
    acts[0].stated_expiry = day(2026, 11, 22);
    EXPECT_EQ(analysis::standings(acts, day(2026, 11, 22))[0].validity, Validity::valid);
    EXPECT_EQ(analysis::standings(acts, day(2026, 11, 23))[0].validity, Validity::expired);
}

TEST(Chains, APrefectureMayCountToTheEveFromADay) {
    TermRules rules;
    rules.last_day = {{day(2022, 1, 1), LastDay::eve}};
    const auto last = [&](Date decided) {
        return expiry(made("1", ActNature::authorisation, decided), rules);
    };
    EXPECT_EQ(last(day(2021, 11, 22)), day(2026, 11, 22)); // before the setting
    EXPECT_EQ(last(day(2022, 11, 22)), day(2027, 11, 21));
    EXPECT_EQ(last(day(2024, 2, 29)), day(2029, 2, 28)); // the eve of a day that is missing
    EXPECT_EQ(last(day(2023, 1, 1)), day(2027, 12, 31));
}

TEST(Chains, ReachTheirRootWhateverIsQuotedInWhateverOrder) {
    std::vector<Authorisation> acts = {
        made("2012/0001", ActNature::authorisation, day(2012, 3, 1), "", 3),
        made("2017/0007", ActNature::renewal, day(2017, 2, 1), "2012/0001", 4),
        made("2022/0009", ActNature::renewal, day(2022, 1, 15), "2017/0007", 5),
        made("2012/0001-R-9-2026", ActNature::renewal, day(2026, 12, 1), "n° 2022 / 0009", 6)};
    std::mt19937 random(3);
    for (int turn = 0; turn < 24; ++turn) {
        std::ranges::shuffle(acts, random);
        ASSERT_EQ(chains(acts).size(), 1U);
        const auto now = analysis::standings(acts, day(2023, 1, 1));
        for (std::size_t i = 0; i < acts.size(); ++i) {
            if (acts[i].decided < day(2026, 1, 1)) {
                EXPECT_EQ(now[i].validity, Validity::valid);
                EXPECT_EQ(now[i].expires, day(2027, 1, 15));
                EXPECT_EQ(now[i].is_superseded, acts[i].number != "2022/0009");
            }
        }
    }
    std::erase_if(acts, [](const Authorisation& act) { return act.number == "2012/0001"; });
    EXPECT_EQ(chains(acts).size(), 1U); // a root that never came joins those who quote it
}

TEST(Chains, ANumberIsReadInsideItsCommuneItsHolderAndItsPrefecture) {
    std::vector<Authorisation> acts = {made("045", ActNature::authorisation, day(2022, 1, 1)),
                                       made("045", ActNature::authorisation, day(2023, 1, 1))};
    acts[1].commune = "02002";
    EXPECT_EQ(chains(acts).size(), 2U);
    acts[1].commune = acts[0].commune;
    EXPECT_EQ(chains(acts).size(), 1U); // the same holder, the same town
    acts[1].holder = "Boutique";
    EXPECT_EQ(chains(acts).size(), 2U);
    acts.push_back(made("112", ActNature::renewal, day(2026, 1, 1), "045"));
    acts.back().holder = "Boutique";
    ASSERT_EQ(chains(acts).size(), 2U);
    EXPECT_EQ(chains(acts)[1], (Chain{1, 2}));
    for (Authorisation& act : acts) {
        act.number = act.number == "045" ? "2015/0045" : "2026/0112";
        act.previous = act.previous.empty() ? "" : "2015/0045";
        act.holder = "Commune";
    }
    EXPECT_EQ(chains(acts).size(), 1U);
    acts[1].prefecture = "60";
    acts[2].prefecture = "60";
    EXPECT_EQ(chains(acts).size(), 2U);
}

TEST(Chains, AProvisionalActAddsAndNeverReplaces) {
    const std::vector<Authorisation> acts = {
        made("2023/9", ActNature::authorisation, day(2023, 1, 1), "", 20),
        made("2024/9p", ActNature::provisional, day(2024, 5, 1), "2023/9", 3)};
    domain::Project project = test::small_project();
    project.authorisations = acts;
    const auto cameras = [&](Date on) {
        return analysis::equipment(project, analysis::standings(project, on), on)[0].public_road_valid;
    };
    EXPECT_EQ(cameras(day(2024, 4, 30)), 20);
    EXPECT_EQ(cameras(day(2024, 6, 1)), 23);
    EXPECT_EQ(cameras(day(2024, 9, 1)), 23); // its last day
    EXPECT_EQ(cameras(day(2024, 9, 2)), 20);
    const auto systems = [&](Date on) {
        const auto row = analysis::equipment(project, analysis::standings(project, on), on)[0];
        return std::array{row.systems_valid, row.systems_expired};
    };
    EXPECT_EQ(systems(day(2024, 6, 1)),
              (std::array<std::int64_t, 2>{1, 0})); // one system, whatever comes on top
    EXPECT_EQ(systems(day(2025, 1, 1)), (std::array<std::int64_t, 2>{1, 0}));
    EXPECT_EQ(systems(day(2029, 1, 1)), (std::array<std::int64_t, 2>{0, 1}));
    EXPECT_EQ(analysis::standings(acts, day(2025, 1, 1))[0].expires, day(2028, 1, 1));
    EXPECT_EQ(analysis::standings(acts, day(2025, 1, 1))[1].expires, day(2024, 9, 1));
}

TEST(Chains, AnActThatQuotesTheProvisionalOneTakesItsPlace) {
    const std::vector<Authorisation> acts = {
        made("2023/9", ActNature::authorisation, day(2023, 1, 1), "", 20),
        made("2024/9p", ActNature::provisional, day(2024, 5, 1), "2023/9", 3),
        made("2024/88", ActNature::modification, day(2024, 6, 1), "2024/9p", 23)};
    EXPECT_TRUE(first_state(acts, day(2024, 7, 1)).provisional.empty());
    EXPECT_EQ(first_state(acts, day(2024, 5, 2)).provisional, (std::vector<std::size_t>{1}));
}

TEST(Chains, WhatIsNotLapsedIsNotCalledSo) {
    const Date on = day(2026, 11, 22);
    const auto told = [&](std::vector<Authorisation> acts) {
        return analysis::label(analysis::standings(acts, on).back());
    };
    Authorisation undated = made("2021/1", ActNature::authorisation, on);
    undated.decided.reset();
    Authorisation renewed = made("2014/1", ActNature::renewal, on, "2014/1");
    renewed.decided.reset();
    const Authorisation old = made("2014/1", ActNature::authorisation, day(2014, 1, 1));
    EXPECT_EQ(told({old}), "échu");
    EXPECT_EQ(told({undated}), "date inconnue");
    EXPECT_EQ(told({renewed, old}), "date inconnue");
    EXPECT_EQ(told({made("2027/1", ActNature::authorisation, day(2027, 1, 1))}), "à venir");
    EXPECT_EQ(told({made("2026/1", ActNature::refusal, day(2026, 1, 1))}), "refusé");
    EXPECT_EQ(told({made("2024/1", ActNature::authorisation, day(2024, 1, 1)),
                    made("2024/1-M-1-2025", ActNature::withdrawal, day(2025, 1, 1))}),
              "retiré");
    EXPECT_EQ(told({made("2020/1", ActNature::authorisation, day(2020, 1, 1)),
                    made("2020/1-M-1-2023", ActNature::modification, day(2023, 1, 1))}),
              "selon modification");
}

TEST(Chains, ASuspensionEndsOnItsLastDayAndStopsNoTerm) {
    std::vector<Authorisation> acts = {made("2024/1", ActNature::authorisation, day(2024, 1, 1)),
                                       made("2025/3", ActNature::suspension, day(2025, 3, 1), "2024/1")};
    EXPECT_EQ(first_state(acts, day(2026, 1, 1)).together, Validity::suspended); // no end is stated
    acts[1].stated_expiry = day(2025, 5, 30);
    EXPECT_EQ(first_state(acts, day(2025, 5, 30)).together, Validity::suspended);
    EXPECT_EQ(first_state(acts, day(2025, 5, 31)).together, Validity::valid);
    EXPECT_EQ(first_state(acts, day(2030, 1, 1)).together, Validity::expired);
}

// --- the labelled states ---

using Row = std::map<std::string, std::string>;

std::vector<Row> read_rows(const std::string& file) {
    std::ifstream in(file);
    std::vector<Row> rows;
    std::string line;
    std::vector<std::string> names;
    while (std::getline(in, line)) {
        const auto cells = split(trim(line), ';');
        if (names.empty()) {
            names = cells;
            continue;
        }
        Row row;
        for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) {
            row[names[i]] = cells[i];
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

Authorisation act_of(const Row& row) {
    Authorisation act;
    act.id = act.act_id = row.at("acte");
    act.prefecture = row.at("prefecture");
    act.number = row.at("numero");
    act.nature = parse_nature(row.at("nature")).value();
    act.previous = row.at("precedent");
    act.holder = row.at("titulaire");
    act.commune = row.at("code_insee");
    act.decided = parse_date(row.at("date_arrete"));
    const std::string end = row.at(act.nature == ActNature::suspension ? "fin_suspension" : "expiration");
    act.stated_expiry = end.empty() ? std::nullopt : parse_date(end);
    act.public_road = parse_integer(row.at("nb_vp"));
    return act;
}

TermRules rules_of(const Row& row) {
    TermRules rules;
    if (row.at("comptage") == "veille") {
        rules.last_day = {{day(1900, 1, 1), LastDay::eve}};
    }
    for (const std::string& part : split(row.at("modification"), '|')) {
        if (!part.empty()) {
            const auto pair = split(part, ':');
            rules.modification.emplace_back(parse_date(pair[0]).value(),
                                            parse_modified_term(pair[1]).value());
        }
    }
    return rules;
}

/// What the chain is called and how many cameras it authorises, from the standings of its acts.
struct Told {
    std::string state;
    std::int64_t sure = 0, possible = 0;
    friend bool operator==(const Told&, const Told&) = default;
};

Told told_by(std::span<const Authorisation> acts, const Chain& chain, Date on, const TermRules& rules) {
    const ChainState state = state_on(acts, chain, on, rules);
    Told told;
    const std::int64_t own = state.speaking ? acts[*state.speaking].public_road.value_or(0) : 0;
    for (const std::size_t i : state.provisional) {
        told.sure += acts[i].public_road.value_or(0);
    }
    told.possible = told.sure;
    told.sure += state.ordinary == Validity::valid ? own : 0;
    told.possible += state.ordinary == Validity::valid || state.ordinary == Validity::unknown ? own : 0;
    const std::map<Validity, std::string> names = {
        {Validity::valid, "valide"},      {Validity::expired, "echu"}, {Validity::not_yet, "sans_titre"},
        {Validity::unknown, "incertain"}, {Validity::never, "refuse"}, {Validity::suspended, "suspendu"},
        {Validity::withdrawn, "retire"}};
    told.state = names.at(state.together);
    return told;
}

TEST(Chains, AgreeWithTheLabelledStates) {
    const std::string folder = (source_dir() / "tests/data/chains/").string();
    std::vector<Authorisation> acts;
    for (const Row& row : read_rows(folder + "actes.csv")) {
        acts.push_back(act_of(row));
    }
    std::map<std::string, std::string> chain_of_act;
    for (const Row& row : read_rows(folder + "chaines.csv")) {
        chain_of_act[row.at("acte")] = row.at("chaine");
    }
    std::map<std::string, TermRules> rules;
    for (const Row& row : read_rows(folder + "reglages.csv")) {
        rules[row.at("chaine")] = rules_of(row);
    }
    std::map<std::string, std::vector<Chain>> by_name;
    for (const Chain& chain : chains(acts)) {
        std::set<std::string> names;
        for (const std::size_t i : chain) {
            names.insert(chain_of_act[acts[i].id]);
        }
        EXPECT_EQ(names.size(), 1U) << "chains were merged: " << *names.begin();
        for (const std::string& name : names) {
            by_name[name].push_back(chain);
        }
    }
    int right = 0;
    int all = 0;
    for (const Row& row : read_rows(folder + "etats.csv")) {
        const std::string& name = row.at("chaine");
        const Date on = parse_date(row.at("date")).value();
        ++all;
        if (by_name[name].size() != 1) {
            ADD_FAILURE() << name << " is in " << by_name[name].size() << " chains";
            continue;
        }
        const Chain& chain = by_name[name].front();
        const ChainState state = state_on(acts, chain, on, rules[name]);
        const Told expected{row.at("etat"), parse_integer(row.at("nb_sur")).value(),
                            parse_integer(row.at("nb_possible")).value()};
        const Told told = told_by(acts, chain, on, rules[name]);
        const auto iso = [](const std::optional<Date>& date) { return date ? to_iso(*date) : std::string(); };
        const auto last = row.find("acte_parlant");
        const bool is_right = told == expected && iso(state.sure_until) == row.at("fin_min") &&
                              iso(state.possible_until) == row.at("fin_max") &&
                              (state.speaking ? acts[*state.speaking].id : std::string()) ==
                                  (last == row.end() ? std::string() : last->second);
        right += is_right ? 1 : 0;
        if (!is_right) {
            ADD_FAILURE() << name << " on " << to_iso(on) << ": " << expected.state << " expected, "
                          << told.state << "; " << expected.sure << " " << told.sure << "; "
                          << row.at("fin_min") << " " << iso(state.sure_until) << "; " << row.at("fin_max")
                          << " " << iso(state.possible_until);
        }
    }
    EXPECT_EQ(all, 1000);
    EXPECT_EQ(right, all);
    RecordProperty("states", all);
    RecordProperty("right", right);
}

} // namespace
} // namespace maillage::registry
