// export.cpp: what is handed over, as one file
#include "base/error.h"
#include "cli/computed.h"
#include "cli/verb.h"
#include "cli/words.h"
#include "report/export_tables.h"
#include "session/files.h"

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

namespace maillage::cli {
namespace {

struct Words {
    SubjectWords subject;
    std::string what, by = "commune"; ///< `by`: rows of gaps
    std::filesystem::path file;
};

void write_export(const Console& console, const Words& words) {
    const auto what_if_known = report::parse_export(words.what);
    if (!what_if_known) {
        throw InputError("export inconnu : « " + words.what +
                         " » (priority-sites, priority-communes, funding, funding-totals, gaps, "
                         "coverage, register, communes, cameras)");
    }
    const report::ExportWhat what = *what_if_known;
    const analysis::Grouping by = read_grouping(words.by);
    Progress progress;
    domain::Project project = opened(words.subject.read(console));
    check_disclosed(project, what);
    const plan::Released c = released(std::move(project));
    const plan::Released whole = report::needs_scheme(what) ? ranked(c) : c;
    tell(session::export_file({whole, by}, what, words.file, progress), console.err);
    console.out << words.file.string() << " écrit\n";
}

} // namespace

void add_export(Shelf& shelf) {
    const auto w = std::make_shared<Words>();
    Verb verb = shelf.add("export", "Écrit un fichier : .shp .gpkg .geojson .csv .xlsx .ods");
    add_project(verb, w->subject);
    verb.option(
            "QUOI", w->what,
            "priority-sites priority-communes funding funding-totals gaps coverage register communes cameras")
        .required();
    verb.option("FICHIER", w->file, "").required();
    add_date(verb, w->subject);
    add_profile(verb, w->subject);
    verb.option("--by", w->by,
                "Lignes des lacunes : commune zone unit council epci arrondissement departement qpv");
    verb.runs([w](const Console& console) { write_export(console, *w); });
}

} // namespace maillage::cli
