#include "app/import_preview.h"

#include "base/error.h"
#include "base/text.h"
#include "io/read_table.h"

#include <algorithm>
#include <utility>

namespace maillage::app {

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
    preview->roles = domain::roles(import.kind);
    try {
        io::ReadOptions options;
        options.layer = import.layer;
        options.encoding = import.encoding;
        options.epsg = import.epsg;
        options.target_epsg = project.territory->epsg;
        auto source = io::read_table(import.file, options, progress);
        preview->layers = source.info.layers;
        preview->encoding = source.info.encoding;
        preview->crs = source.info.crs_note;
        preview->findings = std::move(source.findings);
        show_rows(*preview, source.table);
        preview->recognised = domain::recognise_columns(import.kind, source.table);
        auto how = import.options;
        how.source = import.file.filename().string();
        auto result = domain::import_table(project, import.kind, source.table, how);
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
    auto title = "Lecture de " + import.file.filename().string();
    auto work = [project, import = std::move(import), slot](Progress& progress) -> Jobs::Finish {
        auto preview = std::make_shared<std::unique_ptr<ImportPreview>>(read(*project, import, progress));
        return [preview, slot](Session&) { *slot = std::move(*preview); };
    };
    jobs.start(std::move(title), std::move(work), "import-preview");
}

domain::ImportKind likely_kind(const std::filesystem::path& file) {
    using domain::ImportKind;
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
                                                             {"qpv", ImportKind::qpv},
                                                             {"quartier", ImportKind::qpv},
                                                             {"delinq", ImportKind::crime},
                                                             {"crime", ImportKind::crime},
                                                             {"cambriol", ImportKind::crime},
                                                             {"bati", ImportKind::buildings},
                                                             {"building", ImportKind::buildings},
                                                             {"carreau", ImportKind::population},
                                                             {"filosofi", ImportKind::population},
                                                             {"route", ImportKind::roads},
                                                             {"troncon", ImportKind::roads},
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

std::string label(domain::ImportKind kind) {
    using domain::ImportKind;
    switch (kind) {
    case ImportKind::communes:
        return "Communes";
    case ImportKind::zones:
        return "Zones de compétence";
    case ImportKind::councils:
        return "CLSPD et CISPD";
    case ImportKind::authorisations:
        return "Arrêtés d’autorisation";
    case ImportKind::cameras:
        return "Caméras";
    case ImportKind::sites:
        return "Sites à couvrir";
    case ImportKind::buildings:
        return "Bâtiments";
    case ImportKind::qpv:
        return "Quartiers prioritaires";
    case ImportKind::crime:
        return "Délinquance enregistrée";
    case ImportKind::population:
        return "Population carroyée";
    case ImportKind::roads:
        return "Routes classées";
    }
    return "";
}

} // namespace maillage::app
