// comes_back.h: the end of every import and every command: what is in a project can be saved, opened again,
// and is the same.
#pragma once

#include "base/clean_text.h"
#include "domain/project_tables.h"
#include "fuzz/one_file.h"
#include "io/store/project_store.h"

#include <cstdio>
#include <cstdlib>

namespace maillage {

[[noreturn]] inline void fail(const char* why) {
    std::fprintf(stderr, "%s\n", why);
    std::abort();
}

/// Tables and back; through a true file now and then, which takes a thousand times as long.
inline void require_comes_back(const domain::Project& project, bool through_file) {
    domain::ProjectTables tables = domain::to_tables(project);
    if (through_file) {
        static const OneFile one_file;
        const auto file = one_file.put_file(".gpkg", nullptr, 0);
        Progress progress;
        io::save_project(file, {tables.tables, tables.settings}, progress);
        io::StoredProject stored = io::load_project(file, progress);
        tables = {std::move(stored.tables), std::move(stored.settings)};
    }
    domain::Project back = domain::from_tables(std::move(tables));
    back.relief = project.relief; // is not kept
    if (!(back == project)) {
        fail("a project that does not come back as it was");
    }
}

} // namespace maillage
