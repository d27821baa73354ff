// What a camera really sees, as the application hands it out: bands, coverage tables, the inverse query,
// relief.
#include "analysis/covered_ground.h"
#include "base/error.h"
#include "base/number.h"
#include "geo/crs.h"
#include "geo/overlay.h"
#include "map/coverage_layers.h"
#include "report/export_tables.h"
#include "report/point_views.h"
#include "session/density_tables.h"
#include "session/files.h"
#include "session/mounts.h"
#include "session/relief.h"
#include "support/example_project.h"
#include "support/require.h"
#include "support/test_data.h"
#include "views/curves.h"
#include "views/field_lines.h"
#include "views/figures.h"
#include "views/inspector.h"
#include "views/panel_table.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>

namespace maillage::session {
namespace {

using test::day;
using test::kX;
using test::kY;

/// A fixed camera that looks east at 1920 px over 60 degrees, a building in front of it, a camera without
/// position.
domain::Project street() {
    domain::Project project = test::small_project();
    registry::Authorisation act = test::act("2024/1", "02001", day(2024, 1, 1));
    act.holder = "Commune de Ville";
    act.retention_days = 15;
    project.authorisations = std::vector{act};
    registry::Camera camera = test::camera("c1", "2024/1", {kX + 500, kY + 500}, 60);
    camera.type = registry::CameraType::fixed;
    camera.field_of_view_deg = 60;
    camera.azimuths_deg = {90};
    camera.width_px = 1920;
    camera.height_m = 1.6; // as high as what it looks at: sees over nothing
    registry::Camera nowhere = test::camera("c2", "2024/1", {}, 60);
    nowhere.position.reset();
    project.cameras = std::vector{camera, nowhere};
    project.buildings =
        std::vector<domain::Building>{{test::square(kX + 530, kY + 495, 10)[0], 9.0, "", "mairie", false}};
    project.sites = std::vector{test::site("1", {kX + 550, kY + 500}), test::site("2", {kX + 520, kY + 500})};
    return project;
}

std::shared_ptr<const analysis::Results> results_of(const domain::Project& project) {
    Progress progress;
    return analysis::compute(project, day(2026, 11, 22), nullptr, progress, 1);
}

plan::Released released(const domain::Project& project) {
    Progress progress;
    return plan::release(std::make_shared<const domain::Project>(project), nullptr, nullptr, progress);
}

TEST(Vision, ExportsOneFeatureACameraAndBand) {
    const geo::Table table = report::export_table(released(street()), report::ExportWhat::coverage);
    const auto band = *geo::find_column(table, "bande");
    const auto area = *geo::find_column(table, "surf_m2");
    const auto estimation = *geo::find_column(table, "estimation");
    std::map<std::string, double> areas;
    for (const geo::Feature& feature : table.features) {
        EXPECT_EQ(geo::to_text(feature.values[estimation]), "connue");
        areas[geo::to_text(feature.values[band])] = std::get<double>(feature.values[area]);
        EXPECT_FALSE(std::get<geo::MultiPolygon>(feature.geometry).empty());
    }
    ASSERT_EQ(areas.size(), 5U); // vue and the four of DORI
    EXPECT_GE(areas["vue"], areas["detection"]);
    EXPECT_GT(areas["detection"], areas["observation"]);
    EXPECT_GT(areas["observation"], areas["reconnaissance"]);
    // 250 px/m at 6.65 m, before the building: the whole triangle, on the ellipsoid.
    const double depth = 1920 / (2 * 250 * std::tan(M_PI / 6));
    const double scale = geo::areal_scale_inverse(2154, {kX + 500, kY + 500});
    EXPECT_NEAR(areas["identification"], scale * depth * depth * std::tan(M_PI / 6), 0.1);
    for (const geo::Column& column : table.columns) {
        EXPECT_LE(column.name.size(), 10U) << column.name;
    }
}

analysis::CoveredGrounds grounds_of(const domain::Project& project, const analysis::Results& results) {
    Progress progress;
    return analysis::covered_grounds({project, *results.views, results.legalities, results.gaps}, progress);
}

TEST(Vision, SumsTheGroundSeenByCommuneAndGroup) {
    const domain::Project project = street();
    const auto results = results_of(project);
    const analysis::CoveredGrounds grounds = grounds_of(project, *results);
    const auto& communes = grounds.by(analysis::Grouping::commune);
    ASSERT_EQ(communes.size(), 4U);
    const auto& view = results->views->front();
    const double geodesic = geo::geodesic_area_m2(2154, view.visible[analysis::kCentral]);
    EXPECT_NEAR(communes[0].seen.once_m2, geodesic, 1e-6 * geodesic);
    EXPECT_EQ(communes[1].seen.once_m2, 0);
    EXPECT_EQ(grounds.total.bands_m2.size(), 4U);
    EXPECT_EQ(grounds.total.seen, communes[0].seen);
    const geo::Table table = report::gaps_table(released(project), analysis::Grouping::commune);
    EXPECT_TRUE(geo::find_column(table, "bande4_m2"));
}

TEST(Vision, ExportsTheGapsOfEachQpvWithItsOutline) {
    domain::Project project = street();
    std::vector<domain::Qpv> qpvs = *project.qpvs;
    domain::Qpv drawn;
    drawn.code = "QN00202M";
    drawn.name = "Europe";
    drawn.communes = {"02001"};
    drawn.shape = test::square(kX + 500, kY + 480, 40);
    qpvs.push_back(drawn);
    project.qpvs = qpvs;
    const auto results = results_of(project);
    const plan::Released from = released(project);
    const geo::Table table = report::export_table({from, analysis::Grouping::qpv}, report::ExportWhat::gaps);
    const auto name = *geo::find_column(table, "nom");
    const auto sites = *geo::find_column(table, "sites");
    const auto seen = *geo::find_column(table, "vu_m2");
    ASSERT_EQ(table.features.size(), 3U);
    EXPECT_EQ(geo::to_text(table.features[0].values[name]), "Europe (Ville)");
    EXPECT_EQ(std::get<std::int64_t>(table.features[0].values[sites]), 1);
    const double inside = geo::geodesic_area_m2(
        2154, geo::intersect(results->views->front().visible[analysis::kCentral], drawn.shape));
    EXPECT_NEAR(std::get<double>(table.features[0].values[seen]), inside, 0.051); // rounded to a tenth
    EXPECT_EQ(std::get<geo::MultiPolygon>(table.features[0].geometry), drawn.shape);
    EXPECT_EQ(geo::to_text(table.features[1].values[name]), "Hors QPV");
    EXPECT_EQ(geo::to_text(table.features[2].values[name]), "Quartier (Hameau), contour inconnu");
    EXPECT_TRUE(std::holds_alternative<std::monostate>(table.features[2].geometry));
}

TEST(Vision, PublicGroundIsWhatNoParcelCovers) {
    domain::Project project = street();
    // Everything of the commune but a street 20 m wide along the axis of the camera.
    project.parcels = std::vector<domain::Parcel>{
        {{{{{kX, kY}, {kX + 1000, kY}, {kX + 1000, kY + 490}, {kX, kY + 490}}, {}}}, "sud"},
        {{{{{kX, kY + 510}, {kX + 1000, kY + 510}, {kX + 1000, kY + 1000}, {kX, kY + 1000}}, {}}}, "nord"}};
    const auto results = results_of(project);
    const auto communes = grounds_of(project, *results).by(analysis::Grouping::commune);
    const geo::MultiPolygon street_ground = {
        {{{kX, kY + 490}, {kX + 1000, kY + 490}, {kX + 1000, kY + 510}, {kX, kY + 510}}, {}}};
    const auto seen = geo::intersect(results->views->front().visible[analysis::kCentral], street_ground);
    EXPECT_NEAR(communes[0].public_m2, geo::geodesic_area_m2(2154, street_ground), 0.1);
    EXPECT_NEAR(communes[0].public_seen_m2, geo::geodesic_area_m2(2154, seen), 1e-2);
    EXPECT_EQ(communes[1].public_m2, 0); // no parcels there: unknown
}

TEST(Vision, AnswersWhoSeesAPointAndWhyTheOthersDoNot) {
    const domain::Project project = street();
    const auto results = results_of(project);
    const report::PointViews seen = report::point_views(*results, {kX + 520, kY + 500});
    ASSERT_EQ(seen.cameras.size(), 1U);
    EXPECT_TRUE(seen.cameras[0].sees);
    EXPECT_EQ(seen.cameras[0].band, "Observation");
    EXPECT_EQ(seen.cameras[0].holder, "Commune de Ville");
    EXPECT_EQ(seen.cameras[0].retention_days, 15);
    EXPECT_EQ(seen.cameras[0].expires, day(2029, 1, 1));
    EXPECT_EQ(seen.commune, "Ville");
    EXPECT_EQ(seen.unlocated, 1);
    const report::PointViews hidden = report::point_views(*results, {kX + 550, kY + 500});
    EXPECT_FALSE(hidden.cameras[0].sees);
    EXPECT_EQ(hidden.cameras[0].reason, "masqué par le bâtiment mairie (9,0 m de haut) à 15 m du point");
    const std::string text = report::point_text(released(project), {kX + 550, kY + 500});
    EXPECT_NE(text.find("Aucune caméra ne voit ce point."), std::string::npos);
    EXPECT_NE(text.find("mairie"), std::string::npos);
    const geo::Table table = report::point_table(released(project), {kX + 520, kY + 500});
    EXPECT_EQ(geo::to_text(table.features[0].values[*geo::find_column(table, "voit")]), "oui");
}

TEST(Vision, ThePublicProfileGivesNoPosition) {
    domain::Project project = street();
    project.settings.profile = domain::Profile::published;
    const plan::Released from = released(project);
    EXPECT_THROW(report::point_table(from, {kX + 520, kY + 500}), domain::Undisclosed);
    EXPECT_THROW(report::point_text(from, {kX + 520, kY + 500}), domain::Undisclosed);
    EXPECT_THROW(report::export_table(from, report::ExportWhat::coverage), domain::Undisclosed);
}

TEST(Vision, WhatIsUnknownOrAbsentIsSaidSoInExports) {
    domain::Project project = street();
    domain::Territory territory = *project.territory;
    territory.communes[1].population.reset();
    project.territory = territory;
    const plan::Released from = released(project);
    const auto cell = [](const geo::Table& table, std::size_t row, const char* column) {
        return geo::to_text(table.features[row].values[*geo::find_column(table, column)]);
    };
    const geo::Table communes = report::export_table(from, report::ExportWhat::communes);
    EXPECT_EQ(cell(communes, 1, "clspd"), "inconnue (population manquante)");
    EXPECT_EQ(cell(communes, 1, "pop"), "");
    const geo::Table gaps = report::export_table(from, report::ExportWhat::gaps);
    EXPECT_EQ(cell(gaps, 0, "cause"), "masqué");
    EXPECT_EQ(cell(gaps, 0, "couv_pct"), "50");
    EXPECT_EQ(cell(gaps, 1, "cause"), ""); // nothing to cover there
    EXPECT_EQ(cell(gaps, 1, "couv_pct"), "");
    const geo::Table acts = report::export_table(from, report::ExportWhat::registry);
    EXPECT_EQ(cell(acts, 0, "echeance"), "2029-01-01"); // the day that the window says, too
    EXPECT_EQ(from.results().standings[0].expires, day(2029, 1, 1));
}

TEST(Vision, TheDensityTablesThatComeWithTheProgramAreRead) {
    EXPECT_EQ(density_table("dori").bands, domain::default_settings().bands);
    std::vector<double> seven;
    for (const domain::DensityBand& band : density_table("sept-niveaux").bands) {
        seven.push_back(band.px_per_m);
    }
    EXPECT_EQ(seven, (std::vector<double>{20, 40, 80, 125, 250, 500, 1500})); // EN IEC 62676-4:2025
    domain::Settings settings = domain::default_settings();
    use_density_table(settings, density_table("sept-niveaux"));
    EXPECT_EQ(settings.required_band, "ensemble"); // "detection" is not one of its levels
    require_band(settings, "aucune");
    EXPECT_EQ(settings.required_band, "");
    EXPECT_THROW(require_band(settings, "detection"), InputError);
    EXPECT_THROW(density_table("inconnue"), InputError);
}

TEST(Vision, AWrongDensityFileIsRefusedWithItsLine) {
    const auto file = std::filesystem::path(testing::TempDir()) / "bandes-fausses.csv";
    std::ofstream(file) << "cle;libelle;px_par_m\na;A;50\nb;B;40\n";
    try {
        density_table(file.string());
        FAIL();
    } catch (const InputError& error) {
        EXPECT_NE(std::string(error.what()).find("ligne 3"), std::string::npos) << error.what();
    }
}

TEST(Vision, BandsAreOrderedByLightnessAndLine) {
    for (const bool is_dark : {false, true}) {
        const auto styles = map::band_styles(4, is_dark);
        ASSERT_EQ(styles.size(), 5U);
        const auto lightness = [](Colour c) { return 0.2126 * c.r + 0.7152 * c.g + 0.0722 * c.b; };
        for (std::size_t level = 1; level < styles.size();
             ++level) { // told apart without colour, and in print
            const double step = lightness(styles[level - 1].fill) - lightness(styles[level].fill);
            EXPECT_GT(is_dark ? -step : step, 20) << level;
        }
        EXPECT_GT(styles[1].outline.dash_px, 0);
        EXPECT_EQ(styles[4].outline.dash_px, 0);
    }
}

Session session_of(const domain::Project& project) {
    Session session;
    session.project = std::make_shared<const domain::Project>(project);
    session.results = results_of(project);
    session.results_of = session.project;
    return session;
}

TEST(Vision, TheInspectorTellsAreaAndReachOfEachBand) {
    Session session = session_of(street());
    const auto view = views::current_view(session, "c1");
    ASSERT_TRUE(view);
    const views::InspectorSection section = views::field_section(*session.project, *view);
    ASSERT_GE(section.lines.size(), 5U);
    EXPECT_EQ(section.lines[4].label, "Identification");
    EXPECT_EQ(section.lines[4].value, "26\u202fm² · 6,7\u202fm");
    // 375 px/m at 1920 / (2 x 375 x tan 30 degrees) = 4.43 m.
    EXPECT_EQ(section.lines[5].label, "Visage 90 × 60 px");
    EXPECT_EQ(section.lines[5].value, "4,4\u202fm");
    EXPECT_FALSE(views::current_view(session, "c2")); // no position
    // The project moves on before it is computed again: the section follows.
    domain::Project moved = *session.project;
    std::vector<registry::Camera> cameras = *moved.cameras;
    cameras[0].width_px = 3840;
    moved.cameras = cameras;
    session.project = std::make_shared<const domain::Project>(moved);
    EXPECT_EQ(views::field_section(*session.project, *views::current_view(session, "c1"))
                  .lines[4]
                  .value.substr(0, 3),
              "102");
}

TEST(Vision, TheFieldFollowsTheHandleInHand) {
    const Session session = session_of(street());
    const auto still = views::aimed_field(session, "c1", std::nullopt, {});
    ASSERT_TRUE(still);
    ASSERT_EQ(still->grounds.size(), 5U);
    EXPECT_EQ(still->grounds[0], session.results->views->front().visible[analysis::kCentral]);
    const auto turned = views::aimed_field(session, "c1", views::Handle::aim, {kX + 440, kY + 500});
    ASSERT_TRUE(turned);
    EXPECT_TRUE(geo::contains(turned->grounds[0], {kX + 460, kY + 500}));
    EXPECT_FALSE(geo::contains(turned->grounds[0], {kX + 520, kY + 500}));
    EXPECT_NE(still->words.find("1 site et 0 habitants vus · sites couverts 1 (0)"), std::string::npos)
        << still->words;
    EXPECT_NE(turned->words.find("sites couverts 0 (−1)"), std::string::npos) << turned->words;
    EXPECT_FALSE(views::aimed_field(session, "c2", std::nullopt, {}));
}

TEST(Vision, ACameraInsideABuildingIsAFindingAndMovesOnlyWhenAsked) {
    domain::Project project = street();
    std::vector<registry::Camera> cameras = *project.cameras;
    cameras[0].position = geo::Point{kX + 531, kY + 500}; // 1 m behind the west facade of the mairie
    project.cameras = cameras;
    Session session = session_of(project);
    const Findings findings = mount_findings(*session.results);
    ASSERT_EQ(findings.size(), 1U);
    EXPECT_NE(findings[0].message.find("c1"), std::string::npos);
    EXPECT_NE(findings[0].message.find("façade la plus proche à 1,0"), std::string::npos)
        << findings[0].message;
    EXPECT_EQ(views::findings_table(session).rows.back().id, "c1");
    EXPECT_EQ(views::findings_summary(session).warnings, 1);
    EXPECT_TRUE(session.results->views->front().visible[analysis::kHigh].empty()); // not moved unasked
    Jobs jobs;
    apply(session, jobs, MountCamera{"c1"});
    const geo::Point mounted = *session.project->cameras->front().position;
    EXPECT_NEAR(mounted.x, kX + 529.99, 1e-6);
    EXPECT_NEAR(mounted.y, kY + 500, 1e-6);
    EXPECT_TRUE(mount_findings(*results_of(*session.project)).empty());
    EXPECT_THROW(apply(session, jobs, MountCamera{"c1"}), InputError); // it is outside now
    apply(session, jobs, Undo{});
    EXPECT_EQ(session.project->cameras->front().position, cameras[0].position);
    EXPECT_EQ(parse_command(to_text(MountCamera{"c1"})), Command(MountCamera{"c1"}));
}

TEST(Vision, TheGroundSeenFollowsTheGaps) {
    Session session;
    session.project = std::make_shared<const domain::Project>(street());
    Jobs jobs;
    finish_all(session, jobs);
    ASSERT_NE(current_grounds(session), nullptr);
    const double seen = current_grounds(session)->total.seen.once_m2;
    EXPECT_GT(seen, 0);
    session.selection = {map::SelectionKind::commune, "02001"};
    const auto sections = views::inspect(session).more;
    const auto ground = std::ranges::find(sections, "SOL VU", &views::InspectorSection::title);
    ASSERT_NE(ground, sections.end());
    EXPECT_EQ(ground->lines[0].value, to_french(seen, 0) + "\u202fm²");
    EXPECT_NE(
        views::coverage_bars(session, analysis::Grouping::commune, 9)[0].ground.find(to_french(seen, 0)),
        std::string::npos);
    apply(session, jobs, AimCamera{"c1", std::nullopt, 20.0, std::nullopt});
    update(session, jobs);
    finish_all(session, jobs);
    ASSERT_NE(current_grounds(session), nullptr);
    EXPECT_LT(current_grounds(session)->total.seen.once_m2, seen);
}

// --- relief ---

/// An ASCII grid of `rows` by `columns` cells, in Lambert-93, at the corner of the test's communes.
void write_grid(const std::filesystem::path& file, double ridge_m) {
    std::ofstream out(file);
    out << "ncols 200\nnrows 200\nxllcorner " << std::fixed << kX << "\nyllcorner " << kY
        << "\ncellsize 5\nNODATA_value -9999\n";
    for (int row = 0; row < 200; ++row) {
        for (int column = 0; column < 200; ++column) {
            out << (column == 104 ? 100 + ridge_m : 100) << ' ';
        }
        out << '\n';
    }
}

TEST(Relief, IsImportedKeptByReferenceAndCheckedOnOpening) {
    const auto folder = std::filesystem::path(testing::TempDir()) / "relief";
    std::filesystem::create_directories(folder);
    write_grid(folder / "mnt.asc", 15);
    Progress progress;
    Import what;
    what.kind = intake::ImportKind::elevation;
    what.file = folder / "mnt.asc";
    what.epsg = 2154;
    const Imported imported = import_file(street(), what, progress, folder / "projet.gpkg");
    EXPECT_EQ(imported.result.project.elevation.file, "mnt.asc"); // moves with the project
    const auto over_ridge = [](const domain::Project& project) {
        return geo::contains(results_of(project)->views->front().visible[analysis::kCentral],
                             {kX + 528, kY + 500});
    };
    EXPECT_TRUE(over_ridge(street()));
    EXPECT_FALSE(over_ridge(imported.result.project)); // the ridge stands 20 to 25 m east of the camera
    save_project(imported.result.project, folder / "projet.gpkg", progress);
    const domain::Project opened = load_project(folder / "projet.gpkg", progress);
    EXPECT_EQ(opened.relief, imported.result.project.relief);
    EXPECT_FALSE(over_ridge(opened));
    write_grid(folder / "mnt.asc", 0); // exchanged behind our back
    const domain::Project exchanged = load_project(folder / "projet.gpkg", progress);
    EXPECT_EQ(exchanged.relief->columns, 0);
    ASSERT_FALSE(exchanged.findings->empty());
    EXPECT_NE(exchanged.findings->back().message.find("n'est plus celui"), std::string::npos);
    std::filesystem::remove(folder / "mnt.asc");
    const domain::Project missing = load_project(folder / "projet.gpkg", progress);
    EXPECT_NE(missing.findings->back().message.find("manque"), std::string::npos);
    EXPECT_TRUE(over_ridge(missing));
}

TEST(Relief, OfAnotherCrsIsTheSameGround) {
    const auto file = test_data("lyon-mnt-10m-cc46.tif");
    if (!file) {
        MAILLAGE_SKIP_WITHOUT("data", "lyon-mnt-10m-cc46.tif is not there");
    }
    Progress progress;
    const Relief own = read_relief(*file, 0, 3946, progress);
    const Relief moved = read_relief(*file, 0, 2154, progress);
    EXPECT_EQ(own.epsg, 3946);
    EXPECT_EQ(own.checksum, moved.checksum); // of the file, not of what is made of it
    const geo::Reprojection to(3946, 2154);
    int compared = 0;
    double worst = 0;
    for (int i = 1; i < 40; ++i) {
        for (int j = 1; j < 20; ++j) {
            const geo::Point p{own.grid.north_west.x + own.grid.columns * own.grid.cell_width_m * i / 40,
                               own.grid.north_west.y - own.grid.rows * own.grid.cell_height_m * j / 20};
            const double a = geo::height_at(own.grid, p);
            const double b = geo::height_at(moved.grid, *to(p));
            if (!std::isnan(a) && !std::isnan(b)) {
                worst = std::max(worst, std::abs(a - b));
                ++compared;
            }
        }
    }
    EXPECT_GT(compared, 500);
    EXPECT_LT(worst, 3); // bilinear twice, on cells of 10 m in a town of 150 m of relief
}

} // namespace
} // namespace maillage::session
