// read_and_import.h: a file as a user brings it, read, imported into the example, saved and opened again.
#pragma once

#include "base/error.h"
#include "fuzz/comes_back.h"
#include "geo/door.h"
#include "intake/import.h"
#include "io/read/read_table.h"
#include "support/example_project.h"

#include <array>

namespace maillage {

/// `choice` picks the kind of data and the options.
inline void read_and_import(const std::filesystem::path& file, std::uint8_t choice) {
    static const domain::Project example = test::small_project();
    static const auto kinds = intake::all_import_kinds();
    static unsigned runs = 0;
    io::ReadOptions options;
    options.target_epsg = (choice & 0x20U) != 0 ? 0 : 2154;
    options.max_rows = (choice & 0x40U) != 0 ? 3 : 0;
    std::optional<intake::ImportResult> imported;
    try {
        const auto layers = io::list_layers(file);
        options.layer = layers.empty() ? "" : layers.front();
        Progress progress;
        const io::ReadResult read = io::read_table(file, options, progress);
        for (const geo::Feature& feature : read.table.features) {
            if (feature.values.size() != read.table.columns.size()) {
                fail("a row without one value a column");
            }
        }
        if (!geo::is_clean(read.table)) {
            fail("a table that has not passed the door");
        }
        for (const Finding& finding : read.findings) {
            if (clean_text(finding.message) || clean_text(finding.source) || clean_text(finding.column)) {
                fail("a finding that cannot be shown");
            }
        }
        intake::ImportOptions how;
        how.source = file.filename().string();
        how.site_class = "gare";
        how.replaces = (choice & 0x80U) == 0;
        imported = intake::import_table(example, kinds[(choice & 0x1FU) % kinds.size()], read.table, how);
        Findings all = read.findings;
        append(all, imported->findings);
        imported->project.findings = std::move(all);
    } catch (const InputError&) {
    } catch (const StorageError&) {
    }
    if (imported) {
        require_comes_back(imported->project, ++runs % 1024 == 0);
    }
}

} // namespace maillage
