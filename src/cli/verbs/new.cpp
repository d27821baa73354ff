// new.cpp: an empty project, or one with its communes
#include "base/error.h"
#include "cli/computed.h"
#include "cli/verb.h"
#include "cli/words.h"
#include "domain/project.h"
#include "geo/crs.h"
#include "session/files.h"

#include <algorithm>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

namespace maillage::cli {
namespace {

struct Words {
    std::filesystem::path project, communes;
    std::string departement, title;
    ReadingWords reading;
};

/// "2a" is Corse-du-Sud, too.
std::string read_departement(std::string code) {
    std::ranges::transform(code, code.begin(), [](char c) {
        return c == 'a' || c == 'b' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    if (!code.empty() && domain::departement_name(code).empty()) {
        throw InputError("--departement " + code + " : département inconnu (02, 2A, 974...)");
    }
    return code;
}

void new_project(const Console& console, const Words& words) {
    Progress progress;
    if (std::filesystem::exists(words.project)) {
        throw InputError(words.project.string() + " existe déjà");
    }
    domain::Project project;
    project.title = words.title;
    domain::Territory territory;
    territory.departement = read_departement(words.departement);
    territory.epsg = geo::metric_crs(territory.departement);
    project.territory = territory;
    session::Import communes;
    communes.kind = intake::ImportKind::communes;
    words.reading.read(communes);
    if (!words.communes.empty()) {
        communes.file = words.communes;
        session::Imported imported = session::import_file(project, communes, progress);
        tell(imported.findings, console.err);
        console.out << imported.result.imported << " communes importées (" << imported.note << ")\n";
        project = std::move(imported.result.project);
    }
    tell(session::save_project(project, words.project, progress, {io::FileStamp{}}).findings, console.err);
}

} // namespace

void add_new(Shelf& shelf) {
    const auto w = std::make_shared<Words>();
    Verb verb = shelf.add("new", "Crée un projet");
    verb.option("PROJET", w->project, "").required();
    verb.option("--departement", w->departement, "Code du département : 02, 2A, 974");
    verb.option("--communes", w->communes, "Fichier des communes");
    verb.option("--title", w->title, "Titre");
    add_reading_options(verb, w->reading);
    verb.runs([w](const Console& console) { new_project(console, *w); });
}

} // namespace maillage::cli
