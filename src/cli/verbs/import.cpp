// import.cpp: a file into a project
#include "base/error.h"
#include "base/text.h"
#include "cli/computed.h"
#include "cli/hidden_reason.h"
#include "cli/verb.h"
#include "cli/words.h"
#include "domain/profile.h"
#include "io/store/project_lock.h"
#include "session/files.h"

#include <filesystem>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

namespace maillage::cli {
namespace {

struct Words {
    SubjectWords subject;
    std::filesystem::path file;
    std::string kind, site_class, azimuths, attribution;
    ReadingWords reading;
    bool adds = false;
};

session::Import read_import(const Words& w) {
    session::Import what;
    const auto kind = intake::parse_import_kind(w.kind);
    if (!kind) {
        std::vector<std::string> known;
        for (const intake::ImportKind one : intake::all_import_kinds()) {
            known.push_back(to_text(one));
        }
        throw InputError("genre inconnu : « " + w.kind + " » (" + join(known, ", ") + ")");
    }
    what.kind = *kind;
    what.file = w.file;
    w.reading.read(what);
    what.options.site_class = w.site_class;
    what.options.azimuth_convention = w.azimuths;
    what.options.attribution = w.attribution;
    what.options.replaces = !w.adds;
    return what;
}

void import_into(const Console& console, const Subject& subject, const session::Import& what) {
    Progress progress;
    const std::filesystem::path& path = subject.project;
    const io::ProjectLock lock(path);
    const session::Opened opened = session::open_light(path, progress, subject.reads_outside);
    const bool is_public = domain::is_public(told_profile(subject, opened.project));
    session::Imported imported;
    try {
        imported = session::import_file(opened.project, what, progress, path);
    } catch (const InputError&) {
        if (!is_public) {
            throw;
        }
        throw domain::Undisclosed(what.file.filename().string() + kHiddenReason);
    }
    const io::Saved saved =
        session::save_changes(opened.stored, imported.result.project, path, progress, {opened.stamp, &lock});
    if (is_public) { // how many there are is not public, nor what is wrong with them
        tell(saved.findings, console.err);
        console.out << what.file.filename().string()
                    << " : importé ; compte et anomalies : profil « restreint »\n";
        return;
    }
    tell(imported.findings, console.err);
    tell(saved.findings, console.err);
    const std::size_t remarks =
        count(imported.findings, Severity::note); // how the file was read is no defect
    console.out << what.file.filename().string() << " : " << imported.result.imported << " importé(s), "
                << imported.findings.size() - remarks << " anomalie(s), " << remarks << " remarque(s) ("
                << imported.note << ")\n";
    for (const auto& [role, column] : imported.result.recognised) {
        console.out << "  " << role << " = " << column << '\n';
    }
}

} // namespace

void add_import(Shelf& shelf) {
    const auto w = std::make_shared<Words>();
    Verb verb = shelf.add("import", "Ajoute un fichier au projet");
    add_project(verb, w->subject);
    verb.option("GENRE", w->kind,
                "communes zones councils authorisations cameras sites buildings qpv crime population "
                "roads candidates prices funding parcels perimeters elevation")
        .required();
    verb.option("FICHIER", w->file, "").required();
    add_reading_options(verb, w->reading);
    verb.option("--class", w->site_class, "Classe des sites : gare, ecole, pharmacie...");
    verb.option("--azimuths", w->azimuths, "nord (défaut), trigo ou grille");
    verb.option("--attribution", w->attribution, "Mention de source et de licence");
    verb.flag("--add", w->adds, "Ajoute aux lignes du projet au lieu de les remplacer");
    add_profile(verb, w->subject);
    verb.runs(
        [w](const Console& console) { import_into(console, w->subject.read(console), read_import(*w)); });
}

} // namespace maillage::cli
