// Values of the domain that need no table: acts, settings, words, angles, the index of communes.
#include "domain/commune_index.h"
#include "domain/project.h"
#include "intake/angles.h"
#include "intake/former_communes.h"
#include "support/example_project.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace maillage::registry {
namespace {

using test::day;
using testing::ElementsAre;

Authorisation act(ActNature nature, std::optional<Date> decided, std::optional<Date> stated = {}) {
    Authorisation made;
    made.nature = nature;
    made.decided = decided;
    made.stated_expiry = stated;
    return made;
}

TEST(Registry, AnActHoldsFiveYearsAndAProvisionalOneFourMonths) {
    EXPECT_EQ(expiry(act(ActNature::authorisation, day(2024, 2, 29))), day(2029, 2, 28));
    EXPECT_EQ(expiry(act(ActNature::provisional, day(2024, 10, 31))), day(2025, 2, 28));
    EXPECT_EQ(expiry(act(ActNature::renewal, day(2020, 1, 1), day(2024, 6, 1))), day(2024, 6, 1));
    EXPECT_EQ(expiry(act(ActNature::refusal, day(2020, 1, 1))), std::nullopt);
    EXPECT_EQ(expiry(act(ActNature::withdrawal, day(2020, 1, 1), day(2030, 1, 1))), std::nullopt);
    EXPECT_EQ(renewal_due(act(ActNature::authorisation, day(2022, 3, 15))), day(2026, 11, 15));
}

TEST(Registry, ValidityKnowsWhatItDoesNotKnow) {
    const Date on = day(2026, 11, 22);
    EXPECT_EQ(validity(act(ActNature::authorisation, day(2021, 11, 22)), on),
              Validity::valid); // to the last day
    EXPECT_EQ(validity(act(ActNature::authorisation, day(2021, 11, 21)), on), Validity::expired);
    EXPECT_EQ(validity(act(ActNature::authorisation, day(2026, 11, 23)), on), Validity::not_yet);
    EXPECT_EQ(validity(act(ActNature::authorisation, {}), on), Validity::unknown);
    EXPECT_EQ(validity(act(ActNature::refusal, day(2026, 1, 1)), on), Validity::never);
}

TEST(Registry, WordsOfRegistersAreRead) {
    EXPECT_EQ(parse_nature("Demande de modification d'un système autorisé"), ActNature::modification);
    EXPECT_EQ(parse_nature("RENOUVELLEMENT"), ActNature::renewal);
    EXPECT_EQ(parse_nature("Autorisation provisoire"), ActNature::provisional);
    EXPECT_EQ(parse_nature("bleu"), std::nullopt);
    for (const ActNature nature : {ActNature::authorisation, ActNature::modification, ActNature::renewal,
                                   ActNature::provisional, ActNature::refusal, ActNature::withdrawal}) {
        EXPECT_EQ(parse_nature(to_text(nature)), nature);
    }
    EXPECT_EQ(parse_camera_type("Dôme"), CameraType::dome);
    EXPECT_EQ(parse_camera_type("Fixe 180"), CameraType::fixed_180);
    EXPECT_EQ(parse_camera_type("00 NR"), CameraType::unknown);
    for (int i = 0; i <= static_cast<int>(CameraType::other); ++i) {
        EXPECT_EQ(parse_camera_type(to_text(static_cast<CameraType>(i))), static_cast<CameraType>(i));
    }
    EXPECT_EQ(domain::parse_force("ZGN"), domain::ForceKind::gendarmerie);
    EXPECT_EQ(domain::parse_force("Police nationale"), domain::ForceKind::police);
    EXPECT_EQ(domain::parse_force("peut-être"), domain::ForceKind::unknown);
    Camera camera;
    EXPECT_TRUE(is_in_service(camera));
    camera.state = "En projet";
    EXPECT_FALSE(is_in_service(camera));
}

TEST(Settings, ThresholdFollowsTheLawOfTheDay) {
    const domain::Settings settings = domain::default_settings();
    EXPECT_EQ(domain::council_threshold(settings, day(2026, 11, 22)), 5000);
    EXPECT_EQ(domain::council_threshold(settings, day(2021, 5, 27)), 5000);
    EXPECT_EQ(domain::council_threshold(settings, day(2021, 5, 26)), 10000);
    EXPECT_EQ(domain::council_threshold(settings, day(2001, 1, 1)), 10000);
    EXPECT_EQ(domain::assumption_for(settings, CameraType::plate).field_of_view_deg, 25);
    for (const domain::CameraAssumption& one : settings.assumptions) {
        EXPECT_LT(one.range_low_m, one.range_central_m);
        EXPECT_LT(one.range_central_m, one.range_high_m);
    }
}

TEST(Project, BannerAndAttributionSayWhatIsShown) {
    domain::Project project;
    EXPECT_EQ(domain::warning_banner(project), "");
    domain::Territory territory;
    territory.has_approximate_contours = true;
    project.territory = territory;
    EXPECT_EQ(domain::warning_banner(project), "Contours approchés");
    project.sources = std::vector<domain::Source>{{"communes", "a", "", "", "IGN", 1, true},
                                                  {"sites", "b", "", "", "OSM", 1, false},
                                                  {"cameras", "c", "", "", "OSM", 1, false}};
    EXPECT_EQ(domain::warning_banner(project), "Exemple fictif · contours approchés");
    EXPECT_EQ(domain::attribution(project), "Limites : IGN · Sites, Caméras : OSM");
}

struct Written {
    std::string text;
    double value;
    char axis;
};

TEST(Angles, DegreesInEveryWritingOfTheFormatsNote) {
    const double north = 49 + 42 / 60.0 + 35 / 3600.0;
    for (const Written& one : std::vector<Written>{{"49° 42′ 35″ nord", north, 'N'},
                                                   {"49°42'35\"N", north, 'N'},
                                                   {"49º42’35''N", north, 'N'},
                                                   {"4° 07′ 44″ est", 4 + 7 / 60.0 + 44 / 3600.0, 'E'},
                                                   {"1°30' Ouest", -1.5, 'E'},
                                                   {"O 1°30'", -1.5, 'E'},
                                                   {"49,7097", 49.7097, 0},
                                                   {" 00000046,1645193", 46.1645193, 0},
                                                   {"-00000001,1500341", -1.1500341, 0},
                                                   {"49° 42,5'", 49 + 42.5 / 60, 0},
                                                   {"49.5°", 49.5, 0}}) {
        const auto read = intake::parse_degrees(one.text);
        ASSERT_TRUE(read) << one.text;
        EXPECT_NEAR(read->value, one.value, 1e-9) << one.text;
        EXPECT_EQ(read->axis, one.axis) << one.text;
    }
    for (const std::string text : {"461.993.881", "", "nord", "49°72'", "abc", "49° 42′ 35″ 12", "N49S"}) {
        EXPECT_FALSE(intake::parse_degrees(text)) << text;
    }
}

TEST(Angles, PairsInOneCell) {
    for (const std::string text :
         {"49.57061, 3.62443", "49,57061 ; 3,62443", "49.57061 3.62443", "[49.57061, 3.62443]"}) {
        const auto pair = intake::parse_pair(text);
        ASSERT_TRUE(pair) << text;
        EXPECT_DOUBLE_EQ(pair->first, 49.57061) << text;
        EXPECT_DOUBLE_EQ(pair->second, 3.62443) << text;
        EXPECT_FALSE(pair->is_longitude_first) << text;
    }
    for (const std::string text : {"POINT (3.62443 49.57061)", "{\"lon\": 3.62443, \"lat\": 49.57061}",
                                   "3°37'27.9\"E, 49°34'14.2\"N"}) {
        const auto pair = intake::parse_pair(text);
        ASSERT_TRUE(pair) << text;
        EXPECT_TRUE(pair->is_longitude_first) << text;
        EXPECT_NEAR(pair->first, 3.62443, 2e-5) << text;
    }
    EXPECT_FALSE(intake::parse_pair("Laon, Aisne"));
    EXPECT_FALSE(intake::parse_pair("POINT("));
    EXPECT_FALSE(intake::parse_pair("POINT)("));
}

TEST(Angles, DirectionsOfOpenStreetMap) {
    const auto azimuths = [](std::string_view text) {
        const auto read = intake::parse_directions(text);
        return read ? read->azimuths_deg : std::vector<double>{-1};
    };
    EXPECT_THAT(azimuths("330"), ElementsAre(330));
    EXPECT_THAT(azimuths("-140"), ElementsAre(220));
    EXPECT_THAT(azimuths("NW"), ElementsAre(315));
    EXPECT_THAT(azimuths("south"), ElementsAre(180));
    EXPECT_THAT(azimuths("Nord-Ouest"), ElementsAre(315));
    EXPECT_THAT(azimuths("O"), ElementsAre(270));
    EXPECT_THAT(azimuths("180, 270"), ElementsAre(180, 270));
    EXPECT_THAT(azimuths("90;160;270"), ElementsAre(90, 160, 270));
    EXPECT_THAT(azimuths("12,5"), ElementsAre(12.5));
    EXPECT_THAT(azimuths("45°"), ElementsAre(45));
    EXPECT_THAT(azimuths("forward"), ElementsAre(-1));
    EXPECT_THAT(azimuths("1e300"), ElementsAre(-1));
    const auto sector = intake::parse_directions("190-100");
    ASSERT_TRUE(sector);
    EXPECT_THAT(sector->azimuths_deg, ElementsAre(325)); // from 190 clockwise to 100: 270 degrees
    EXPECT_EQ(sector->field_deg, 270);
    EXPECT_THAT(intake::parse_directions("10-50", true)->azimuths_deg,
                ElementsAre(210)); // the other way round
    const auto all = intake::parse_directions("360");
    ASSERT_TRUE(all);
    EXPECT_TRUE(all->is_all_round);
    EXPECT_TRUE(all->azimuths_deg.empty());
    EXPECT_TRUE(intake::parse_directions("180,270")->is_doubtful);
    EXPECT_TRUE(intake::parse_directions("0-360")->is_all_round);
}

TEST(Angles, LengthsWithUnits) {
    EXPECT_EQ(intake::parse_length_m("12 m"), 12);
    EXPECT_EQ(intake::parse_length_m("3,5m"), 3.5);
    EXPECT_NEAR(*intake::parse_length_m("10'"), 3.048, 1e-12);
    EXPECT_FALSE(intake::parse_length_m("haut"));
}

TEST(CommuneIndex, FindsInsideNearAndNothing) {
    const domain::Project project = test::small_project();
    const domain::CommuneIndex index(*project.territory);
    EXPECT_EQ(index.find({test::kX + 10, test::kY + 10}), 0U);
    EXPECT_EQ(index.find({test::kX + 1990, test::kY + 1990}), 3U);
    EXPECT_EQ(index.find({test::kX - 40, test::kY + 10}), std::nullopt);
    EXPECT_EQ(index.find_near({test::kX - 40, test::kY + 10}, 50), 0U);
    EXPECT_EQ(index.find_near({test::kX - 60, test::kY + 10}, 50), std::nullopt);
    EXPECT_NEAR(index.distance_m(0, {test::kX - 40, test::kY + 10}), 40, 1e-9);
    const domain::Territory nothing;
    EXPECT_EQ(domain::CommuneIndex(nothing).find_near({0, 0}, 1e9), std::nullopt);
}

TEST(Territory, CodesAndFormerCommunes) {
    EXPECT_EQ(domain::departement_of("97411"), "974");
    EXPECT_EQ(domain::departement_of("2A004"), "2A");
    EXPECT_EQ(domain::departement_of("Laon"), "");
    EXPECT_EQ(domain::departement_name("02"), "Aisne");
    EXPECT_EQ(intake::successor("02695"), "02054");
    EXPECT_EQ(intake::successor("02691"), "");
}

} // namespace
} // namespace maillage::registry
