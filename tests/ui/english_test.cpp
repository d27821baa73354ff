// In English nothing on the screen is French but names and data: every panel, menu, box, tooltip and error is
// opened and what stands there is read back.
#include "base/error.h"
#include "base/translate.h"
#include "session/files.h"
#include "ui/screen_text.h"
#include "ui/ui_driver.h"
#include "ui/window/perform_action.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>
#include <unistd.h>

namespace maillage::test {

namespace {

/// Words that no English sentence holds. Names of places and people are taken away before they are looked
/// for.
const std::set<std::string>& french_words() {
    static const std::set<std::string> words = {
        "le",          "la",     "les",        "des",       "du",       "de",        "et",
        "ou",          "est",    "sont",       "pour",      "sans",     "avec",      "dans",
        "sur",         "aucun",  "aucune",     "une",       "un",       "au",        "aux",
        "que",         "qui",    "pas",        "par",       "non",      "ni",        "ne",
        "il",          "elle",   "caméra",     "caméras",   "lacune",   "lacunes",   "échéance",
        "échéances",   "arrêté", "arrêtés",    "périmètre", "couvert",  "couverts",  "habitants",
        "poids",       "portée", "commune(s)", "inconnu",   "inconnue", "illisible", "fichier",
        "ligne",       "lignes", "colonne",    "colonnes",  "erreur",   "remarque",  "avertissement",
        "carte",       "couche", "couches",    "date :",    "école",    "collège",   "lycée",
        "délinquance", "coût",   "schéma",     "scénario",  "choisir",  "annuler",   "fermer",
        "vue",         "vu",     "vus",        "lieux",     "lieu",     "masqué",    "masquée",
        "échu",        "valide", "année",      "aucunes",   "ajouter",  "supprimer", "modifier",
        "enregistrer", "ouvrir", "suivant",    "titulaire"};
    return words;
}

/// "Café, l’Oise" -> café, l, oise: letters of two bytes belong to words, all else parts them.
std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool is_latin = c == 0xC3 && i + 1 < text.size();
        if (std::isalpha(c) != 0) {
            words.back() += static_cast<char>(std::tolower(c));
        } else if (is_latin) {
            const auto next = static_cast<unsigned char>(text[++i]);
            words.back() += static_cast<char>(c);
            words.back() += static_cast<char>(next >= 0x80 && next <= 0x9E ? next + 0x20 : next);
        } else if (!words.back().empty()) {
            words.emplace_back();
        }
    }
    return words;
}

class English : public ::testing::Test {
  protected:
    void SetUp() override {
        set_language(Language::english);
        ui.desktop.preferences.is_english = true;
        ui.desktop.layout.bottom_height = 330;
        if (!ready.scheme) {
            session::apply(ui.session, ui.jobs, session::NewExample{});
            session::finish_all(ui.session, ui.jobs);
            session::apply(ui.session, ui.jobs, session::CopyScenario{"Variant"});
            session::apply(ui.session, ui.jobs, session::Rank{});
            session::finish_all(ui.session, ui.jobs);
            ready = ui.session;
        }
        ui.session = ready;
        ui.settle();
        collect_data();
    }

    void TearDown() override { set_language(Language::french); }

    static void TearDownTestSuite() { ready = {}; }

    static inline session::Session ready; ///< made once: its parts are shared

    void add(const std::string& text) {
        if (text.size() > 1) {
            data_.push_back(text);
            names_.insert(text);
        }
    }

    /// Names, addresses and numbers of the project, the longest first.
    void collect_data() {
        const domain::Project& p = *ui.session.project;
        add(p.title);
        add(p.territory->name);
        for (const auto& c : p.territory->communes) {
            add(c.name), add(c.unit), add(c.epci_name), add(c.arrondissement);
        }
        for (const auto& a : *p.authorisations) {
            add(a.holder), add(a.address), add(a.number);
        }
        for (const auto& c : *p.cameras) {
            add(c.location), add(c.holder), add(c.source);
        }
        for (const auto& s : *p.sites) {
            add(s.name), add(s.address);
        }
        for (const auto& c : *p.councils) {
            add(c.name);
        }
        for (const auto& q : *p.qpvs) {
            add(q.name);
        }
        for (const auto& s : p.scenarios) {
            add(s.name);
        }
        if (ui.session.scheme) {
            for (const auto& row : ui.session.scheme->sites) {
                add(row.place.name);
            }
        }
        for (const char* proper : {"mailles", "Château-Thierry", "Base Adresse Nationale", "Saint-Quentin",
                                   "Gendarmerie nationale", "carte.png"}) {
            add(proper);
        }
        std::ranges::sort(data_, [](const auto& a, const auto& b) {
            return a.size() != b.size() ? a.size() > b.size() : a < b;
        });
    }

    std::string without_data(const std::string& shown) const {
        std::string text = without_cut_name(shown);
        for (const std::string& name : data_) {
            for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at)) {
                text.replace(at, name.size(), "#");
            }
        }
        return text;
    }

    /// "F-02408 · Commune de Soiss…": the beginning of a name at the end of a text that had no room.
    std::string without_cut_name(std::string text) const {
        constexpr std::size_t kLeast = 3;
        if (text.ends_with("…")) {
            text.resize(text.size() - std::string("…").size());
        }
        for (std::size_t i = 0; i + kLeast <= text.size(); ++i) {
            const std::string end = text.substr(i);
            const auto name = names_.lower_bound(end);
            if (name != names_.end() && name->starts_with(end)) {
                return text.substr(0, i);
            }
        }
        return text;
    }

    /// Notes every text of the screen that is French, with where it was seen first.
    void look(const std::string& where) { judge(where, screen_text()); }

    void judge(const std::string& where, const std::vector<std::string>& texts) {
        for (const std::string& shown : texts) {
            if (!seen_.insert(shown).second) {
                continue;
            }
            ++texts_;
            const std::string text = without_data(shown);
            const bool is_key = text.size() > 3 && std::string(tr(text.c_str())) != text;
            const auto words = words_of(text);
            const bool is_french =
                std::ranges::any_of(words, [](const std::string& w) { return french_words().contains(w); });
            if (is_key || is_french) {
                french_ += where + ": " + shown + "\n";
            }
        }
    }

    /// Everything that says something when the mouse rests on it.
    void hover_all(const std::string& where) {
        const auto items = ui.desktop.items.all();
        for (const auto& [label, rect] : items) {
            ui.move_to(rect.x + std::min(rect.width / 2, 30.0F), rect.y + rect.height / 2);
            look(where + ", mouse on " + label);
        }
        ui.move_to(2, 2);
    }

    /// The title, legend and foot of the map, which are drawn elsewhere.
    void look_at_map() {
        ui.draw_map();
        const auto& furniture = ui.scene->furniture;
        std::vector<std::string> texts = {furniture.title,          furniture.subtitle, furniture.banner,
                                          furniture.reference_date, furniture.source,   furniture.profile};
        for (const auto& group : furniture.legend) {
            texts.push_back(group.title);
            for (const auto& entry : group.entries) {
                texts.push_back(entry.text);
            }
        }
        judge("map", texts);
    }

    void expect_english() const {
        EXPECT_GT(texts_, 20U) << "the screen was not read";
        EXPECT_EQ(french_, "");
    }

    void send(const session::Command& command) {
        try {
            session::apply(ui.session, ui.jobs, command);
        } catch (const Error& error) {
            ui.session.messages.push_back({true, error.what()});
        }
        ui.desktop.shows_message = true;
        ui.settle();
    }

    UiDriver ui{1800, 1200};

  private:
    std::vector<std::string> data_;
    std::set<std::string> names_;
    std::set<std::string> seen_;
    std::string french_;
    std::size_t texts_ = 0;
};

} // namespace

TEST_F(English, PanelsTablesAndInspectors) {
    look("start");
    hover_all("start");
    for (const auto indicator : {map::Indicator::gap_level, map::Indicator::population, map::Indicator::zone,
                                 map::Indicator::cameras_per_1000, map::Indicator::council,
                                 map::Indicator::crime, map::Indicator::none}) {
        send(session::SetIndicator{indicator});
        look_at_map();
    }
    for (std::size_t tab = 0; tab < ui::kTables; ++tab) {
        ui.desktop.tables.tab = static_cast<ui::TableTab>(tab);
        if (ui.desktop.tables.tab == ui::TableTab::scenarios) {
            send(session::CompareScenarios{});
        }
        ui.frame(2);
        look("table " + std::to_string(tab));
    }
    const domain::Project& p = *ui.session.project;
    for (const auto* commune : {"02408", "02691", "02722"}) {
        send(session::Select{map::SelectionKind::commune, commune});
        look("a commune");
        hover_all("a commune");
    }
    for (const std::size_t i : {0UL, 40UL, 400UL, 900UL}) {
        send(session::Select{map::SelectionKind::camera, (*p.cameras)[i % p.cameras->size()].id});
        look("a camera");
    }
    for (const std::size_t i : {0UL, 50UL, 500UL}) {
        send(session::Select{map::SelectionKind::site, (*p.sites)[i % p.sites->size()].id});
        look("a site");
        hover_all("a site");
    }
    for (const auto& row : ui.session.scheme->sites) {
        send(session::Select{map::SelectionKind::site, row.place.id});
        look("a priority site");
    }
    send(session::ToggleSelected{map::SelectionKind::camera, p.cameras->front().id});
    look("several");
    expect_english();
}

TEST_F(English, MenusPaletteAndBoxes) {
    for (int m = 0; m < ui::kMenus; ++m) {
        ui.click(ui::title(static_cast<ui::Menu>(m)));
        look("menu");
        ui.key(ui::Key::escape);
        ui.frame(2);
    }
    auto& desktop = ui.desktop;
    const auto shown = [&](const char* where) {
        ui.frame(3);
        look(where);
        hover_all(where);
    };
    ui.key(ui::Key::k, {true, false, false, false});
    look("palette");
    for (const char* word : {"e", "c", "s", "a"}) {
        ui.type(word);
        look("palette");
        ui.key(ui::Key::backspace);
    }
    ui.key(ui::Key::escape);
    desktop.dialogs.shows_shortcuts = true;
    shown("shortcuts");
    desktop.dialogs.shows_shortcuts = false;
    desktop.dialogs.shows_about = true;
    shown("about");
    desktop.dialogs.shows_about = false;
    desktop.dialogs.asks_service = true;
    shown("service");
    desktop.dialogs.asks_service = false;
    desktop.dialogs.asks_to_save = true;
    shown("save question");
    desktop.dialogs.asks_to_save = false;
    desktop.dialogs.recoveries = {{"/tmp/copie.gpkg", "/tmp/projet.gpkg"}};
    shown("recovery");
    desktop.dialogs.recoveries.clear();
    for (desktop.dialogs.tour_step = 0; desktop.dialogs.tour_step < ui::kTourSteps;
         ++desktop.dialogs.tour_step) {
        shown("tour");
    }
    desktop.dialogs.tour_step = -1;
    desktop.dashboard.is_open = true;
    shown("dashboard");
    desktop.dashboard.is_open = false;
    desktop.plan.is_open = true;
    shown("plan box");
    desktop.plan.is_open = false;
    expect_english();
}

TEST_F(English, WhatWasShownInFrenchIsEnglishOnceSwitched) {
    const auto file =
        std::filesystem::temp_directory_path() / ("maillage-switch-" + std::to_string(::getpid()) + ".csv");
    std::ofstream(file) << "id;commune\nA;02408\n";
    set_language(Language::french);
    ui::open(ui.desktop.import, file);
    ui.frame(2);
    ui.settle();
    ui.frame(3);
    set_language(Language::english);
    ui.frame(3);
    look("import assistant after the switch");
    expect_english();
    std::filesystem::remove(file);
}

TEST_F(English, WhatIsUndoneIsNamedInTheLanguageOfTheMoment) {
    set_language(Language::french);
    send(session::SetDark{true});
    send(session::ShowLayer{map::Layer::qpv, true});
    send(session::Undo{});
    EXPECT_EQ(session::describe(ui.session.undo.back().command), "Thème sombre");
    set_language(Language::english);
    EXPECT_EQ(session::describe(ui.session.undo.back().command), "Dark theme");
    ui.frame(2);
    ui.click(ui::title(ui::Menu::edit));
    look("the menu with undo and redo made in French");
    ui.key(ui::Key::escape);
    expect_english();
}

/// Official documents are French, whoever makes them.
TEST_F(English, WhatIsHandedOverIsFrench) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("maillage-french-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const auto drawn = [&](const char* name) {
        send(map::Render{folder / name, 640, 360});
        std::ifstream file(folder / name, std::ios::binary);
        return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    };
    for (const bool is_compared : {false, true}) {
        if (is_compared) {
            send(session::CompareWith{std::chrono::year(2029) / 1 / 1, {}});
        }
        set_language(Language::english);
        const auto in_english = drawn("en.png");
        set_language(Language::french);
        const auto in_french = drawn("fr.png");
        EXPECT_GT(in_french.size(), 1000U);
        EXPECT_TRUE(in_english == in_french) << "compared: " << is_compared;
    }
    std::filesystem::remove_all(folder);
}

TEST_F(English, EmptyWindowAndFiles) {
    send(session::CompareWith{std::chrono::year(2029) / 1 / 1, {}});
    look("two dates");
    send(session::CompareWith{{}, "Variant"});
    look("two scenarios");
    send(session::CompareWith{});
    for (const ui::Action action :
         {ui::Action::open, ui::Action::save_as, ui::Action::export_sites, ui::Action::save_picture,
          ui::Action::import, ui::Action::choose_basemap, ui::Action::save_log}) {
        ui::Requests none;
        ui::perform(ui.desktop, ui.session, action, none, 0);
        ui.frame(3);
        look("file box");
        ui.key(ui::Key::escape);
        ui.frame(2);
    }
    const auto folder =
        std::filesystem::temp_directory_path() / ("maillage-english-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const auto bad = folder / "cameras.csv";
    std::ofstream(bad) << "id;commune;azimut;angle;type;x;y\nA;02408;NNX;12;girouette;3,6;49,5\nB;99999;720;;"
                          "dôme;;\nB;02408;1e9;;fixe;49,5;3,6\n";
    const auto broken = folder / "registre.xlsx";
    std::ofstream(broken) << "not a workbook";
    for (const auto& file : {bad, broken}) {
        for (const auto kind :
             {intake::ImportKind::cameras, intake::ImportKind::authorisations, intake::ImportKind::sites}) {
            ui::Requests none;
            ui::open(ui.desktop.import, file);
            ui.desktop.import.import.kind = kind;
            ui.frame(2);
            ui.settle();
            ui.frame(3);
            look("import assistant");
            send(session::Import{kind, file, "", "", 0, {}});
            look("after an import");
            ui.key(ui::Key::escape);
            ui.frame(2);
        }
    }
    ui.desktop.tables.tab = ui::TableTab::findings;
    ui.frame(3);
    look("findings");
    std::filesystem::remove_all(folder);
    ui.session = {};
    ui.settle();
    look("empty");
    hover_all("empty");
    expect_english();
}

TEST_F(English, Errors) {
    const auto camera = ui.session.project->cameras->front().id;
    registry::Camera nameless;
    domain::Candidate candidate;
    candidate.id = "C1";
    candidate.position = geo::Point{745000, 6940000};
    candidate.reach_m = 1e9;
    session::SetPlan floors;
    floors.floors = "zone:police=x";
    session::SetPlan phases;
    phases.phases = "2027=abc";
    session::SetWeights weights;
    weights.qpv_factor = -1;
    const std::vector<session::Command> bad = {
        session::MoveCamera{"absent", {0, 0}},
        session::SetClassWeight{"gare", -1},
        session::AimCamera{camera, {}, 400.0, {}},
        session::SetForce{"99999", domain::ForceKind::police},
        session::PinSite{"none", true},
        session::PutCamera{nameless},
        session::PutCandidate{candidate},
        floors,
        phases,
        weights,
        session::ChooseScenario{"none"},
        session::RemoveCandidate{"none"},
        session::RemovePrice{99},
        session::RemoveFundingRule{99},
        session::SetBands{"none", ""},
        session::SetBands{"", "none"},
        session::PutPerimeter{"", "", {}},
        session::RemovePerimeter{"none"},
        session::SpreadInhabitants{1, false},
        session::MountCamera{camera},
        session::Open{"/nowhere/projet.gpkg"},
        session::Save{"/nowhere/projet.gpkg"},
        session::Export{report::ExportWhat::gaps, "/nowhere/x.csv"},
        session::Export{report::ExportWhat::gaps, "/tmp/x.doc"},
        map::Render{"/tmp/x.doc"},
        session::Import{intake::ImportKind::sites, "/nowhere/x.csv", "", "", 0, {}},
        session::Undo{},
        session::Redo{}};
    for (const session::Command& command : bad) {
        const std::size_t before = ui.session.messages.size();
        send(command);
        if (ui.session.messages.size() == before) {
            continue; // some make sense after all
        }
        look("error of " + session::to_text(command) + " = " + ui.session.messages.back().text);
    }
    expect_english();
}

} // namespace maillage::test
