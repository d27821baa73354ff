// A project to tables and back is the same project, by itself and through the GeoPackage.
#include "base/error.h"
#include "domain/project_tables.h"
#include "io/store/project_store.h"
#include "support/example_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <random>

namespace maillage::domain {
namespace {

/// Random values, with everything that texts and optionals can hold.
class Chance {
  public:
    explicit Chance(unsigned seed) : engine_(seed) {}

    int below(int n) { return static_cast<int>(engine_() % static_cast<unsigned>(n)); }

    bool flag() { return below(2) == 0; }

    /// Never empty, never twice.
    std::string id() { return text() + std::to_string(++ids_); }

    double positive(double most = 1000) { return std::fmod(std::abs(number()), most); }

    std::optional<double> maybe_positive(double most = 1000) {
        return flag() ? std::optional(positive(most)) : std::nullopt;
    }

    double number() { return (static_cast<double>(engine_()) - 2e9) / 977.0; }

    std::string text() {
        static const std::vector<std::string> kParts = {"",    "é", "L'Haÿ", "\"", ";",  "\\",   "\n",
                                                        "\\e", " ", "œuvre", "0",  "%s", "日本", "a"};
        std::string made;
        for (int i = below(5); i > 0; --i) {
            made += kParts[static_cast<std::size_t>(below(static_cast<int>(kParts.size())))];
        }
        return made;
    }

    std::vector<std::string> list() {
        std::vector<std::string> made;
        for (int i = below(4); i > 0; --i) {
            made.push_back(text());
        }
        return made;
    }

    std::optional<double> maybe_number() { return flag() ? std::optional(number()) : std::nullopt; }

    std::optional<std::int64_t> maybe_count() {
        return flag() ? std::optional<std::int64_t>(below(100000)) : std::nullopt;
    }

    std::optional<Date> maybe_date() {
        return flag() ? std::optional(test::day(1990 + below(60), 1 + unsigned(below(12)), 28))
                      : std::nullopt;
    }

    geo::Point point() { return {number(), number()}; }

    std::optional<geo::Point> maybe_point() { return flag() ? std::optional(point()) : std::nullopt; }

    geo::MultiPolygon shape() {
        geo::MultiPolygon made;
        for (int i = below(3); i > 0; --i) {
            made.push_back(test::square(number(), number(), 1 + below(1000)).front());
        }
        return made;
    }

  private:
    std::mt19937 engine_;
    int ids_ = 0;
};

template <class T, class Make> std::vector<T> some(Chance& chance, Make make) {
    std::vector<T> made;
    for (int i = chance.below(4); i > 0; --i) {
        made.push_back(make());
    }
    return made;
}

template <class T> void sort_by_id(Shared<std::vector<T>>& list) {
    std::vector<T> values = *list;
    std::ranges::sort(values, {}, &T::id);
    list = std::move(values);
}

Project random_project(unsigned seed) {
    Chance c(seed);
    Project p;
    p.title = c.text();
    p.settings.reference_date = test::day(2020 + c.below(20), 5, 17);
    p.settings.population_basis = c.flag() ? PopulationBasis::totale : PopulationBasis::municipale;
    p.settings.crime_cap = 1 + c.positive();
    p.settings.profile = c.flag() ? Profile::published : Profile::restricted;
    p.settings.site_classes = some<SiteClass>(c, [&] { return SiteClass{c.id(), c.text(), c.positive()}; });
    p.settings.thresholds = some<CouncilThreshold>(c, [&] {
        return CouncilThreshold{test::day(2001, 2, 3), c.below(9999)};
    });
    Territory t;
    t.name = c.text();
    t.vintage = c.below(3000);
    t.has_approximate_contours = c.flag();
    t.communes = some<Commune>(c, [&] {
        return Commune{c.id(),   c.text(),           c.maybe_count(), c.maybe_count(),
                       c.text(), c.text(),           c.text(),        static_cast<ForceKind>(c.below(3)),
                       c.text(), c.maybe_positive(), c.point(),       c.positive(),
                       c.shape()};
    });
    p.territory = t;
    p.zones = some<ForceZone>(c, [&] {
        return ForceZone{static_cast<ForceKind>(c.below(3)), c.text(), c.maybe_date(), c.maybe_date(),
                         c.shape()};
    });
    p.councils = some<Council>(c, [&] {
        return Council{c.id(), c.text(), static_cast<CouncilKind>(c.below(2)), c.list(), c.maybe_date()};
    });
    p.qpvs = some<Qpv>(c, [&] { return Qpv{c.id(), c.text(), c.list(), c.maybe_point(), c.shape()}; });
    p.authorisations = some<registry::Authorisation>(c, [&] {
        return registry::Authorisation{
            c.id(),          c.text(),        c.text(),        static_cast<registry::ActNature>(c.below(7)),
            c.text(),        c.text(),        c.text(),        c.text(),
            c.text(),        c.list(),        c.maybe_date(),  c.maybe_date(),
            c.maybe_date(),  c.maybe_date(),  c.maybe_count(), c.maybe_count(),
            c.maybe_count(), c.maybe_count(), c.shape(),       c.text(),
            c.text()};
    });
    p.cameras = some<registry::Camera>(c, [&] {
        registry::Camera camera{c.id(),
                                c.text(),
                                c.text(),
                                static_cast<registry::CameraType>(c.below(8)),
                                c.text(),
                                c.text(),
                                c.maybe_point(),
                                {},
                                c.maybe_positive(360),
                                c.maybe_positive(),
                                c.maybe_positive(),
                                c.maybe_positive(),
                                c.maybe_positive(90),
                                c.maybe_positive(360),
                                c.maybe_count(),
                                c.maybe_positive(),
                                c.maybe_positive(),
                                c.flag(),
                                c.text(),
                                c.text()};
        for (int i = c.below(4); i > 0; --i) {
            camera.azimuths_deg.push_back(c.positive(360));
        }
        return camera;
    });
    p.sites = some<Site>(c, [&] {
        return Site{c.id(),          c.text(),           c.text(), c.text(),
                    c.maybe_point(), c.maybe_positive(), c.text(), c.text()};
    });
    p.cells = some<PopulationCell>(c, [&] {
        return PopulationCell{c.id(), c.point(), c.positive(), c.flag(), c.text()};
    });
    p.roads = some<Road>(c, [&] {
        return Road{c.text(),
                    c.text(),
                    static_cast<RoadClass>(c.below(3)),
                    {c.point(), c.point(), c.point()},
                    c.text()};
    });
    p.buildings = some<Building>(c, [&] {
        return Building{test::square(c.number(), 5, 6).front(), c.maybe_positive(), c.text(), c.text(),
                        c.flag()};
    });
    p.parcels = some<Parcel>(c, [&] { return Parcel{test::square(c.number(), 5, 6), c.text()}; });
    p.elevation = {c.text(), c.below(9999), c.text()};
    p.settings.pixels = {c.positive(), c.positive(), c.positive()};
    p.settings.density_table = c.text();
    p.settings.required_band = c.flag() ? "identification" : "";
    p.crime = some<CrimeFigure>(c, [&] {
        return CrimeFigure{c.text(),           c.text(),           c.below(3000),
                           c.maybe_positive(), c.maybe_positive(), c.flag()};
    });
    p.sources = some<Source>(
        c, [&] { return Source{c.text(), c.text(), c.text(), c.text(), c.text(), c.below(999), c.flag()}; });
    p.findings = some<Finding>(c, [&] {
        return Finding{static_cast<Severity>(c.below(3)), c.text(), c.below(99), c.text(), c.text()};
    });
    p.scenarios = some<Scenario>(c, [&] {
        Scenario plan{c.id(), c.below(99), c.positive(), c.list(), c.list()};
        plan.target_share = c.positive(1);
        plan.floors = c.flag() ? std::vector<std::string>{"epci:a;b\\=25%", "zone:police=3"}
                               : std::vector<std::string>();
        plan.phases = c.flag() ? std::vector<std::string>{"2027=1200", "2028=3"} : std::vector<std::string>();
        plan.candidates = c.list();
        plan.spacing_m = c.positive();
        plan.has_views = c.flag();
        plan.horizon = c.maybe_date();
        plan.link = c.text();
        plan.year = c.below(3000);
        plan.is_police_only = c.flag();
        plan.second_level_communes = c.below(99);
        return plan;
    });
    p.candidates = some<Candidate>(c, [&] {
        Candidate made{c.id(),
                       c.text(),
                       c.text(),
                       c.text(),
                       c.maybe_point(),
                       c.maybe_positive(),
                       c.below(9),
                       c.text(),
                       c.text(),
                       c.maybe_positive(),
                       c.maybe_positive(360),
                       c.maybe_positive(359),
                       c.maybe_positive(),
                       c.text()};
        for (std::optional<double>* least_one : {&made.reach_m, &made.field_of_view_deg}) {
            *least_one = *least_one ? std::optional(1 + **least_one) : std::nullopt;
        }
        return made;
    });
    p.perimeters = some<Perimeter>(c, [&] { return Perimeter{c.id(), c.text(), c.shape(), c.text()}; });
    p.settings.road_weights = {c.positive(), c.positive(), c.positive()};
    p.settings.prices = some<EquipmentPrice>(c, [&] {
        return EquipmentPrice{
            c.text(),     c.text(), 1000 + c.positive(),
            c.positive(), c.text(), c.flag() ? std::optional(1 + c.positive()) : std::nullopt};
    });
    p.settings.funding.rules = some<FundingRule>(c, [&] {
        return FundingRule{c.text(),      c.below(2000),   2000 + c.below(99), c.text(),
                           c.below(9999), c.maybe_count(), c.maybe_count(),    c.maybe_count(),
                           c.text(),      c.maybe_count(), c.maybe_count(),    c.maybe_count()};
    });
    using registry::LastDay;
    using registry::ModifiedTerm;
    p.settings.terms.last_day = some<std::pair<Date, LastDay>>(
        c, [&] { return std::pair(test::day(2001 + c.below(20), 2, 3), static_cast<LastDay>(c.below(2))); });
    p.settings.terms.modification = some<std::pair<Date, ModifiedTerm>>(c, [&] {
        return std::pair(test::day(2001 + c.below(20), 2, 3), static_cast<ModifiedTerm>(c.below(3)));
    });
    p.settings.funding.aid_cap_bp = c.below(10000);
    sort_by_id(p.authorisations); // as a project is
    sort_by_id(p.cameras);
    sort_by_id(p.sites);
    sort_by_id(p.candidates);
    sort_by_id(p.perimeters);
    return p;
}

/// What takes `before` to `after`, done to the tables by plain code.
std::vector<geo::Table> applied(std::vector<geo::Table> tables, const ProjectChange& change) {
    for (const geo::TableChange& one : change.tables) {
        auto& rows = std::ranges::find(tables, one.table.name, &geo::Table::name)->features;
        std::vector<geo::Feature> kept;
        for (geo::Feature& row : rows) {
            const auto touched = std::ranges::find_if(one.rows, [&](const geo::RowChange& changed) {
                return changed.before && changed.before->row == row.row;
            });
            if (touched == one.rows.end()) {
                kept.push_back(row);
                continue;
            }
            EXPECT_EQ(touched->before->values, row.values);
            EXPECT_EQ(touched->before->geometry, row.geometry);
            if (touched->after) {
                kept.push_back(*touched->after);
            }
        }
        EXPECT_EQ(rows.size(), one.rows_before);
        for (const geo::RowChange& changed : one.rows) {
            if (!changed.before) {
                kept.push_back(*changed.after);
            }
        }
        rows = std::move(kept);
    }
    return tables;
}

TEST(ProjectTables, ChangesLeadFromOneProjectToTheOther) {
    for (unsigned seed = 0; seed < 300; ++seed) {
        Project before = random_project(seed);
        Project after = random_project(seed + 7000);
        domain::Territory territory = *after.territory;
        territory.epsg = before.territory->epsg;
        after.territory = territory;
        const ProjectChange change = changes(before, after);
        EXPECT_EQ(from_tables({applied(to_tables(before).tables, change), change.settings_after}), after)
            << "seed " << seed;
        EXPECT_TRUE(changes(after, after).tables.empty());
    }
}

TEST(ProjectTables, RowsWithIdentifiersAreToldByThem) {
    Project before = random_project(3);
    std::vector<registry::Camera> cameras(3);
    cameras[0].id = "b";
    cameras[1].id = "d";
    cameras[2].id = "f";
    before.cameras = cameras;
    cameras[1].range_m = 30;
    cameras.insert(cameras.begin(), registry::Camera());
    cameras[0].id = "a";
    cameras.pop_back();
    Project after = before;
    after.cameras = cameras;
    const ProjectChange change = changes(before, after);
    ASSERT_EQ(change.tables.size(), 1U);
    EXPECT_EQ(change.tables[0].key, "id");
    ASSERT_EQ(change.tables[0].rows.size(), 3U);
    EXPECT_FALSE(change.tables[0].rows[0].before);
    EXPECT_EQ(geo::to_text(change.tables[0].rows[1].before->values[0]), "d");
    EXPECT_FALSE(change.tables[0].rows[2].after);
}

TEST(ProjectTables, RandomProjectsComeBackExactly) {
    for (unsigned seed = 0; seed < 300; ++seed) {
        const Project project = random_project(seed);
        ASSERT_EQ(from_tables(to_tables(project)), project) << "seed " << seed;
    }
}

TEST(ProjectTables, TheyComeBackThroughTheGeoPackage) {
    const std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) / "maillage_project_tables";
    std::filesystem::create_directories(folder);
    Progress progress;
    for (unsigned seed = 1000; seed < 1003; ++seed) {
        const Project project = random_project(seed);
        ProjectTables tables = to_tables(project);
        io::save_project(folder / "projet.gpkg", {tables.tables, tables.settings}, progress);
        io::StoredProject stored = io::load_project(folder / "projet.gpkg", progress);
        ASSERT_EQ(from_tables({std::move(stored.tables), std::move(stored.settings)}), project)
            << "seed " << seed;
    }
    std::filesystem::remove_all(folder);
}

/// Tables and columns of the plan came later: a project of before opens with what the program starts with.
TEST(ProjectTables, AProjectOfBeforeThePlanStillOpens) {
    Project before = test::small_project();
    Scenario plan;
    plan.name = "Schéma";
    plan.count = 12;
    before.scenarios = {plan};
    ProjectTables tables = to_tables(before);
    std::erase_if(tables.tables, [](const geo::Table& table) {
        return table.name == "candidats" || table.name == "perimetres" || table.name == "prix" ||
               table.name == "financements";
    });
    tables.settings.erase("plafond_aides_pb");
    tables.settings.erase("part_projet_commune");
    for (const char* key : {"poids_autoroute_km", "poids_nationale_km", "poids_departementale_km"}) {
        ASSERT_EQ(tables.settings.erase(key), 1U);
    }
    for (geo::Table& table : tables.tables) {
        if (table.name == "scenarios") {
            table.columns.resize(5);
            for (geo::Feature& feature : table.features) {
                feature.values.resize(5);
            }
        }
    }
    EXPECT_EQ(from_tables(tables), before);
}

/// A candidate's own reach, and whether it counts what it sees, came later still.
TEST(ProjectTables, AProjectOfBeforeReachesWereTheCandidatesStillOpens) {
    Project before = test::small_project();
    Scenario plan;
    plan.name = "Schéma";
    before.scenarios = {plan};
    Candidate candidate;
    candidate.id = "p";
    candidate.position = geo::Point{test::kX, test::kY};
    candidate.source = "posé sur la carte";
    before.candidates = std::vector{candidate};
    before.settings.prices = {{"dome", "fibre", 12000, 100, "devis"}};
    ProjectTables tables = to_tables(before);
    int dropped = 0;
    for (geo::Table& table : tables.tables) {
        if (table.name != "candidats" && table.name != "prix" && table.name != "scenarios") {
            continue;
        }
        for (const char* name : {"portee_m", "azimut_deg", "champ_deg", "hauteur_m", "ecart_m", "vues"}) {
            if (const auto at = geo::find_column(table, name)) {
                const auto column = static_cast<std::ptrdiff_t>(*at);
                table.columns.erase(table.columns.begin() + column);
                for (geo::Feature& feature : table.features) {
                    feature.values.erase(feature.values.begin() + column);
                }
                ++dropped;
            }
        }
    }
    EXPECT_EQ(dropped, 7);
    EXPECT_EQ(from_tables(tables), before);
}

TEST(ProjectTables, AProjectOfBeforeBandsWereChosenKeepsTheDefaults) {
    ProjectTables tables = to_tables(test::small_project());
    for (const char* key : {"pixels_bas", "pixels_centre", "pixels_haut", "table_densites", "densite_requise",
                            "relief_fichier", "relief_epsg", "relief_empreinte"}) {
        ASSERT_EQ(tables.settings.erase(key), 1U) << key;
    }
    std::erase_if(tables.tables, [](const geo::Table& table) {
        return table.name == "parcelles" || table.name == "dernier_jour" ||
               table.name == "effet_modification";
    });
    for (geo::Table& table : tables.tables) {
        if (table.name == "hypotheses_cameras") {
            for (const char* name : {"champ_haut_deg", "champ_bas_deg", "image_deg"}) {
                ASSERT_EQ(table.columns.back().name, name);
                table.columns.pop_back();
                for (geo::Feature& row : table.features) {
                    row.values.pop_back();
                }
            }
        }
    }
    const Project read = from_tables(tables);
    EXPECT_EQ(read.settings, test::small_project().settings);
    EXPECT_TRUE(read.parcels->empty());
}

TEST(ProjectTables, WhatIsMissingIsNamed) {
    const auto message = [](const ProjectTables& tables) {
        try {
            from_tables(tables);
        } catch (const InputError& error) {
            return std::string(error.what());
        }
        return std::string("rien");
    };
    ProjectTables tables = to_tables(test::small_project());
    tables.tables[0].columns[1].name = "autre";
    EXPECT_EQ(message(tables), "projet incomplet : la colonne « nom » manque dans la table « communes »");
    tables.tables.erase(tables.tables.begin());
    EXPECT_EQ(message(tables), "projet incomplet : la table « communes » manque");
    tables.settings["format"] = "99";
    EXPECT_THAT(message(tables), testing::HasSubstr("format 99"));
    tables = to_tables(test::small_project());
    tables.tables[0].features[0].values[7] = std::string("douane");
    EXPECT_THAT(message(tables), testing::HasSubstr("« douane » (table communes, ligne 1, colonne force)"));
}

} // namespace
} // namespace maillage::domain
