#include "domain/project_tables.h"
#include "example/example.h"
#include "example/facts.h"
#include "example/random.h"
#include "example/register.h"
#include "geo/crs.h"
#include "geo/overlay.h"
#include "support/require.h"
#include "support/test_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <map>
#include <set>
#include <unordered_map>

namespace maillage::example {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

constexpr double kDepartement_km2 = 7412.17; // sum of the geodesic areas of the facts

const domain::Project& example() {
    static const domain::Project project = [] {
        Progress progress;
        return make_example(progress);
    }();
    return project;
}

const domain::Commune& commune(const std::string& code) {
    return example().territory->communes.at(*domain::find_commune(*example().territory, code));
}

std::vector<geo::MultiPolygon> shapes() {
    std::vector<geo::MultiPolygon> all;
    for (const domain::Commune& c : example().territory->communes) {
        all.push_back(c.shape);
    }
    return all;
}

TEST(Example, HasTheTotalsOfTheFacts) {
    const domain::Project& p = example();
    ASSERT_EQ(p.territory->communes.size(), 797U);
    std::int64_t inhabitants = 0;
    std::set<std::string> arrondissements;
    for (const domain::Commune& c : p.territory->communes) {
        inhabitants += c.population.value();
        arrondissements.insert(c.arrondissement);
    }
    EXPECT_EQ(inhabitants, 523342);
    EXPECT_EQ(arrondissements, (std::set<std::string>{"021", "022", "023", "024", "025"}));
    EXPECT_EQ(p.qpvs->size(), 17U);
    EXPECT_EQ(p.councils->size(), 10U); // S30 of the plan
    EXPECT_EQ(p.crime->size(), 797U);
    EXPECT_EQ(std::count_if(p.crime->begin(), p.crime->end(), [](const auto& f) { return f.is_published; }),
              190);
    EXPECT_EQ(plan_figures().size(), 51U);
    EXPECT_EQ(commune("02408").name, "Laon");
    EXPECT_EQ(commune("02408").population, 24220);
}

TEST(Example, AreasOfCommunesAndDepartementAreWithinOnePercent) {
    double total = 0;
    for (const domain::Commune& c : example().territory->communes) {
        const double km2 = geo::geodesic_area_m2(geo::kLambert93, c.shape) / 1e6;
        EXPECT_NEAR(km2 / c.area_km2, 1, 0.01) << c.name;
        total += km2;
    }
    EXPECT_NEAR(total / kDepartement_km2, 1, 0.01);
}

TEST(Example, ContoursAreACoverageWithoutGapOrOverlap) {
    const std::vector<geo::MultiPolygon> all = shapes();
    double sum = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        ASSERT_EQ(geo::why_invalid(all[i]), "") << example().territory->communes[i].name;
        sum += geo::area(all[i]);
    }
    // Neither overlap nor gap: the union is one polygon without hole, as large as its parts together.
    const geo::MultiPolygon whole = geo::unite(all);
    ASSERT_EQ(whole.size(), 1U);
    EXPECT_TRUE(whole[0].holes.empty());
    EXPECT_NEAR(geo::area(whole), sum, 1);
}

// Every edge inside the département is an edge of exactly one neighbour, the other way round and bit for bit:
// what recognises shared borders needs no tolerance.
TEST(Example, NeighboursShareTheirEdgesBitForBit) {
    std::map<std::pair<geo::Point, geo::Point>, int> edges;
    for (const geo::MultiPolygon& shape : shapes()) {
        for (const geo::Polygon& polygon : shape) {
            for (std::size_t i = 0; i < polygon.outer.size(); ++i) {
                ++edges[{polygon.outer[i], polygon.outer[(i + 1) % polygon.outer.size()]}];
            }
        }
    }
    double alone = 0;
    for (const auto& [edge, count] : edges) {
        EXPECT_EQ(count, 1);
        if (!edges.contains({edge.second, edge.first})) {
            alone += geo::distance(edge.first, edge.second);
        }
    }
    const geo::MultiPolygon whole = geo::unite(shapes());
    double outline = 0;
    const geo::Ring& ring = whole.at(0).outer;
    for (std::size_t i = 0; i < ring.size(); ++i) {
        outline += geo::distance(ring[i], ring[(i + 1) % ring.size()]);
    }
    EXPECT_NEAR(alone, outline, 1);
}

geo::MultiPolygon read_polygons(const nlohmann::json& geometry, const geo::Reprojection& to_plane) {
    geo::MultiPolygon shape;
    const auto add = [&](const nlohmann::json& rings) {
        geo::Polygon polygon;
        for (const auto& positions : rings) {
            geo::Ring ring;
            for (const auto& p : positions) {
                ring.push_back(to_plane({p[0], p[1]}).value());
            }
            ring.pop_back();
            if (polygon.outer.empty()) {
                polygon.outer = ring;
            } else {
                polygon.holes.push_back(ring);
            }
        }
        shape.push_back(polygon);
    };
    if (geometry["type"] == "Polygon") {
        add(geometry["coordinates"]);
    } else {
        for (const auto& rings : geometry["coordinates"]) {
            add(rings);
        }
    }
    geo::normalise(shape);
    return geo::make_valid(shape);
}

TEST(Example, ThreeQuartersOfTheDepartementLieInTheRightCommune) {
    const auto file = test_data("aisne-communes-cog2026-derive.geojson");
    if (!file) {
        MAILLAGE_SKIP_WITHOUT("data", "real limits absent: set MAILLAGE_TEST_DATA");
    }
    std::ifstream stream(*file);
    const nlohmann::json real = nlohmann::json::parse(stream);
    const geo::Reprojection to_plane(geo::kWgs84, geo::kLambert93);
    double total = 0;
    double right = 0;
    for (const auto& feature : real["features"]) {
        const geo::MultiPolygon shape = read_polygons(feature["geometry"], to_plane);
        total += geo::area(shape);
        const std::string code = feature["properties"]["code"];
        right += geo::area(geo::intersect(shape, commune(code).shape));
    }
    RecordProperty("right_share", std::to_string(right / total));
    EXPECT_GE(right / total, 0.75);
}

TEST(Example, IsTheSameAtEveryRun) {
    Progress progress;
    EXPECT_TRUE(make_example(progress) == example());
}

// Computed apart: another generator would change every file of the example.
TEST(Example, RandomNumbersAreThoseOfSplitMix64) {
    Random random("maillage");
    EXPECT_EQ(random.next(), 0x595DD3EC2BCF5E1CULL);
    EXPECT_EQ(random.next(), 0xC9F552E8925836DAULL);
    for (int i = 0; i < 1000; ++i) {
        const double u = random.unit();
        EXPECT_TRUE(u >= 0 && u < 1);
        EXPECT_THAT(random.whole(3, 5), AnyOf(3, 4, 5));
        EXPECT_LT(std::abs(random.bell()), 3.5);
    }
}

TEST(Example, SurvivesTheProjectTables) {
    EXPECT_TRUE(domain::from_tables(domain::to_tables(example())) == example());
}

TEST(Example, SaysWhatIsInventedEverywhere) {
    const domain::Project& p = example();
    EXPECT_TRUE(p.territory->has_approximate_contours);
    EXPECT_THAT(p.territory->source, HasSubstr("contours approchés"));
    EXPECT_THAT(p.title, HasSubstr("fictif"));
    EXPECT_TRUE(domain::is_fictitious(p));
    std::set<std::string> fictitious;
    for (const domain::Source& s : *p.sources) {
        EXPECT_FALSE(s.note.empty()) << s.kind;
        EXPECT_GT(s.rows, 0) << s.kind;
        if (s.is_fictitious) {
            fictitious.insert(s.kind);
        }
    }
    for (const char* kind :
         {"zones", "councils", "authorisations", "cameras", "sites", "population", "buildings"}) {
        EXPECT_TRUE(fictitious.contains(kind)) << kind;
    }
    for (const domain::Site& site : *p.sites) {
        EXPECT_EQ(site.source, "exemple fictif");
        EXPECT_THAT(site.name, HasSubstr("ficti")) << site.id;
    }
    for (const registry::Camera& camera : *p.cameras) {
        EXPECT_EQ(camera.source, "exemple fictif");
        EXPECT_THAT(camera.id, StartsWith("F-"));
    }
    for (const domain::Building& building : *p.buildings) {
        EXPECT_THAT(building.id, StartsWith("FICTIF-"));
    }
    for (const domain::PopulationCell& cell : *p.cells) {
        EXPECT_THAT(cell.id, StartsWith("FICTIF"));
        EXPECT_TRUE(cell.is_imputed);
    }
    int real = 0;
    for (const registry::Authorisation& act : *p.authorisations) {
        if (act.source == "exemple fictif") {
            EXPECT_THAT(act.holder, HasSubstr("fictif")) << act.id;
            EXPECT_THAT(act.number, HasSubstr("/F")) << act.id;
        } else {
            EXPECT_THAT(act.source, StartsWith("fait réel : recueil 02-2025-"));
            EXPECT_FALSE(act.public_road || act.indoor || act.outdoor) << "the publications give no count";
            ++real;
        }
    }
    EXPECT_EQ(real, 11);
    for (const domain::Commune& c : p.territory->communes) {
        EXPECT_TRUE(c.force == domain::ForceKind::police || c.unit.ends_with("(exemple fictif)")) << c.name;
    }
}

TEST(Example, PoliceZoneIsTheSixCommunesNamedByTheDistricts) {
    std::set<std::string> police;
    for (const domain::Commune& c : example().territory->communes) {
        if (c.force == domain::ForceKind::police) {
            police.insert(c.code);
        }
    }
    EXPECT_EQ(police, (std::set<std::string>{"02168", "02304", "02408", "02691", "02722", "02738"}));
}

TEST(Example, FourOfTheTwelveCommunesThatNeedACouncilHaveNone) {
    const domain::Project& p = example();
    std::set<std::string> concerned;
    for (const domain::Commune& c : p.territory->communes) {
        if (c.population > 5000) {
            concerned.insert(c.code);
        }
    }
    for (const domain::Qpv& qpv : *p.qpvs) {
        concerned.insert(qpv.communes.begin(), qpv.communes.end());
    }
    EXPECT_EQ(concerned.size(), 12U);
    std::set<std::string> with_council;
    int invented = 0;
    for (const domain::Council& council : *p.councils) {
        ASSERT_TRUE(std::is_sorted(council.members.begin(), council.members.end()));
        with_council.insert(council.members.begin(), council.members.end());
        invented += council.name.ends_with("(exemple fictif)") ? 1 : 0;
    }
    EXPECT_EQ(invented, 7);
    std::set<std::string> without;
    std::set_difference(concerned.begin(), concerned.end(), with_council.begin(), with_council.end(),
                        std::inserter(without, without.end()));
    EXPECT_EQ(without, (std::set<std::string>{"02173", "02571", "02738", "02810"}));
}

TEST(Example, RegisterHasTheScaleOfThePlan) {
    const domain::Project& p = example();
    EXPECT_EQ(p.authorisations->size(), static_cast<std::size_t>(kExampleActs));
    EXPECT_EQ(p.cameras->size(), 3266U); // S34
    std::map<std::string, int> by_commune;
    std::unordered_map<std::string, const registry::Authorisation*> acts;
    for (const registry::Authorisation& act : *p.authorisations) {
        EXPECT_TRUE(acts.emplace(act.id, &act).second) << "repeated: " << act.id;
    }
    std::unordered_map<std::string, std::int64_t> attached;
    int public_road = 0;
    int located = 0;
    for (const registry::Camera& camera : *p.cameras) {
        ASSERT_TRUE(acts.contains(camera.authorisation)) << camera.id;
        EXPECT_EQ(acts[camera.authorisation]->commune, camera.commune);
        ++attached[camera.authorisation];
        if (camera.is_public_road) {
            ++public_road;
            ++by_commune[camera.commune];
            located += camera.position ? 1 : 0;
        }
    }
    EXPECT_EQ(public_road, 396); // S34
    EXPECT_GT(located, 350);
    EXPECT_LT(located, 396);
    EXPECT_EQ(by_commune["02722"], 41); // Soissons, and so on: domain.md 7
    EXPECT_EQ(by_commune["02173"], 30);
    EXPECT_EQ(by_commune["02361"], 19);
    EXPECT_EQ(by_commune["02810"], 14);
    for (const auto& [id, act] : acts) {
        if (act->public_road) {
            EXPECT_EQ(*act->public_road + act->indoor.value() + act->outdoor.value(), attached[id]) << id;
        }
    }
}

TEST(Example, SomeActsAreExpiredAndSomeAboutToBe) {
    const Date today = example().settings.reference_date;
    const Date in_a_year = plus_years(today, 1);
    std::map<registry::Validity, int> counts;
    int soon = 0;
    for (const registry::Authorisation& act : *example().authorisations) {
        const registry::Validity now = registry::validity(act, today);
        ++counts[now];
        soon += now == registry::Validity::valid && *registry::expiry(act) < in_a_year ? 1 : 0;
        if (act.submitted && act.decided) {
            EXPECT_LT(days_between(*act.submitted, *act.decided), 125);
        }
        EXPECT_TRUE(!act.decided || days_between(*act.decided, today) >= 0) << act.id;
    }
    EXPECT_GT(counts[registry::Validity::expired], 50);
    EXPECT_GT(counts[registry::Validity::unknown], 5);
    EXPECT_GE(counts[registry::Validity::never] + counts[registry::Validity::withdrawn], 6);
    EXPECT_EQ(counts[registry::Validity::not_yet], 0);
    EXPECT_GT(soon, 150);
    EXPECT_LT(soon, 350);
}

TEST(Example, WhatIsPlacedLiesInItsCommune) {
    const domain::Project& p = example();
    std::set<std::string> classes;
    for (const domain::SiteClass& c : p.settings.site_classes) {
        classes.insert(c.key);
    }
    EXPECT_GE(p.sites->size(), 1200U);
    EXPECT_LE(p.sites->size(), 1500U);
    std::set<std::string> ids;
    for (const domain::Site& site : *p.sites) {
        EXPECT_TRUE(classes.contains(site.site_class)) << site.site_class;
        EXPECT_TRUE(ids.insert(site.id).second) << site.id;
        EXPECT_TRUE(geo::contains(commune(site.commune).shape, site.position.value())) << site.id;
    }
    for (const registry::Camera& camera : *p.cameras) {
        if (camera.position) {
            EXPECT_TRUE(geo::contains(commune(camera.commune).shape, *camera.position)) << camera.id;
        }
        for (const double azimuth : camera.azimuths_deg) {
            EXPECT_TRUE(azimuth >= 0 && azimuth < 360) << camera.id;
        }
    }
    EXPECT_TRUE(
        std::is_sorted(p.sites->begin(), p.sites->end(), [](auto& a, auto& b) { return a.id < b.id; }));
    EXPECT_TRUE(
        std::is_sorted(p.cameras->begin(), p.cameras->end(), [](auto& a, auto& b) { return a.id < b.id; }));
}

TEST(Example, CellsAddUpToEachPopulation) {
    std::map<std::string, double> inhabitants;
    std::set<geo::Point> centres;
    for (const domain::PopulationCell& cell : *example().cells) {
        EXPECT_GT(cell.inhabitants, 0);
        EXPECT_EQ(cell.inhabitants, std::floor(cell.inhabitants));
        EXPECT_TRUE(centres.insert(cell.centre).second) << cell.id;
        inhabitants[cell.commune] += cell.inhabitants;
    }
    for (const domain::Commune& c : example().territory->communes) {
        EXPECT_EQ(inhabitants[c.code], static_cast<double>(c.population.value())) << c.name;
    }
}

TEST(Example, BuildingsLeaveCamerasAndSitesInTheStreet) {
    const domain::Project& p = example();
    EXPECT_GE(p.buildings->size(), 300U);
    EXPECT_LE(p.buildings->size(), 3000U);
    for (const domain::Building& building : *p.buildings) {
        EXPECT_EQ(geo::why_invalid({building.shape}), "") << building.id;
        EXPECT_GT(geo::area(building.shape), 30) << building.id;
        EXPECT_GT(building.height_m.value(), 3);
        const geo::Box box = geo::bounds(building.shape);
        for (const registry::Camera& camera : *p.cameras) {
            if (camera.is_public_road && camera.position && box.contains(*camera.position)) {
                EXPECT_FALSE(geo::contains(building.shape, *camera.position)) << camera.id;
            }
        }
        for (const domain::Site& site : *p.sites) {
            if (box.contains(*site.position)) {
                EXPECT_FALSE(geo::contains(building.shape, *site.position)) << site.id;
            }
        }
    }
}

} // namespace
} // namespace maillage::example
