// scheme.cpp: police sites and two levels of gendarmerie communes with their funding
#include "cli/computed.h"
#include "cli/plan_run.h"
#include "cli/verb.h"
#include "io/write/work_folders.h"
#include "plan/scheme_funding.h"
#include "report/export_tables.h"
#include "report/summary.h"
#include "session/files.h"

#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <ostream>
#include <utility>

namespace maillage::cli {
namespace {

void write_files(const Console& console, const report::ExportInput& input,
                 const std::filesystem::path& folder) {
    using report::ExportWhat;
    Progress progress;
    io::make_private_folders(folder);
    const std::pair<ExportWhat, const char*> files[] = {
        {ExportWhat::priority_sites, "sites_prioritaires.shp"},
        {ExportWhat::priority_sites, "sites_prioritaires.csv"},
        {ExportWhat::priority_communes, "communes_prioritaires.shp"},
        {ExportWhat::priority_communes, "communes_prioritaires.csv"},
        {ExportWhat::funding, "financement.csv"},
        {ExportWhat::funding, "financement.xlsx"},
        {ExportWhat::funding_totals, "financement_totaux.csv"}};
    for (const auto& [what, name] : files) {
        if (!report::export_table(input, what).features.empty()) {
            tell(session::export_file(input, what, folder / name, progress), console.err);
        } else {
            console.err << name << " : rien à écrire\n";
        }
    }
    console.err << "écrit dans " << folder.string() << '\n';
}

void tell_scheme(const Console& console, const RankOptions& options, const std::filesystem::path& folder) {
    const plan::Released c = planned(console, options);
    if (!folder.empty()) {
        write_files(console, c, folder);
    }
    if (options.format == "text") {
        console.out << report::mention(c.project(), c.results().date) << '\n' << report::scheme_text(c);
        print_curve(*c.scheme(), console.out);
    } else if (options.format == "json") {
        nlohmann::ordered_json json = scheme_json(c);
        json["communes"] = to_json(report::export_table(c, report::ExportWhat::priority_communes));
        json["funding"] = to_json(report::export_table(c, report::ExportWhat::funding));
        json["totals"] = to_json(report::export_table(c, report::ExportWhat::funding_totals));
        json["remarks"] = plan::plan_funding(c.project(), *c.scheme()).remarks;
        write_json(json, console.out);
    } else {
        print(report::export_table(c, report::ExportWhat::funding), options.format, console.out);
    }
}

} // namespace

void add_scheme(Shelf& shelf) {
    struct Words : PlanWords {
        std::filesystem::path folder;
    };

    const auto w = std::make_shared<Words>();
    Verb verb =
        shelf.add("scheme", "Schéma : sites de la zone police, communes en deux niveaux, financement");
    add_plan_options(verb, *w);
    verb.option("--level1", w->level_1, "Communes prioritaires de la zone gendarmerie");
    verb.option("--level2", w->level_2, "Communes secondaires");
    verb.flag("--everywhere", w->is_everywhere, "Sites des deux zones");
    verb.option("--out", w->folder, "Dossier où écrire shapefiles et tables");
    verb.runs([w](const Console& console) {
        w->is_police_only = !w->is_everywhere;
        tell_scheme(console, w->read(console), w->folder);
    });
}

} // namespace maillage::cli
