// demo.cpp: the example, as a newcomer first sees it
#include "cli/computed.h"
#include "cli/verb.h"
#include "example/example.h"
#include "io/write/text_file.h"
#include "io/write/work_folders.h"
#include "map/render.h"
#include "report/summary.h"
#include "session/files.h"

#include <filesystem>
#include <memory>
#include <ostream>

namespace maillage::cli {
namespace {

void make_demo(const Console& console, const std::filesystem::path& folder) {
    Progress progress;
    io::make_private_folders(folder);
    domain::Project example = example::make_example(progress);
    tell(session::save_project(example, folder / "projet.gpkg", progress).findings, console.err);
    const plan::Released c = ranked(released(std::move(example)));
    tell(session::export_file(c, report::ExportWhat::priority_sites, folder / "sites_prioritaires.shp",
                              progress),
         console.err);
    tell(session::export_file(c, report::ExportWhat::gaps, folder / "lacunes.csv", progress), console.err);
    tell(map::render_map(c, {}, {folder / "carte.png", 1920, 1080}, progress), console.err);
    const std::string text = report::summary(c);
    tell(io::write_text_file(folder / "synthese.txt", text), console.err);
    console.out << text << "\nÉcrit dans " << folder.string()
                << " : projet.gpkg, carte.png, lacunes.csv, sites_prioritaires.shp, synthese.txt\n";
}

} // namespace

void add_demo(Shelf& shelf) {
    const auto folder = std::make_shared<std::filesystem::path>();
    Verb verb = shelf.add("demo", "Construit l'exemple de l'Aisne dans un dossier : projet, carte, tables");
    verb.option("DOSSIER", *folder, "").required();
    verb.runs([folder](const Console& console) { make_demo(console, *folder); });
}

} // namespace maillage::cli
