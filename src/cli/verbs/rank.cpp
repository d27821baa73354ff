// rank.cpp: priority sites, with their proof
#include "cli/computed.h"
#include "cli/plan_run.h"
#include "cli/verb.h"
#include "report/export_tables.h"
#include "report/summary.h"

#include <nlohmann/json.hpp>

#include <memory>
#include <ostream>

namespace maillage::cli {
namespace {

void tell_ranking(const Console& console, const RankOptions& options) {
    const plan::Released c = planned(console, options);
    if (options.format == "text") {
        console.out << report::summary(c);
        print_curve(*c.scheme(), console.out);
    } else if (options.format == "json") {
        write_json(scheme_json(c), console.out);
    } else {
        print(report::export_table(c, report::ExportWhat::priority_sites), options.format, console.out);
    }
}

} // namespace

void add_rank(Shelf& shelf) {
    const auto w = std::make_shared<PlanWords>();
    Verb verb = shelf.add("rank", "Sites prioritaires");
    add_plan_options(verb, *w);
    verb.flag("--police-only", w->is_police_only, "Sites de la zone police seulement");
    verb.runs([w](const Console& console) { tell_ranking(console, w->read(console)); });
}

} // namespace maillage::cli
