// The 35,357 communes of France: long under sanitizers, so labelled slow.
#include "io/store/project_store.h"
#include "support/require.h"
#include "support/test_data.h"
#include "unit/io/scratch.h"

#include <gtest/gtest.h>

namespace maillage::io {
namespace {

TEST(France, AllCommunesAreReadFilteredAndStored) {
    const auto file = test_data("communes-france-2018.geojson.gz");
    if (!file) {
        MAILLAGE_SKIP_WITHOUT("data", "real file absent");
    }
    ReadOptions options;
    options.target_epsg = 2154;
    const Scratch scratch;
    StoredProject project;
    project.tables.push_back(read(*file, options).table);
    EXPECT_EQ(project.tables[0].features.size(), 35357U);
    Progress progress;
    save_project(scratch / "france.gpkg", project, progress);
    EXPECT_TRUE(load_project(scratch / "france.gpkg", progress) == project);
    options.where = RowFilter{"code", "02", true};
    EXPECT_EQ(read(*file, options).table.features.size(), 804U);
}

} // namespace
} // namespace maillage::io
