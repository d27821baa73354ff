// Every way out of the program in the profile « public »: a register full of marked words, numbers and places
// goes in, and none of them may come out. The walk asks the program for its lists of verbs, exports, formats,
// pictures and commands: a new one without a case here fails.
#include "base/number.h"
#include "domain/project_tables.h"
#include "geo/crs.h"
#include "io/store/project_store.h"
#include "io/write/write_table.h"
#include "map/render.h"
#include "report/export_tables.h"
#include "session/command.h"
#include "session/files.h"
#include "support/cli_driver.h"
#include "support/example_project.h"
#include "support/software_gl.h"
#include "support/source_dir.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <unistd.h>

namespace maillage {
namespace {

using test::day;
using test::kX;
using test::kY;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kMark = "Zqxmarque";
/// Counts that a register states, and that nothing else of the project comes near to.
constexpr std::array<std::int64_t, 4> kCounts = {73519, 73529, 73539, 73549};
/// Places of the register, off the round metres of the communes.
constexpr std::array<geo::Point, 6> kPlaces = {{{kX + 437.37, kY + 561.73},
                                                {kX + 137.41, kY + 261.77},
                                                {kX + 1337.43, kY + 361.79},
                                                {kX + 637.47, kY + 1361.83},
                                                {kX + 1737.53, kY + 1261.89},
                                                {kX + 837.59, kY + 461.97}}};

std::string marked(const std::string& what) {
    return kMark + ' ' + what;
}

registry::Authorisation marked_act(const std::string& id, Date decided) {
    registry::Authorisation act = test::act(marked(id), "02001", decided);
    act.act_id = marked("recueil");
    act.holder = "Commune de Ville"; // public, as is the date
    act.holder_kind = marked("nature");
    act.address = marked("adresse");
    act.purposes = {"F05", marked("finalité")};
    act.stated_expiry = day(2027, 3, 9);
    act.indoor = kCounts[0];
    act.outdoor = kCounts[1];
    act.public_road = kCounts[2];
    act.retention_days = kCounts[3];
    act.perimeter = test::square(kPlaces[0].x, kPlaces[0].y, 35.31);
    act.source = marked("registre.xlsx");
    return act;
}

/// Acts that are not in the public list at all: their holder is marked, too.
std::vector<registry::Authorisation> unlisted_acts() {
    std::vector<registry::Authorisation> acts;
    const auto add = [&](const std::string& id, auto change) {
        acts.push_back(marked_act(id, day(2024, 5, 17)));
        acts.back().commune = "02002"; // of systems of their own: the marks would read as one number
        acts.back().holder = marked(id);
        change(acts.back());
    };
    add("refus", [](registry::Authorisation& act) { act.nature = registry::ActNature::refusal; });
    add("retrait", [](registry::Authorisation& act) { act.nature = registry::ActNature::withdrawal; });
    add("provisoire", [](registry::Authorisation& act) { act.nature = registry::ActNature::provisional; });
    add("sans date", [](registry::Authorisation& act) { act.decided.reset(); });
    add("à venir", [](registry::Authorisation& act) { act.decided = day(2030, 1, 1); });
    add("défense", [](registry::Authorisation& act) { act.purposes = {"F02"}; });
    add("défense en mots",
        [](registry::Authorisation& act) { act.purposes = {"Installations utiles à la défense nationale"}; });
    return acts;
}

registry::Camera marked_camera(const std::string& id, geo::Point at) {
    registry::Camera camera = test::camera(marked(id), marked("2024/1"), at, 60);
    camera.location = marked("mât");
    camera.holder = marked("exploitant");
    camera.source = marked("caméras.csv");
    return camera;
}

/// Whatever a project can hold, marked; two communes apart, so that there is something to rank.
domain::Project marked_project() {
    domain::Project project = test::small_project();
    project.title = marked("titre");
    domain::Territory territory = *project.territory;
    territory.source = marked("source");
    project.territory = territory;
    std::vector<registry::Authorisation> acts = unlisted_acts();
    acts.push_back(marked_act("2024/1", day(2024, 1, 15)));
    std::ranges::sort(acts, {}, &registry::Authorisation::id);
    project.authorisations = acts;
    project.cameras = std::vector{marked_camera("c1", kPlaces[0]), marked_camera("c2", kPlaces[1])};
    std::vector<domain::Site> sites;
    for (std::size_t i = 2; i < 5; ++i) {
        sites.push_back(test::site(marked(std::to_string(i)), kPlaces[i]));
        sites.back().name = marked("banque");
        sites.back().address = marked("rue");
        sites.back().source = marked("sites.csv");
    }
    project.sites = sites;
    domain::Candidate candidate;
    candidate.id = marked("e1");
    candidate.name = marked("entrée");
    candidate.kind = marked("genre");
    candidate.position = kPlaces[5];
    candidate.source = marked("candidats.csv");
    project.candidates = std::vector{candidate};
    project.perimeters = std::vector{domain::Perimeter{
        marked("p1"), marked("secteur"), test::square(kPlaces[1].x, kPlaces[1].y, 41.27), marked("dessin")}};
    domain::PopulationCell cell;
    cell.id = marked("carreau");
    cell.centre = kPlaces[5];
    cell.inhabitants = 120;
    project.cells = std::vector{cell};
    domain::Building building;
    building.id = marked("bâtiment");
    building.shape = test::square(kPlaces[3].x, kPlaces[3].y, 13.3).front();
    building.height_m = 9;
    domain::Building around; // a camera inside can be put on its wall
    around.id = marked("halle");
    around.shape = test::square(std::floor(kPlaces[0].x) - 6, std::floor(kPlaces[0].y) - 6, 12).front();
    around.height_m = 9;
    project.buildings = std::vector{building, around};
    domain::Road road;
    road.id = marked("D1");
    road.name = marked("route");
    road.line = {kPlaces[1], kPlaces[2]};
    road.source = marked("routes.shp");
    project.roads = std::vector{road};
    project.parcels =
        std::vector{domain::Parcel{test::square(kPlaces[4].x, kPlaces[4].y, 17.1), marked("AB12")}};
    project.crime = std::vector<domain::CrimeFigure>{
        {"02001", "Cambriolages de logement", 2021, 12.73519, 73519.0, false}};
    std::vector<domain::Source> sources;
    for (const char* kind : {"communes", "authorisations", "cameras", "sites", "crime"}) {
        const bool is_territory = kind == std::string("communes");
        sources.push_back({kind, marked("fichier.csv"), marked("feuille"), marked("note"),
                           is_territory ? "IGN" : marked("mention"), 73519, false});
    }
    project.sources = sources;
    project.findings = Findings{
        {Severity::warning, marked("registre.xlsx"), 3, marked("azimut"), marked("angle illisible")}};
    domain::Scenario first;
    first.name = marked("schéma");
    first.count = 2;
    first.candidates = {"uncovered", "given"};
    domain::Scenario second = first;
    second.name = marked("variante");
    second.count = 1;
    project.scenarios = {first, second};
    domain::Settings& settings = project.settings;
    settings.density_table = marked("exigences.csv");
    for (domain::SiteClass& row : settings.site_classes) {
        row.label = marked(row.label);
    }
    for (domain::DensityBand& band : settings.bands) {
        band.label = marked(band.label);
    }
    settings.prices = {{"dome", marked("liaison"), 73519, 0, marked("devis")}};
    settings.funding.rules.resize(1);
    settings.funding.rules[0].financer = marked("financeur");
    settings.funding.rules[0].first_year = 2024;
    settings.funding.rules[0].last_year = 2030;
    settings.funding.rules[0].departement.clear();
    settings.profile = domain::Profile::published;
    return project;
}

/// The same territory with nothing of a register: what a picture in the profile « public » may show.
domain::Project bare_project() {
    domain::Project project = test::small_project();
    project.settings.profile = domain::Profile::published;
    domain::Source source;
    source.kind = "communes";
    source.attribution = "IGN";
    project.sources = std::vector{source};
    return project;
}

std::string content(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// What is in a file, unpacked where it is packed.
std::string readable(const std::filesystem::path& file) {
    std::string text = content(file);
    if (!text.starts_with("PK")) {
        return text;
    }
    const std::string command = "unzip -p '" + file.string() + "'";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
    std::array<char, 4096> part{};
    for (std::size_t n = 0; pipe && (n = fread(part.data(), 1, part.size(), pipe.get())) > 0;) {
        text.append(part.data(), n);
    }
    return text;
}

/// Digits as people and files write them, without the blanks between thousands.
std::string without_blanks(std::string text) {
    for (const std::string blank : {" ", "\u202f", "\u00a0"}) {
        for (std::size_t at = 0; (at = text.find(blank, at)) != std::string::npos;) {
            text.erase(at, blank.size());
        }
    }
    return text;
}

/// Texts of a place in metres and degrees, cut and rounded, with point and comma.
std::vector<std::string> texts_of(geo::Point at) {
    std::vector<std::string> texts;
    const auto add = [&](double value, int decimals) {
        const double scale = std::pow(10.0, decimals);
        for (const double cut : {std::floor(value * scale) / scale, std::round(value * scale) / scale}) {
            std::string text = fmt::format("{:.{}f}", cut, decimals);
            texts.push_back(text);
            if (const auto point = text.find('.'); point != std::string::npos) {
                text[point] = ',';
                texts.push_back(text);
            }
        }
    };
    for (const int epsg : {2154, 3857, 3949}) {
        const auto metres = geo::Reprojection(2154, epsg)(at);
        add(metres->x, 0);
        add(metres->y, 0);
    }
    const auto degrees = geo::Reprojection(2154, geo::kWgs84)(at);
    add(degrees->x, 4); // eleven metres: nothing public of the project is so near
    add(degrees->y, 4);
    return texts;
}

std::string bytes_of(double value) {
    const auto bytes = std::bit_cast<std::array<char, sizeof(double)>>(value);
    return {bytes.begin(), bytes.end()};
}

std::string reversed(std::string text) {
    std::ranges::reverse(text);
    return text;
}

/// Everything that must not be found, with what it is.
const std::vector<std::string>& secrets() {
    static const std::vector<std::string> kAll = [] {
        std::vector<std::string> all = {kMark, "ZQXMARQUE", "zqxmarque"};
        for (const std::int64_t count : kCounts) {
            all.push_back(std::to_string(count));
        }
        for (const geo::Point at : kPlaces) {
            for (const std::string& text : texts_of(at)) {
                all.push_back(text);
            }
            for (const double value : {at.x, at.y}) {
                all.push_back(bytes_of(value));
                all.push_back(reversed(bytes_of(value)));
            }
        }
        return all;
    }();
    return kAll;
}

/// The first secret in the text; empty: none.
std::string secret_in(const std::string& text) {
    const std::string plain = without_blanks(text);
    for (const std::string& secret : secrets()) {
        if (text.find(secret) != std::string::npos || plain.find(secret) != std::string::npos) {
            return secret;
        }
    }
    return {};
}

/// Of what a file holds. The numbers of a drawing are those of its page: pictures are compared as a whole
/// instead.
std::string secret_of(const std::filesystem::path& file) {
    const auto pictures = map::picture_extensions();
    if (std::ranges::find(pictures, file.extension().string()) != pictures.end()) {
        return content(file).find(kMark) == std::string::npos ? "" : kMark;
    }
    return secret_in(readable(file));
}

using test::Answer;
using test::run;

class Exits : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string name = (std::filesystem::temp_directory_path() / "maillage-exits-XXXXXX").string();
        ASSERT_NE(mkdtemp(name.data()), nullptr);
        folder = name;
        save(marked_project(), "projet.gpkg");
    }

    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string path(const std::string& name) const { return (folder / name).string(); }

    std::string save(const domain::Project& project, const std::string& name) const {
        Progress progress;
        session::save_project(project, folder / name, progress);
        return path(name);
    }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return path(name);
    }

    /// Files of `stem`, whatever their extensions.
    std::vector<std::filesystem::path> files_of(const std::string& stem) const {
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
            const std::string name = entry.path().filename().string();
            if (entry.is_regular_file() &&
                (name.starts_with(stem + ".") || entry.path().parent_path().filename() == stem)) {
                files.push_back(entry.path());
            }
        }
        return files;
    }

    std::filesystem::path folder;
};

/// In the profile « restreint » the same words tell secrets, so that the walk looks at something.
struct VerbCase {
    std::vector<std::vector<std::string>> words; ///< after the project
    bool is_refused = false;
};

const std::map<std::string, VerbCase>& verb_cases() {
    static const std::map<std::string, VerbCase> kCases = {
        {"demo", {}},    // builds the fictitious example: no project of the user
        {"new", {}},     // makes an empty project
        {"solve", {}},   // an instance of its own, without a project
        {"recueil", {}}, // a text of its own, without a project
        {"run", {}},     // see EveryCommand
        {"export", {}},  // see EveryExport
        {"render", {}},  // see EveryPicture
        {"import", {}},  // see AnImportTellsNothing
        {"check", {{{}, {"--format", "json"}}, true}},
        {"gaps",
         {{{},
           {"--by", "zone"},
           {"--by", "qpv", "--format", "csv"},
           {"--format", "csv"},
           {"--format", "json"}},
          true}},
        {"see",
         {{{"745437", "6940561"},
           {"745437", "6940561", "--format", "csv"},
           {"745437", "6940561", "--format", "json"}},
          true}},
        {"bands", {{{}}, true}},
        {"rank", {{{}, {"--curve"}, {"--format", "csv"}, {"--format", "json"}}, true}},
        {"scheme", {{{}, {"--format", "csv"}, {"--format", "json"}, {"--out", "schema"}}, true}},
        {"compare", {{{}, {"--format", "csv"}, {"--format", "json"}}, true}},
        {"summary", {{{}, {"--date", "01/06/2026"}}, false}}};
    return kCases;
}

TEST_F(Exits, EveryVerbTellsWhatIsPublicOrRefuses) {
    std::set<std::string> known;
    const std::string bare = save(bare_project(), "nu.gpkg");
    for (const auto& [verb, one] : verb_cases()) {
        known.insert(verb);
        bool has_told = one.words.empty();
        for (const auto& words : one.words) {
            std::vector<std::string> line = {verb, path("projet.gpkg")};
            for (const std::string& word : words) {
                line.push_back(word == "schema" ? path(word) : word);
            }
            const Answer answer = run(line);
            EXPECT_EQ(answer.code, one.is_refused ? 2 : 0) << verb << ": " << answer.err;
            EXPECT_EQ(secret_in(answer.out), "") << verb << ": " << answer.out;
            EXPECT_EQ(secret_in(answer.err), "") << verb << ": " << answer.err;
            if (one.is_refused) {
                EXPECT_EQ(answer.out, "") << verb;
                EXPECT_THAT(answer.err, HasSubstr("CSI R252-16")) << verb;
                EXPECT_THAT(answer.err, HasSubstr("« restreint »")) << verb;
            }
            EXPECT_FALSE(std::filesystem::exists(path("schema")));
            line.insert(line.end(), {"--profile", "restreint"});
            const Answer whole = run(line);
            EXPECT_EQ(whole.code, 0) << verb << ": " << whole.err;
            line[1] = bare; // what is derived bears no mark: it differs where there is no register
            has_told = has_told || !secret_in(whole.out).empty() || run(line).out != whole.out;
            std::filesystem::remove_all(path("schema"));
        }
        EXPECT_TRUE(has_told) << verb << ": nothing to find";
    }
    const std::vector<std::string> verbs = cli::verbs();
    EXPECT_EQ(known, std::set<std::string>(verbs.begin(), verbs.end())) << "a verb without a case";
}

TEST_F(Exits, TheSummaryCountsThePublicListAndNothingElse) {
    const Answer answer = run({"summary", path("projet.gpkg")});
    EXPECT_THAT(answer.out, HasSubstr("Diffusion publique"));
    EXPECT_THAT(answer.out, HasSubstr("1 autorisation publiée"));
    EXPECT_THAT(answer.out, HasSubstr("Limites : IGN"));
    EXPECT_THAT(answer.out, Not(HasSubstr("caméra")));
    EXPECT_THAT(answer.out, Not(HasSubstr("Couverture")));
}

TEST_F(Exits, EveryExportInEveryFormatHoldsWhatIsPublicOrIsRefused) {
    const std::set<std::string_view> reduced = {"register", "communes"};
    const std::string bare = save(bare_project(), "nu.gpkg");
    for (const std::string_view what : report::export_words()) {
        for (const std::string& extension : io::table_extensions()) {
            SCOPED_TRACE(std::string(what) + extension);
            const std::string stem = "sortie";
            const std::vector<std::string> line = {"export", path("projet.gpkg"), std::string(what),
                                                   path(stem + extension)};
            const Answer answer = run(line);
            EXPECT_EQ(answer.code, reduced.contains(what) ? 0 : 2) << answer.err;
            EXPECT_EQ(secret_in(answer.out + answer.err), "");
            EXPECT_EQ(files_of(stem).empty(), !reduced.contains(what));
            for (const auto& file : files_of(stem)) {
                EXPECT_EQ(secret_of(file), "") << file;
                std::filesystem::remove(file);
            }
        }
        std::vector<std::string> line = {"export",           path("projet.gpkg"), std::string(what),
                                         path("entier.csv"), "--profile",         "restreint"};
        const Answer whole = run(line);
        EXPECT_EQ(whole.code, 0) << what << ": " << whole.err;
        const std::string told = content(path("entier.csv"));
        line[1] = bare; // what is derived bears no mark: it differs where there is no register
        line[3] = path("nu.csv");
        run(line);
        EXPECT_TRUE(!secret_in(told).empty() || told != content(path("nu.csv"))) << what;
    }
}

TEST_F(Exits, ThePublicRegisterIsDateAndResponsiblePartyByCommune) {
    ASSERT_EQ(run({"export", path("projet.gpkg"), "register", path("r.csv")}).code, 0);
    EXPECT_EQ(content(path("r.csv")),
              "\xEF\xBB\xBF"
              "date_arr;titulaire;insee;commune;mention\r\n"
              "15/01/2024;Commune de Ville;02001;Ville;Diffusion publique · situation au 22/11/2026\r\n");
    ASSERT_EQ(run({"export", path("projet.gpkg"), "communes", path("c.csv")}).code, 0);
    EXPECT_THAT(content(path("c.csv")), HasSubstr(";autor_pub;"));
    EXPECT_THAT(content(path("c.csv")), Not(HasSubstr("cam_")));
    EXPECT_THAT(content(path("c.csv")), Not(HasSubstr("syst_")));
}

/// What two drawings of one map differ in: a PDF says when it was made, an SVG numbers its parts on through
/// the process.
std::string comparable(std::string picture) {
    for (const std::string key : {"/CreationDate", "/ModDate"}) {
        if (const auto at = picture.find(key); at != std::string::npos) {
            picture.erase(at, picture.find(')', at) - at);
        }
    }
    if (!picture.starts_with("<?xml")) {
        return picture;
    }
    for (const std::string part : {"surface", "glyph", "clip"}) {
        for (auto at = picture.find(part); at != std::string::npos; at = picture.find(part, at)) {
            at += part.size();
            picture.erase(at, picture.find_first_not_of("0123456789", at) - at);
        }
    }
    return picture;
}

TEST_F(Exits, EveryPictureIsThatOfAProjectWithoutARegister) {
    const std::string bare = save(bare_project(), "nu.gpkg");
    for (const std::string_view extension : map::picture_extensions()) {
        for (const char* indicator : {"lacune", "population", "zone", "clspd", "aucun"}) {
            SCOPED_TRACE(std::string(extension) + " " + indicator);
            const std::string mine = path("marque" + std::string(extension));
            const std::string clean = path("nue" + std::string(extension));
            const std::vector<std::string> how = {"--indicator", indicator, "--size", "500x400"};
            const auto draw = [&](const std::string& project, const std::string& file,
                                  std::vector<std::string> more = {}) {
                std::vector<std::string> line = {"render", project, file};
                line.insert(line.end(), how.begin(), how.end());
                line.insert(line.end(), more.begin(), more.end());
                const Answer answer = run(line);
                EXPECT_EQ(answer.code, 0) << answer.err;
                EXPECT_EQ(secret_in(answer.out + answer.err), "");
            };
            draw(path("projet.gpkg"), mine);
            draw(bare, clean);
            EXPECT_TRUE(comparable(content(mine)) == comparable(content(clean)));
            EXPECT_EQ(content(mine).find(kMark), std::string::npos);
            draw(path("projet.gpkg"), path("entier" + std::string(extension)), {"--profile", "restreint"});
            EXPECT_FALSE(comparable(content(mine)) ==
                         comparable(content(path("entier" + std::string(extension)))));
        }
        for (const auto& words : std::vector<std::vector<std::string>>{{"--indicator", "cameras"},
                                                                       {"--indicator", "cambriolages"},
                                                                       {"--compare", "01/01/2029"},
                                                                       {"--compare", marked("variante")}}) {
            std::vector<std::string> line = {"render", path("projet.gpkg"),
                                             path("refusee" + std::string(extension))};
            line.insert(line.end(), words.begin(), words.end());
            const Answer answer = run(line);
            EXPECT_EQ(answer.code, 2) << words[1];
            EXPECT_THAT(answer.err, HasSubstr("« restreint »"));
            EXPECT_FALSE(std::filesystem::exists(line[2]));
        }
    }
}

/// One line of a script a command; `writes`: the stem of what it leaves, `is_refused` in the profile « public
/// ».
struct CommandCase {
    std::string line;
    std::string writes = {};
    bool is_refused = false;
};

std::map<std::string, std::vector<CommandCase>> command_cases(const std::filesystem::path& folder) {
    const auto file = [&](const char* name) { return "\"" + (folder / name).string() + "\""; };
    const auto id = [](const char* name) { return "\"" + marked(name) + "\""; };
    const std::string at = fmt::format("{},{}", kPlaces[5].x, kPlaces[5].y);
    const std::string outline = fmt::format("{0},{1},{2},{1},{2},{3}", kX, kY, kX + 900, kY + 900);
    std::map<std::string, std::vector<CommandCase>> cases = {
        {"set-date", {{"set-date date=2026-06-01"}}},
        {"set-indicator", {{"set-indicator indicator=cameras"}}},
        {"show-layer", {{"show-layer layer=cameras shown=oui"}}},
        {"set-dark", {{"set-dark dark=oui"}}},
        {"set-opacity", {{"set-opacity layer=cameras opacity=0.5"}}},
        {"set-basemap", {{"set-basemap path=\"\" opacity=1"}}},
        {"compare-with", {{"compare-with scenario=" + id("variante")}}},
        {"set-title", {{"set-title title=" + id("autre titre")}}},
        {"set-profile", {{"set-profile profile=public"}}},
        {"set-bands", {{"set-bands table=dori required=observation"}}},
        {"set-class-weight", {{"set-class-weight class=gare weight=73519"}}},
        {"set-crime-weight", {{"set-crime-weight indicator=" + id("vols") + " weight=0.5"}}},
        {"set-force", {{"set-force commune=02002 force=police"}}},
        {"set-term-rule", {{"set-term-rule subject=dernier-jour from=2024-01-01 rule=veille"}}},
        {"put-camera",
         {{"put-camera id=" + id("c3") + " commune=02001 position=" + at + " location=" + id("mât")}}},
        {"move-camera", {{"move-camera id=" + id("c1") + " to=" + at}}},
        {"mount-camera", {{"mount-camera id=" + id("c1")}}},
        {"aim-camera", {{"aim-camera id=" + id("c1") + " azimuth=45"}}},
        {"remove-camera", {{"remove-camera id=" + id("c1")}}},
        {"put-site",
         {{"put-site id=" + id("s9") + " name=" + id("bijouterie") + " class=commerce position=" + at}}},
        {"remove-site", {{"remove-site id=" + id("2")}}},
        {"pin-site", {{"pin-site id=" + id("2") + " pinned=oui"}}},
        {"forbid-site", {{"forbid-site id=" + id("3") + " forbidden=oui"}}},
        {"remove-selection", {{"select kind=camera id=" + id("c1") + "\nremove-selection"}}},
        {"move-selection", {{"select kind=site id=" + id("2") + "\nmove-selection by=10,10"}}},
        {"set-plan", {{"set-plan count=2"}}},
        {"copy-scenario", {{"copy-scenario name=" + id("copie")}}},
        {"choose-scenario", {{"choose-scenario name=" + id("variante")}}},
        {"remove-scenario", {{"remove-scenario name=" + id("variante")}}},
        {"put-candidate", {{"put-candidate id=" + id("e2") + " position=" + at}}},
        {"remove-candidate", {{"remove-candidate id=" + id("e1")}}},
        {"put-funding-rule",
         {{"put-funding-rule row=1 financer=" + id("Région") + " first=2026 last=2027 rate=10"}}},
        {"remove-funding-rule", {{"remove-funding-rule row=1"}}},
        {"set-price", {{"set-price type=dome link=" + id("fibre") + " cost=73519"}}},
        {"remove-price", {{"remove-price row=1"}}},
        {"put-perimeter", {{"put-perimeter id=" + id("p2") + " name=" + id("gare") + " outline=" + outline}}},
        {"remove-perimeter", {{"remove-perimeter id=" + id("p1")}}},
        {"set-weights", {{"set-weights inhabitant=0.5"}}},
        {"spread-inhabitants", {{"spread-inhabitants mesh=250"}}},
        {"show-plan-lines", {{"show-plan-lines lines=3"}}},
        {"compare-scenarios", {{"compare-scenarios"}}},
        {"undo", {{"set-title title=" + id("un") + "\nundo"}}},
        {"redo", {{"set-title title=" + id("un") + "\nundo\nredo"}}},
        {"select", {{"select kind=camera id=" + id("c1")}}},
        {"toggle-selected", {{"toggle-selected kind=site id=" + id("2")}}},
        {"select-inside", {{"select-inside kind=none outline=" + outline}}},
        {"zoom-to", {{"zoom-to box=" + at + "," + at}}},
        {"open", {{"open path=" + file("projet.gpkg")}}},
        {"recover", {{"recover copy=" + file("projet.gpkg") + " original=" + file("origine.gpkg")}}},
        {"save", {{"save path=" + file("copie.gpkg"), "copie"}}},
        {"new-project", {{"new-project date=2026-01-02"}}},
        {"new-example", {}}, // minutes under the sanitizers, and fictitious
        {"import",
         {{"import kind=sites file=" + file("lieux.csv") + " class=gare epsg=2154"},
          {"import kind=zones file=" + file("illisible.csv"), {}, true}}},
        {"rank", {{"rank"}}},
        {"export",
         {{"export what=register path=" + file("liste.csv"), "liste"},
          {"export what=communes path=" + file("carte.gpkg"), "carte"},
          {"export what=cameras path=" + file("rien.csv"), "rien", true},
          {"export what=gaps path=" + file("rien.csv"), "rien", true}}},
        {"render",
         {{"render path=" + file("image.svg") + " width=400 height=300", "image"},
          {"compare-with date=2029-01-01\nrender path=" + file("deux.png") + " width=400 height=300", "deux",
           true}}},
        {"save-log",
         {{"move-camera id=" + id("c1") + " to=" + at + "\nsave-log path=" + file("journal.txt"), "journal",
           true}}}};
    return cases;
}

template <std::size_t... I> std::set<std::string> command_names(std::index_sequence<I...>) {
    const auto first_word = [](const std::string& text) { return text.substr(0, text.find(' ')); };
    return {first_word(
        session::to_text(session::Command(std::variant_alternative_t<I, session::AnyCommand>{})))...};
}

TEST_F(Exits, EveryCommandTellsWhatIsPublicOrRefuses) {
    std::set<std::string> known;
    write("lieux.csv", "id;nom;x;y\n" + marked("l1") + ";" + marked("poste") + ";745837;6940461\nx;" +
                           marked("z") + ";abc;def\n");
    write("illisible.csv", marked("colonne") + ";b\n1;2\n");
    const std::string before = content(path("projet.gpkg"));
    for (const auto& [name, cases] : command_cases(folder)) {
        known.insert(name);
        for (const CommandCase& one : cases) {
            SCOPED_TRACE(one.line);
            const Answer answer = run({"run", path("projet.gpkg"), write("script.txt", one.line + "\n")});
            EXPECT_EQ(answer.code, one.is_refused ? 2 : 0) << answer.err;
            EXPECT_EQ(secret_in(answer.out), "") << answer.out;
            EXPECT_EQ(secret_in(answer.err), "") << answer.err;
            if (one.is_refused) {
                EXPECT_THAT(answer.err, HasSubstr("« restreint »"));
            }
            if (!one.writes.empty()) {
                EXPECT_EQ(files_of(one.writes).empty(), one.is_refused);
            }
            for (const auto& file : files_of(one.writes)) {
                EXPECT_EQ(secret_of(file), "") << file;
                std::filesystem::remove(file);
            }
        }
    }
    EXPECT_TRUE(content(path("projet.gpkg")) == before);
    EXPECT_EQ(known, command_names(std::make_index_sequence<std::variant_size_v<session::AnyCommand>>()))
        << "a command without a case";
}

TEST_F(Exits, TheOwnersFileKeepsEverythingAndACopyForOthersDoesNot) {
    Progress progress;
    const Answer own = run({"run", path("projet.gpkg"), write("s.txt", "set-date date=2026-10-01\nsave\n")});
    ASSERT_EQ(own.code, 0) << own.err;
    domain::Project mine = session::load_project(path("projet.gpkg"), progress);
    EXPECT_EQ(mine.cameras->size(), 2U);
    EXPECT_EQ(mine.title, marked("titre"));
    const Answer same =
        run({"run", path("projet.gpkg"),
             write("s.txt", "save path=\"" + (folder / "." / "projet.gpkg").string() + "\"\n")});
    ASSERT_EQ(same.code, 0) << same.err;
    EXPECT_EQ(session::load_project(path("projet.gpkg"), progress).cameras->size(), 2U);
    const Answer copied =
        run({"run", path("projet.gpkg"), write("s.txt", "save path=\"" + path("copie.gpkg") + "\"\n")});
    ASSERT_EQ(copied.code, 0) << copied.err;
    const domain::Project copy = session::load_project(path("copie.gpkg"), progress);
    EXPECT_EQ(copy.settings.profile, domain::Profile::published);
    EXPECT_TRUE(copy.cameras->empty());
    ASSERT_EQ(copy.authorisations->size(), 1U);
    EXPECT_EQ(copy.authorisations->front().holder, "Commune de Ville");
    EXPECT_EQ(copy.authorisations->front().decided, day(2024, 1, 15));
    EXPECT_EQ(copy.authorisations->front().number, "");
    EXPECT_EQ(copy.territory->communes, mine.territory->communes);
    EXPECT_EQ(secret_in(content(path("copie.gpkg"))), "");
}

TEST_F(Exits, AProjectWithoutAFileOfItsOwnIsNotLostInAPublicCopy) {
    const Answer answer =
        run({"run", "",
             write("s.txt", "new-project date=2026-01-02\nset-profile profile=public\nsave path=\"" +
                                path("seul.gpkg") + "\"\n")});
    EXPECT_EQ(answer.code, 2);
    EXPECT_THAT(answer.err, HasSubstr("« restreint »"));
    EXPECT_FALSE(std::filesystem::exists(path("seul.gpkg")));
}

TEST_F(Exits, AnImportTellsNothing) {
    const std::string file = write("cameras.csv", "id;insee;x;y;azimut\n" + marked("k1") +
                                                      ";02001;745837;6940461;" + marked("nord") + "\n");
    const Answer answer = run({"import", path("projet.gpkg"), "cameras", file, "--crs", "EPSG:2154"});
    EXPECT_EQ(answer.code, 0) << answer.err;
    EXPECT_EQ(answer.err, "");
    EXPECT_EQ(secret_in(answer.out), "");
    Progress progress;
    EXPECT_EQ(session::load_project(path("projet.gpkg"), progress).settings.profile,
              domain::Profile::published);
    const Answer whole =
        run({"import", path("projet.gpkg"), "cameras", file, "--crs", "EPSG:2154", "--profile", "restreint"});
    EXPECT_EQ(whole.code, 0) << whole.err;
    EXPECT_NE(secret_in(whole.out + whole.err), "");
    EXPECT_EQ(session::load_project(path("projet.gpkg"), progress).settings.profile,
              domain::Profile::published);
    const Answer bad =
        run({"import", path("projet.gpkg"), "zones", write("vide.csv", marked("a") + ";b\n1;2\n")});
    EXPECT_EQ(bad.code, 2);
    EXPECT_EQ(secret_in(bad.err), "");
}

TEST_F(Exits, ThePictureOfTheWindowIsRefused) {
    pin_software_gl();
    const Answer answer = run({path("projet.gpkg"), "--screenshot", path("bureau.png")});
    EXPECT_EQ(answer.code, 2) << answer.err;
    const bool has_window = answer.err.find("pas de fenêtre") == std::string::npos;
    EXPECT_THAT(answer.err, HasSubstr(has_window ? "« restreint »" : "maillage"));
    EXPECT_EQ(secret_in(answer.err), "");
    EXPECT_FALSE(std::filesystem::exists(path("bureau.png")));
}

TEST_F(Exits, AWordThatIsNoProfileIsRefused) {
    for (const char* word : {"Public", "publique", "PUBLIC", "inconnu", "Restreint", "restreint "}) {
        SCOPED_TRACE(word);
        for (const Answer& answer :
             {run({"export", path("projet.gpkg"), "cameras", path("c.csv"), "--profile", word}),
              run({"run", path("projet.gpkg"),
                   write("s.txt", "set-profile profile=\"" + std::string(word) + "\"\n")})}) {
            EXPECT_EQ(answer.code, 2);
            EXPECT_THAT(answer.err, HasSubstr("« public » ou « restreint »"));
        }
        EXPECT_FALSE(std::filesystem::exists(path("c.csv")));
    }
}

TEST_F(Exits, AStoredProfileThatCannotBeReadCountsAsPublic) {
    domain::Project project = marked_project();
    project.settings.profile = domain::Profile::restricted;
    Progress progress;
    for (const std::string word : {"Restreint", "restreint ", "", "Public", "-"}) {
        SCOPED_TRACE(word);
        domain::ProjectTables tables = domain::to_tables(project);
        tables.settings["profil"] = word;
        if (word == "-") {
            tables.settings.erase("profil");
        }
        io::save_project(folder / "faute.gpkg", {tables.tables, tables.settings}, progress);
        EXPECT_EQ(run({"gaps", path("faute.gpkg")}).code, 2);
        EXPECT_EQ(run({"export", path("faute.gpkg"), "cameras", path("c.csv")}).code, 2);
        const Answer found = run({"check", path("faute.gpkg"), "--profile", "restreint"});
        EXPECT_EQ(found.code, 0) << found.err;
        EXPECT_THAT(found.out, HasSubstr("compté comme « public »"));
    }
}

/// Files and pictures are written by a few sources alone, all of which take something released, or the
/// owner's own.
TEST(ExitsOfTheSource, OnlyTheKnownSourcesWriteFiles) {
    const std::map<std::string, std::set<std::string>> writers = {
        {"io::write_table(", {"files.cpp"}},
        {"io::write_tables(", {}},
        {"io::save_project(", {"files.cpp"}},
        {"io::save_changes(", {"files.cpp"}},
        {"io::write_png(", {"render.cpp", "picture_file.cpp"}},
        {"paper::write_page(", {"render.cpp"}},
        {"io::write_text_file(",
         {"demo.cpp", "recovery.cpp", "preferences.cpp", "files.cpp"}}, // the last: the log
        {"write_picture(", {"run_desktop.cpp", "picture_file.cpp", "picture_file.h"}},
        {"std::ofstream", {"files.cpp", "preferences.cpp"}},
        {"glfwSetClipboardString(", {"run_desktop.cpp"}},
    };
    const std::set<std::string> below = {"base", "geo", "io", "paper"}; // what writes when it is told to
    for (const auto& room : std::filesystem::directory_iterator(source_dir() / "src")) {
        if (!room.is_directory() || below.contains(room.path().filename().string())) {
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(room)) {
            const std::string text = entry.is_regular_file() ? content(entry.path()) : std::string();
            for (const auto& [call, allowed] : writers) {
                EXPECT_TRUE(text.find(call) == std::string::npos ||
                            allowed.contains(entry.path().filename().string()))
                    << entry.path() << " writes by " << call
                    << ": make it take plan::Released, and name it here";
            }
        }
    }
}

} // namespace
} // namespace maillage
