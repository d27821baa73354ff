#include "session/import_preview.h"

#include "base/error.h"
#include "base/text.h"
#include "base/translate.h"
#include "io/read/read_table.h"
#include "session/files.h"
#include "session/relief.h"

#include <algorithm>
#include <utility>

namespace maillage::session {

namespace {

constexpr std::size_t kShownRows = 8;

void show_rows(ImportPreview& preview, const geo::Table& table) {
    for (const auto& column : table.columns) {
        preview.columns.push_back(column.name);
    }
    for (std::size_t i = 0; i < std::min(kShownRows, table.features.size()); ++i) {
        std::vector<std::string> row;
        for (const auto& value : table.features[i].values) {
            row.push_back(geo::to_text(value));
        }
        preview.rows.push_back(std::move(row));
    }
}

std::unique_ptr<ImportPreview> read(const domain::Project& project, const Import& import,
                                    Progress& progress) {
    auto preview = std::make_unique<ImportPreview>();
    preview->of = import;
    preview->roles = intake::roles(import.kind);
    try {
        if (import.kind == intake::ImportKind::elevation) {
            const Relief relief = read_relief(import.file, import.epsg, project.territory->epsg, progress);
            preview->crs = relief.note;
            preview->imported = 1;
            return preview;
        }
        auto [options, how] = reading_of(project, import);
        auto source = io::read_table(import.file, options, progress);
        preview->layers = source.info.layers;
        preview->encoding = source.info.encoding;
        preview->crs = source.info.crs_note;
        preview->findings = std::move(source.findings);
        show_rows(*preview, source.table);
        preview->recognised = intake::recognise_columns(import.kind, source.table);
        auto result = intake::import_table(project, import.kind, source.table, how);
        preview->recognised = std::move(result.recognised);
        preview->imported = result.imported;
        append(preview->findings, std::move(result.findings));
    } catch (const Cancelled&) {
        throw;
    } catch (const Error& error) {
        preview->error = error.what(); // shown in the assistant, where the user can change the columns
    }
    return preview;
}

} // namespace

void start_preview(const Session& session, Jobs& jobs, Import import, PreviewSlot slot) {
    const auto project = session.project;
    auto title = tr("Lecture de ") + import.file.filename().string();
    auto work = [project, import = std::move(import), slot](Progress& progress) -> Jobs::Finish {
        auto preview = std::make_shared<std::unique_ptr<ImportPreview>>(read(*project, import, progress));
        return [preview, slot](Session&) { *slot = std::move(*preview); };
    };
    jobs.start(std::move(title), std::move(work), "import-preview");
}

intake::ImportKind likely_kind(const std::filesystem::path& file) {
    using intake::ImportKind;
    const auto name = fold(file.filename().string());
    constexpr std::pair<const char*, ImportKind> kWords[] = {{"camera", ImportKind::cameras},
                                                             {"video", ImportKind::cameras},
                                                             {"surveillance", ImportKind::cameras},
                                                             {"arrete", ImportKind::authorisations},
                                                             {"autoris", ImportKind::authorisations},
                                                             {"registre", ImportKind::authorisations},
                                                             {"zone", ImportKind::zones},
                                                             {"police", ImportKind::zones},
                                                             {"clspd", ImportKind::councils},
                                                             {"cispd", ImportKind::councils},
                                                             {"conseil", ImportKind::councils},
                                                             {"qpv", ImportKind::qpv},
                                                             {"quartier", ImportKind::qpv},
                                                             {"delinq", ImportKind::crime},
                                                             {"crime", ImportKind::crime},
                                                             {"cambriol", ImportKind::crime},
                                                             {"bati", ImportKind::buildings},
                                                             {"building", ImportKind::buildings},
                                                             {"financement", ImportKind::funding},
                                                             {"candidat", ImportKind::candidates},
                                                             {"carreau", ImportKind::population},
                                                             {"filosofi", ImportKind::population},
                                                             {"route", ImportKind::roads},
                                                             {"troncon", ImportKind::roads},
                                                             {"parcel", ImportKind::parcels},
                                                             {"perimetre", ImportKind::perimeters},
                                                             {"cadastr", ImportKind::parcels},
                                                             {"mnt", ImportKind::elevation},
                                                             {"relief", ImportKind::elevation},
                                                             {"gare", ImportKind::sites},
                                                             {"ecole", ImportKind::sites},
                                                             {"site", ImportKind::sites},
                                                             {"commune", ImportKind::communes}};
    for (const auto& [word, kind] : kWords) {
        if (name.find(word) != std::string::npos) {
            return kind;
        }
    }
    return ImportKind::communes;
}

std::string label(intake::ImportKind kind) {
    using intake::ImportKind;
    switch (kind) {
    case ImportKind::communes:
        return tr("Communes");
    case ImportKind::zones:
        return tr("Zones de compétence");
    case ImportKind::councils:
        return tr("CLSPD et CISPD");
    case ImportKind::authorisations:
        return tr("Arrêtés d’autorisation");
    case ImportKind::cameras:
        return tr("Caméras");
    case ImportKind::sites:
        return tr("Sites à couvrir");
    case ImportKind::buildings:
        return tr("Bâtiments");
    case ImportKind::qpv:
        return tr("Quartiers prioritaires");
    case ImportKind::crime:
        return tr("Délinquance enregistrée");
    case ImportKind::population:
        return tr("Population carroyée");
    case ImportKind::roads:
        return tr("Routes classées");
    case ImportKind::candidates:
        return tr("Sites candidats");
    case ImportKind::prices:
        return tr("Prix des caméras");
    case ImportKind::funding:
        return tr("Règles de financement");
    case ImportKind::parcels:
        return tr("Parcelles cadastrales");
    case ImportKind::perimeters:
        return tr("Périmètres du schéma");
    case ImportKind::elevation:
        return tr("Relief (grille d’altitudes)");
    }
    return "";
}

} // namespace maillage::session
