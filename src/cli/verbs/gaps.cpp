// gaps.cpp: gaps of the coverage and their causes
#include "analysis/covered_ground.h"
#include "base/number.h"
#include "cli/computed.h"
#include "cli/verb.h"
#include "cli/words.h"
#include "report/export_tables.h"
#include "report/summary.h"

#include <memory>
#include <ostream>
#include <string>

namespace maillage::cli {
namespace {

struct Words {
    SubjectWords subject;
    std::string by = "commune", format = "text";
};

/// "sol vu 12 345 m² dont 2 345 par deux caméras ou plus".
std::string seen_text(const ground::CoveredArea& seen) {
    return "sol vu " + to_french(seen.once_m2, 0) + " m² dont " + to_french(seen.twice_m2, 0) +
           " par deux caméras ou plus";
}

void print_gaps(const plan::Released& c, analysis::Grouping by, std::ostream& out) {
    const analysis::Results& results = c.results();
    Progress progress;
    const auto grounds =
        analysis::covered_grounds({c.project(), *results.views, results.legalities, results.gaps}, progress)
            .by(by);
    for (std::size_t i = 0; i < grounds.size(); ++i) {
        const analysis::Rollup& row = results.gaps.by(by)[i];
        const std::string code = by == analysis::Grouping::commune ? row.key + " " : std::string();
        out << code << row.name << " : ";
        if (row.weight <= 0) {
            out << "rien à couvrir" << (grounds[i].seen.once_m2 > 0 ? ", " + seen_text(grounds[i].seen) : "")
                << '\n';
            continue;
        }
        out << to_french(row.sites_covered.central, 0) << "/" << to_french(row.sites)
            << " sites, poids couvert " << report::percent_interval(row.weight_covered, row.weight);
        if (row.gap_level > 0) {
            out << ", cause principale : " << analysis::label(row.main_cause);
        }
        out << (grounds[i].seen.once_m2 > 0 ? ", " + seen_text(grounds[i].seen) : "") << '\n';
    }
}

void tell_gaps(const Console& console, const Words& words) {
    const analysis::Grouping by = read_grouping(words.by);
    const plan::Released c = restricted(words.subject.read(console), "les lacunes");
    if (words.format == "text") {
        console.out << report::mention(c.project(), c.results().date) << '\n';
        print_gaps(c, by, console.out);
        return;
    }
    print(report::gaps_table(c, by), words.format, console.out);
}

} // namespace

void add_gaps(Shelf& shelf) {
    const auto w = std::make_shared<Words>();
    Verb verb = shelf.add("gaps", "Lacunes de couverture et leurs causes");
    add_project(verb, w->subject);
    add_date(verb, w->subject);
    verb.option("--by", w->by, "commune zone unit council epci arrondissement departement qpv");
    verb.option("--format", w->format, "text csv json");
    add_profile(verb, w->subject);
    verb.runs([w](const Console& console) { tell_gaps(console, *w); });
}

} // namespace maillage::cli
