// compare.cpp: the scenarios of a project side by side
#include "base/number.h"
#include "cli/computed.h"
#include "cli/verb.h"
#include "cli/words.h"
#include "plan/scenarios.h"
#include "report/export_tables.h"
#include "session/session.h"

#include <memory>
#include <ostream>
#include <string>

namespace maillage::cli {
namespace {

void tell_comparison(const Console& console, const Subject& subject, const std::string& format) {
    const plan::Released c = restricted(subject, "les scénarios");
    Progress progress;
    const plan::Comparison comparison = plan::compare_scenarios(c, progress);
    for (const plan::ScenarioResult& scenario : comparison.scenarios) {
        if (!scenario.problem.empty()) {
            console.err << scenario.name << " : " << scenario.problem << '\n';
        }
    }
    if (format != "text") {
        print(plan::comparison_table(comparison), format, console.out);
        return;
    }
    console.out << report::mention(c.project(), c.results().date) << '\n';
    for (const plan::ComparisonRow& row : plan::comparison_rows(comparison)) {
        console.out << row.label << " :";
        for (std::size_t k = 0; k < row.values.size(); ++k) {
            console.out << (k > 0 ? " ; " : " ") << comparison.scenarios[k].name << " "
                        << (row.values[k] ? to_french(*row.values[k], row.decimals) : "–");
            if (k > 0 && row.values[k] && row.values[0]) {
                const double difference = *row.values[k] - *row.values[0];
                console.out << " (" << (difference > 0 ? "+" : "") << to_french(difference, row.decimals)
                            << ")";
            }
        }
        console.out << '\n';
    }
}

} // namespace

void add_compare(Shelf& shelf) {
    struct Words {
        SubjectWords subject;
        std::string format = "text";
    };

    const auto w = std::make_shared<Words>();
    Verb verb = shelf.add("compare", "Scénarios du projet côte à côte");
    add_project(verb, w->subject);
    add_date(verb, w->subject);
    verb.option("--format", w->format, "text csv json");
    add_profile(verb, w->subject);
    verb.runs([w](const Console& console) { tell_comparison(console, w->subject.read(console), w->format); });
}

} // namespace maillage::cli
