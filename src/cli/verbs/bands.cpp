// bands.cpp: the table of px/m thresholds of a project, after choosing another one or another requirement
#include "base/number.h"
#include "base/text.h"
#include "cli/computed.h"
#include "cli/verb.h"
#include "cli/words.h"
#include "domain/disclosure.h"
#include "io/store/project_lock.h"
#include "session/density_tables.h"
#include "session/files.h"
#include "sight/density.h"

#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace maillage::cli {
namespace {

void use_bands(const Console& console, const Subject& subject, const session::SetBands& change) {
    Progress progress;
    std::optional<io::ProjectLock> lock;
    if (change != session::SetBands{}) {
        lock.emplace(subject.project);
    }
    session::Opened opened = session::open_light(subject.project, progress, subject.reads_outside);
    domain::Project& project = opened.project;
    domain::refuse_if_public(told_profile(subject, project), "les exigences de détail");
    if (!change.table.empty()) {
        session::use_density_table(project.settings, session::density_table(change.table));
    }
    if (!change.required.empty()) {
        session::require_band(project.settings, change.required);
    }
    if (lock) {
        tell(session::save_changes(opened.stored, project, subject.project, progress, {opened.stamp, &*lock})
                 .findings,
             console.err);
    }
    console.out << "table " << project.settings.density_table
                << " (disponibles : " << join(session::density_tables(), ", ") << ", ou un fichier)\n";
    for (const domain::DensityBand& band : project.settings.bands) {
        console.out << "  " << band.key << " : " << band.label << ", " << to_french(band.px_per_m, 1)
                    << " px/m"
                    << (band.key == project.settings.required_band ? " (requise pour compter comme couvert)"
                                                                   : "")
                    << '\n';
    }
    for (const std::string& key : session::density_tables()) { // both scales are read side by side
        if (key == project.settings.density_table) {
            continue;
        }
        const session::DensityTableFile other = session::density_table(key);
        std::vector<std::string> levels;
        for (const domain::DensityBand& band : other.bands) {
            levels.push_back(band.label + " " + to_french(band.px_per_m, 1));
        }
        console.out << "  à côté, " << key << " : " << join(levels, ", ") << " px/m\n";
    }
    console.out << "  à côté : visage de 90 × 60 px (arrêté du 3 août 2007), environ "
                << to_french(sight::kFace2007_px_per_m, 0) << " px/m\n";
}

} // namespace

void add_bands(Shelf& shelf) {
    struct Words {
        SubjectWords subject;
        std::string table, required;
    };

    const auto w = std::make_shared<Words>();
    Verb verb = shelf.add("bands", "Bandes de détail (px/m) du projet");
    add_project(verb, w->subject);
    verb.option("TABLE", w->table,
                "dori, sept-niveaux ou un fichier CSV ; absente : la table du projet est montrée");
    verb.option("--required", w->required, "Bande à partir de laquelle un lieu est couvert, ou « aucune »");
    add_profile(verb, w->subject);
    verb.runs([w](const Console& console) {
        use_bands(console, w->subject.read(console), {w->table, w->required});
    });
}

} // namespace maillage::cli
