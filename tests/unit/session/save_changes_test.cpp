// Projects changed at random and saved into the file that was opened: what is opened again is what was saved,
// and canonical copies of both are the same bytes.
#include "domain/project_tables.h"
#include "session/files.h"
#include "session/session.h"
#include "support/example_project.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

namespace maillage::session {
namespace {

namespace fs = std::filesystem;

std::string bytes_of(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// Any row of a list changed, removed, added in its place or at the end.
template <class T, class Make, class Change>
void shuffle(domain::Shared<std::vector<T>>& list, std::mt19937& random, Make&& make, Change&& change) {
    std::vector<T> values = *list;
    const auto any = [&](std::size_t size) {
        return std::uniform_int_distribution<std::size_t>(0, size)(random);
    };
    for (std::size_t edits = any(4); edits > 0; --edits) {
        const std::size_t kind = any(3);
        if (kind == 0 || values.empty()) {
            values.push_back(make(static_cast<unsigned>(random())));
        } else if (kind == 1) {
            values.erase(values.begin() + static_cast<std::ptrdiff_t>(any(values.size() - 1)));
        } else {
            change(values[any(values.size() - 1)], static_cast<unsigned>(random()));
        }
    }
    list = std::move(values);
}

template <class T> void sort_by_id(domain::Shared<std::vector<T>>& list) {
    std::vector<T> values = *list;
    std::ranges::sort(values, {}, &T::id);
    const auto twice = std::ranges::unique(values, {}, &T::id);
    values.erase(twice.begin(), twice.end());
    list = std::move(values);
}

domain::Project changed(domain::Project project, std::mt19937& random) {
    const auto number = [](unsigned r) { return static_cast<double>(r % 1000) / 8; };
    shuffle(
        project.cameras, random,
        [&](unsigned r) {
            registry::Camera camera;
            camera.id = "C" + std::to_string(r % 500);
            camera.commune = "02001";
            return camera;
        },
        [&](registry::Camera& camera, unsigned r) {
            camera.range_m = r % 3 == 0 ? std::nullopt : std::optional(number(r));
            camera.position =
                r % 2 == 0 ? std::nullopt : std::optional(geo::Point{test::kX + number(r), test::kY});
            camera.location = r % 5 == 0 ? "" : "rue d'« été » " + std::to_string(r);
        });
    sort_by_id(project.cameras);
    shuffle(
        project.sites, random,
        [&](unsigned r) {
            domain::Site site;
            site.id = "S" + std::to_string(r % 500);
            site.commune = "02002";
            site.position = {test::kX + number(r), test::kY + number(r)};
            return site;
        },
        [&](domain::Site& site, unsigned r) { site.name = std::to_string(r); });
    sort_by_id(project.sites);
    shuffle(
        project.buildings, random,
        [&](unsigned r) {
            domain::Building building;
            building.shape = test::square(test::kX + number(r), test::kY, 10).front();
            building.height_m = number(r);
            return building;
        },
        [&](domain::Building& building, unsigned r) { building.height_m = number(r); });
    shuffle(
        project.sources, random,
        [](unsigned r) {
            domain::Source source;
            source.kind = "cameras";
            source.file = "f" + std::to_string(r);
            return source;
        },
        [](domain::Source& source, unsigned r) { source.rows = r; });
    if (random() % 3 == 0) {
        project.title = "Titre " + std::to_string(random() % 100);
        project.settings.site_cost_eur = number(static_cast<unsigned>(random()));
    }
    if (random() % 4 == 0) {
        domain::Territory territory = *project.territory;
        territory.communes[random() % territory.communes.size()].population =
            static_cast<int>(random() % 9999);
        project.territory = std::move(territory);
    }
    return project;
}

class SaveInPlace : public ::testing::Test {
  protected:
    SaveInPlace() {
        folder =
            fs::path(testing::TempDir()) / (std::string("maillage-sur-place-") +
                                            ::testing::UnitTest::GetInstance()->current_test_info()->name());
        fs::remove_all(folder);
        fs::create_directories(folder);
        file = folder / "p.gpkg";
    }

    ~SaveInPlace() override { fs::remove_all(folder); }

    fs::path folder, file;
    Progress progress;
};

TEST_F(SaveInPlace, GivesTheProjectThatWasSaved) {
    std::mt19937 random(16);
    save_project(test::small_project(), file, progress);
    save_project(test::small_project(), folder / "canonique.gpkg", progress);
    Opened opened = open_project(file, progress);
    for (int round = 0; round < 60; ++round) {
        const domain::Project next = changed(opened.project, random);
        fs::create_hard_link(file, folder / "lien.gpkg"); // shows whether the file is still the same one
        save_changes(opened.stored, next, file, progress, {opened.stamp});
        EXPECT_TRUE(fs::equivalent(file, folder / "lien.gpkg")) << "saved whole in round " << round;
        fs::remove(folder / "lien.gpkg");
        opened = open_project(file, progress);
        ASSERT_TRUE(opened.project == next) << "round " << round;
        save_project(next, folder / "a.gpkg", progress);
        save_project(opened.project, folder / "b.gpkg", progress);
        ASSERT_EQ(bytes_of(folder / "a.gpkg"), bytes_of(folder / "b.gpkg")) << "round " << round;
    }
}

/// What is not looked at is not read, and is still there when something else has been saved.
TEST_F(SaveInPlace, HeavyTablesAreReadWhenTheyAreLookedAt) {
    domain::Project project = test::small_project();
    domain::Building building;
    building.shape = test::square(test::kX, test::kY, 10).front();
    project.buildings = std::vector(3, building);
    save_project(project, file, progress);
    const Opened light = open_light(file, progress);
    EXPECT_TRUE(light.project == open_project(file, progress).project);

    const Opened again = open_light(file, progress);
    domain::Project next = again.project;
    next.title = "Sans bâtiment";
    save_changes(again.stored, next, file, progress, {again.stamp});
    project.title = next.title;
    EXPECT_TRUE(load_project(file, progress) == project);
    const Opened third = open_light(file, progress);
    save_project(third.project, file, progress, {third.stamp}); // whole, from the file that it replaces
    EXPECT_TRUE(load_project(file, progress) == project);
    // A building of a broken file is told when it is looked at, with the file's name.
    domain::ProjectTables tables = domain::to_tables(project);
    std::ranges::find(tables.tables, "batiments", &geo::Table::name)->features[1].values[1] = -5.0;
    io::save_project(folder / "casse.gpkg", {tables.tables, tables.settings}, progress);
    EXPECT_THROW(open_project(folder / "casse.gpkg", progress), InputError);
    const Opened broken = open_light(folder / "casse.gpkg", progress);
    EXPECT_EQ(broken.project.title, project.title);
    for (int tries = 0; tries < 2; ++tries) { // and again, the second time
        try {
            static_cast<void>(broken.project.buildings->size());
            ADD_FAILURE() << "read";
        } catch (const InputError& error) {
            EXPECT_NE(std::string(error.what()).find("casse.gpkg"), std::string::npos) << error.what();
        }
    }
}

/// The window: opened, changed, saved, undone, saved.
TEST_F(SaveInPlace, TheWindowSavesWhatDiffersAndUndoTakesItBack) {
    std::mt19937 random(4);
    save_project(changed(test::small_project(), random), file, progress);
    fs::create_hard_link(file, folder / "lien.gpkg");
    Session session;
    Jobs jobs;
    apply(session, jobs, Open{file, {}});
    finish_all(session, jobs);
    const auto first = session.project;
    for (const char* title : {"Un", "Deux"}) {
        auto project = std::make_shared<domain::Project>(*session.project);
        project->title = title;
        session.project = project;
        session.is_modified = true;
        apply(session, jobs, Save{});
        finish_all(session, jobs);
        EXPECT_EQ(session.save, SaveState::done);
        EXPECT_EQ(load_project(file, progress).title, title);
    }
    session.project = first;
    apply(session, jobs, Save{});
    finish_all(session, jobs);
    EXPECT_TRUE(load_project(file, progress) == *first);
    EXPECT_TRUE(fs::equivalent(file, folder / "lien.gpkg"));
}

} // namespace
} // namespace maillage::session
