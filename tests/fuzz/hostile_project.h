// hostile_project.h: a project with something in every table, and what is done with one that opened: computed
// and drawn, which may end in a message and in nothing else.
#pragma once

#include "analysis/results.h"
#include "base/error.h"
#include "domain/project_tables.h"
#include "map/map_scene.h"
#include "paper/draw.h"
#include "support/example_project.h"

#include <cstdlib>

namespace maillage {

inline domain::Project project_of_everything() {
    using test::kX;
    using test::kY;
    domain::Project project = test::small_project();
    project.authorisations = std::vector{test::act("2024/1", "02001", test::day(2024, 1, 1))};
    project.cameras = std::vector{test::camera("c1", "2024/1", {kX + 501, kY + 500}, 100),
                                  test::camera("c2", "2024/1", {kX + 450, kY + 500}, 100)};
    project.sites =
        std::vector{test::site("s1", {kX + 550, kY + 500}), test::site("s2", {kX + 800, kY + 500})};
    domain::Building building;
    building.id = "b1";
    building.shape = test::square(kX + 500, kY + 490, 20).front();
    project.buildings = std::vector{building};
    domain::Candidate candidate;
    candidate.id = "e1";
    candidate.position = geo::Point{kX + 300, kY + 300};
    project.candidates = std::vector{candidate};
    project.perimeters = std::vector{domain::Perimeter{"p1", "Centre", test::square(kX, kY, 300), "essai"}};
    project.zones =
        std::vector{domain::ForceZone{domain::ForceKind::police, "CSP", {}, {}, test::square(kX, kY, 1000)}};
    project.councils =
        std::vector{domain::Council{"C1", "Conseil", domain::CouncilKind::clspd, {"02001"}, {}}};
    project.cells = std::vector{domain::PopulationCell{"k1", {kX, kY}, 12, false, "02001"}};
    project.roads =
        std::vector{domain::Road{"r1", "D1", domain::RoadClass::departmental, {{kX, kY}, {kX + 9, kY}}, ""}};
    project.parcels = std::vector{domain::Parcel{test::square(kX, kY, 50), "AB1"}};
    project.crime = std::vector{domain::CrimeFigure{"02001", "vols", 2024, 1.5, 3.0, true}};
    domain::Scenario scenario;
    scenario.name = "Schéma";
    scenario.floors = {"zone:police=1"};
    project.scenarios = {scenario};
    project.settings.funding = domain::first_funding_table();
    project.settings.prices = domain::first_prices();
    return project;
}

inline void compute_and_draw(const domain::Project& opened) {
    const auto project = std::make_shared<const domain::Project>(opened);
    try {
        Progress progress;
        map::MapInput input;
        input.project = project;
        input.geometry = map::map_geometry(*project);
        input.results = analysis::compute(*project, project->settings.reference_date, nullptr, progress, 1);
        input.results_of = project;
        const scene::Scene scene = map::map_scene(input);
        const scene::View view = scene::fit(scene::bounds(scene), 64, 64);
        paper::Options bare;
        bare.has_labels = bare.has_furniture = false; // text is slow, and any text may stand in a label
        if (paper::draw_picture(scene, view, bare).rgba.size() != 4U * 64 * 64) {
            std::abort();
        }
    } catch (const InputError&) { // a reason told to the user
    }
}

} // namespace maillage
