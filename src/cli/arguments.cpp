#include "cli/arguments.h"

#ifdef MAILLAGE_DESKTOP
#include "ui/window/desktop.h"
#endif
#include "base/error.h"
#include "base/number.h"
#include "base/printable.h"
#include "base/system_reason.h"
#include "base/text.h"
#include "cli/safe_stream.h"
#include "report/export_tables.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <ostream>
#include <sstream>

namespace maillage::cli {
namespace {

using Verb = std::function<void()>;

Date read_date(const std::string& text) {
    const auto date = parse_date(text);
    if (!date) {
        throw InputError("date illisible : « " + text + " » (22/11/2026 ou 2026-11-22)");
    }
    return *date;
}

std::optional<Date> maybe_date(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(read_date(text));
}

analysis::Grouping read_grouping(const std::string& word) {
    static const std::map<std::string, analysis::Grouping> kWords = {
        {"commune", analysis::Grouping::commune},
        {"zone", analysis::Grouping::zone},
        {"unit", analysis::Grouping::unit},
        {"council", analysis::Grouping::council},
        {"epci", analysis::Grouping::epci},
        {"arrondissement", analysis::Grouping::arrondissement},
        {"departement", analysis::Grouping::departement},
        {"qpv", analysis::Grouping::qpv}};
    const auto it = kWords.find(word);
    if (it == kWords.end()) {
        throw InputError("--by " + word +
                         " : commune, zone, unit, council, epci, arrondissement, departement ou qpv");
    }
    return it->second;
}

void read_size(const std::string& text, map::Render& how) {
    const std::size_t x = text.find('x');
    try {
        how.width = std::stoi(text.substr(0, x));
        how.height = x == std::string::npos ? 0 : std::stoi(text.substr(x + 1));
    } catch (const std::exception&) {
        throw InputError("--size " + text + " : LARGEURxHAUTEUR attendu, par exemple 1920x1080");
    }
}

void read_layers(const std::string& text, map::Style& style) {
    if (text.empty()) {
        return;
    }
    style.is_shown.fill(false);
    for (const std::string& word : split(text, ',')) {
        bool known = false;
        for (std::size_t i = 0; i < map::kLayers; ++i) {
            if (map::key(static_cast<map::Layer>(i)) == word) {
                style.is_shown[i] = known = true;
            }
        }
        if (!known) {
            throw InputError("--layers : couche inconnue « " + word + " »");
        }
    }
}

void read_indicator(const std::string& text, map::Style& style) {
    for (int i = 0; i <= static_cast<int>(map::Indicator::none); ++i) {
        if (map::key(static_cast<map::Indicator>(i)) == text) {
            style.indicator = static_cast<map::Indicator>(i);
            return;
        }
    }
    throw InputError("--indicator : « " + text +
                     " » inconnu (lacune, population, zone, cameras, clspd, cambriolages, aucun)");
}

/// Choices of a plan as typed; empty is "as in the project".
struct PlanWords {
    std::optional<std::int64_t> count, level_1, level_2;
    std::optional<double> budget, target, backup, mesh, spacing, reach;
    std::optional<int> year;
    std::vector<std::string> floors, phases, candidates, required, forbidden, road_weights;
    std::vector<std::filesystem::path> perimeters;
    std::optional<double> spread;
    std::optional<std::string> horizon, type, link;
    bool is_police_only = false, is_everywhere = false, has_curve = false, has_views = false,
         has_discs = false;
    double seconds = 0, gap = 0;
    std::filesystem::path folder;
};

std::optional<std::string> joined(const std::vector<std::string>& words) {
    return words.empty() ? std::nullopt : std::optional(join(words, "|"));
}

/// "45 %", "45" or "0,45" would be three readings of one wish: percent alone.
std::optional<double> share(const std::optional<double>& percent, const char* option) {
    if (percent && !(*percent >= 0 && *percent <= 100)) {
        throw InputError(std::string(option) + " : pourcentage entre 0 et 100");
    }
    return percent ? std::optional(*percent / 100) : std::nullopt;
}

/// Options of all verbs, filled by CLI11 before the chosen verb runs.
struct Words {
    std::filesystem::path project, file, folder;
    std::string departement, communes, title, kind, layer, crs, encoding, site_class, azimuths, attribution;
    std::vector<std::string> map;
    bool adds = false;
    std::optional<bool> reads_outside; ///< see session::load_project
    std::string date, by = "commune", format = "text", what, profile, size = "1920x1080", layers,
                      indicator = "lacune", basemap;
    std::string compare;
    bool dark = false;
    PlanWords plan;
    std::int64_t solve_count = 0;
    double budget = 0, backup = 0, gap = 0;
    double threshold = 0;
    std::string cost_column, weight_column, radius_column;
    std::vector<std::string> required, forbidden;
    std::string script, screenshot, at, table, required_band;
    std::vector<double> point;
    double radius = 0, target = 0, seconds = 60;
};

/// "2" for every class, or "nationale=3".
void read_road_weight(const std::string& text, session::SetWeights& weights) {
    const std::size_t equals = text.find('=');
    const auto value = parse_number(equals == std::string::npos ? text : text.substr(equals + 1));
    if (!value) {
        throw InputError("--road-weight " + text + " : POIDS ou CLASSE=POIDS attendu, par km");
    }
    if (equals == std::string::npos) {
        weights.motorway_km = weights.national_km = weights.departmental_km = value;
        return;
    }
    const auto road_class = domain::parse_road_class(text.substr(0, equals));
    if (!road_class) {
        throw InputError("--road-weight " + text +
                         " : classe autoroute, nationale ou departementale attendue");
    }
    (*road_class == domain::RoadClass::motorway   ? weights.motorway_km
     : *road_class == domain::RoadClass::national ? weights.national_km
                                                  : weights.departmental_km) = value;
}

Subject subject(const Words& w) {
    return {w.project, maybe_date(w.date), w.profile, w.reads_outside};
}

RankOptions read_plan(const Words& w) {
    const PlanWords& p = w.plan;
    RankOptions options;
    options.subject = subject(w);
    options.format = w.format;
    options.plan.count = p.count;
    options.plan.budget_eur = p.budget;
    options.plan.target_share = share(p.target, "--target");
    options.plan.backup_share = share(p.backup, "--backup");
    options.plan.mesh_m = p.mesh;
    options.plan.spacing_m = p.spacing;
    options.weights.reach_m = p.reach;
    if (p.has_views || p.has_discs) {
        options.plan.has_views = p.has_views;
    }
    options.plan.floors = joined(p.floors);
    options.plan.phases = joined(p.phases);
    options.plan.horizon = p.horizon;
    options.plan.camera_type = p.type;
    options.plan.link = p.link;
    options.plan.year = p.year;
    options.plan.first_level_communes = p.level_1;
    options.plan.second_level_communes = p.level_2;
    if (p.is_police_only || p.is_everywhere) {
        options.plan.is_police_only = p.is_police_only;
    }
    std::vector<std::string> kinds;
    for (const std::string& word : p.candidates) {
        std::error_code error;
        const bool is_file = std::filesystem::is_regular_file(word, error);
        kinds.push_back(is_file ? std::string(domain::candidate_words::kGiven) : word);
        if (is_file) {
            options.candidate_files.emplace_back(word);
        }
    }
    options.perimeter_files = p.perimeters;
    const std::string mesh(domain::candidate_words::kMeshPerimeters);
    if (!p.perimeters.empty() && std::ranges::find(kinds, mesh) == kinds.end()) {
        kinds.push_back(mesh);
    }
    for (const std::string& text : p.road_weights) {
        read_road_weight(text, options.weights);
    }
    options.spread_m = p.spread;
    options.plan.candidates = joined(kinds);
    options.pinned = p.required;
    options.forbidden = p.forbidden;
    options.seconds = p.seconds;
    options.gap = p.gap / 100;
    options.has_curve = p.has_curve;
    return options;
}

void add_profile(CLI::App& verb, Words& w) {
    verb.add_option("--profile", w.profile, "public ou restreint ; absent : celui du projet");
}

/// What rank and scheme have in common.
void add_plan_options(CLI::App& verb, Words& w) {
    PlanWords& p = w.plan;
    verb.add_option("PROJET", w.project)->required();
    verb.add_option("--count", p.count, "Nombre de sites");
    verb.add_option("--budget", p.budget, "Budget en euros HT");
    verb.add_option("--target", p.target, "Part du poids à couvrir au moindre coût, en %");
    verb.add_option("--backup", p.backup, "Part du poids gagnée par une seconde vue, en %");
    verb.add_option(
        "--floor", p.floors,
        "Plancher : zone:police=10 (sites), epci:200043495=25% (du poids) ou commune:*=2 (dans chacune)");
    verb.add_option("--phase", p.phases, "Budget d'une année : 2027=120000 ; une par année");
    verb.add_option(
            "--candidates", p.candidates,
            "uncovered sites given entries junctions mesh-qpv mesh-perimeters, ou un fichier de candidats")
        ->delimiter(',');
    verb.add_option("--mesh", p.mesh, "Maille de mesh-qpv et mesh-perimeters, en mètres");
    verb.add_option("--spacing", p.spacing,
                    "Écart au moins entre les lieux trouvés et tous les autres, en mètres");
    verb.add_option("--reach", p.reach,
                    "Portée des candidats qui n'en ont pas, en mètres ; absente : celle du projet");
    auto* views = verb.add_flag("--views", p.has_views,
                                "Un candidat couvre ce qu'il voit derrière le bâti et le relief");
    verb.add_flag("--discs", p.has_discs, "Un candidat couvre tout ce qui est à sa portée")->excludes(views);
    verb.add_option("--perimeter", p.perimeters,
                    "Fichier de contours où chercher des lieux, pour mesh-perimeters");
    verb.add_option("--road-weight", p.road_weights,
                    "Poids d'un km de route classée : 2, ou nationale=3 ; absent : celui du projet");
    verb.add_option("--spread", p.spread,
                    "Répartit les habitants des communes sans carreaux, sur une maille en mètres");
    verb.add_option("--require", p.required, "Candidats imposés")->delimiter(',');
    verb.add_option("--forbid", p.forbidden, "Candidats exclus")->delimiter(',');
    verb.add_option("--horizon", p.horizon, "Les caméras échues à cette date comptent comme perdues");
    verb.add_option("--type", p.type, "Type de caméra, pour le prix");
    verb.add_option("--link", p.link, "Liaison, pour le prix");
    verb.add_option("--year", p.year, "Année des règles de financement");
    verb.add_option("--time", p.seconds, "Limite de la recherche, en secondes");
    verb.add_option("--gap", p.gap, "Écart prouvé qui suffit, en %");
    verb.add_flag("--curve", p.has_curve, "Courbe du budget et de la couverture, avec sa borne");
    verb.add_option("--date", w.date, "Date de référence");
    verb.add_option("--format", w.format, "text csv json");
    add_profile(verb, w);
}

session::Import read_import(const Words& w) {
    session::Import what;
    const auto kind = intake::parse_import_kind(w.kind);
    if (!kind) {
        std::vector<std::string> known;
        for (const intake::ImportKind one : intake::all_import_kinds()) {
            known.push_back(to_text(one));
        }
        throw InputError("genre inconnu : « " + w.kind + " » (" + join(known, ", ") + ")");
    }
    what.kind = *kind;
    what.file = w.file;
    what.layer = w.layer;
    what.encoding = w.encoding;
    if (!w.crs.empty()) {
        const std::string digits =
            w.crs.starts_with("EPSG:") || w.crs.starts_with("epsg:") ? w.crs.substr(5) : w.crs;
        if (digits.empty() || digits.size() > 6 ||
            digits.find_first_not_of("0123456789") != std::string::npos) {
            throw InputError("--crs " + w.crs + " : EPSG:n attendu");
        }
        what.epsg = std::stoi(digits);
    }
    what.options.site_class = w.site_class;
    what.options.azimuth_convention = w.azimuths;
    what.options.attribution = w.attribution;
    what.options.replaces = !w.adds;
    for (const std::string& pair : w.map) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos) {
            throw InputError("--map " + pair + " : role=colonne attendu");
        }
        what.options.columns[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    return what;
}

/// How a file is to be read: the same words wherever one is.
void add_reading_options(CLI::App& verb, Words& w) {
    verb.add_option("--layer", w.layer, "Couche ou feuille");
    verb.add_option("--crs", w.crs, "EPSG:n, si le fichier ne le dit pas");
    verb.add_option("--encoding", w.encoding, "UTF-8, CP1252, ISO-8859-1...");
    verb.add_option("--map", w.map, "role=colonne, pour corriger ce qui est reconnu")->take_all();
}

void add_data_verbs(CLI::App& app, Words& w, Verb& verb, const Console& console) {
    auto* demo_verb =
        app.add_subcommand("demo", "Construit l'exemple de l'Aisne dans un dossier : projet, carte, tables");
    demo_verb->add_option("DOSSIER", w.folder)->required();
    demo_verb->callback([&] { verb = [&] { demo(console, w.folder); }; });

    auto* create = app.add_subcommand("new", "Crée un projet");
    create->add_option("PROJET", w.project)->required();
    create->add_option("--departement", w.departement, "Code du département : 02, 2A, 974");
    create->add_option("--communes", w.communes, "Fichier des communes");
    create->add_option("--title", w.title, "Titre");
    add_reading_options(*create, w);
    create->callback([&] {
        verb = [&] {
            w.kind = to_text(intake::ImportKind::communes);
            w.file = w.communes;
            new_project(console, {w.project, w.departement, read_import(w), w.title});
        };
    });

    auto* import = app.add_subcommand("import", "Ajoute un fichier au projet");
    import->add_option("PROJET", w.project)->required();
    import
        ->add_option("GENRE", w.kind,
                     "communes zones councils authorisations cameras sites buildings qpv crime population "
                     "roads candidates prices funding parcels perimeters elevation")
        ->required();
    import->add_option("FICHIER", w.file)->required();
    add_reading_options(*import, w);
    import->add_option("--class", w.site_class, "Classe des sites : gare, ecole, pharmacie...");
    import->add_option("--azimuths", w.azimuths, "nord (défaut), trigo ou grille");
    import->add_option("--attribution", w.attribution, "Mention de source et de licence");
    import->add_flag("--add", w.adds, "Ajoute aux lignes du projet au lieu de les remplacer");
    add_profile(*import, w);
    import->callback([&] { verb = [&] { import_file(console, subject(w), read_import(w)); }; });

    auto* checks = app.add_subcommand("check", "Liste les anomalies");
    checks->add_option("PROJET", w.project)->required();
    checks->add_option("--format", w.format, "text ou json");
    add_profile(*checks, w);
    checks->callback([&] { verb = [&] { check(console, subject(w), w.format); }; });
}

void add_analysis_verbs(CLI::App& app, Words& w, Verb& verb, const Console& console) {
    auto* gap = app.add_subcommand("gaps", "Lacunes de couverture et leurs causes");
    gap->add_option("PROJET", w.project)->required();
    gap->add_option("--date", w.date, "Date de référence");
    gap->add_option("--by", w.by, "commune zone unit council epci arrondissement departement qpv");
    gap->add_option("--format", w.format, "text csv json");
    add_profile(*gap, w);
    gap->callback([&] { verb = [&] { gaps(console, {subject(w), read_grouping(w.by), w.format}); }; });

    auto* sees = app.add_subcommand("see", "Quelles caméras voient un point, et pourquoi pas les autres");
    sees->add_option("PROJET", w.project)->required();
    sees->add_option("X_Y", w.point, "X et Y en mètres, dans le système du projet")->expected(2);
    sees->add_option("--at", w.at, "LONGITUDE,LATITUDE en degrés");
    sees->add_option("--date", w.date, "Date de référence");
    sees->add_option("--format", w.format, "text csv json");
    add_profile(*sees, w);
    sees->callback([&] { verb = [&] { see(console, {subject(w), w.point, w.at, w.format}); }; });

    auto* band = app.add_subcommand("bands", "Bandes de détail (px/m) du projet");
    band->add_option("PROJET", w.project)->required();
    band->add_option("TABLE", w.table,
                     "dori, sept-niveaux ou un fichier CSV ; absente : la table du projet est montrée");
    band->add_option("--required", w.required_band,
                     "Bande à partir de laquelle un lieu est couvert, ou « aucune »");
    add_profile(*band, w);
    band->callback([&] { verb = [&] { bands(console, subject(w), {w.table, w.required_band}); }; });

    auto* ranks = app.add_subcommand("rank", "Sites prioritaires");
    add_plan_options(*ranks, w);
    ranks->add_flag("--police-only", w.plan.is_police_only, "Sites de la zone police seulement");
    ranks->callback([&] { verb = [&] { rank(console, read_plan(w)); }; });

    auto* schemes = app.add_subcommand(
        "scheme", "Schéma : sites de la zone police, communes en deux niveaux, financement");
    add_plan_options(*schemes, w);
    schemes->add_option("--level1", w.plan.level_1, "Communes prioritaires de la zone gendarmerie");
    schemes->add_option("--level2", w.plan.level_2, "Communes secondaires");
    schemes->add_flag("--everywhere", w.plan.is_everywhere, "Sites des deux zones");
    schemes->add_option("--out", w.plan.folder, "Dossier où écrire shapefiles et tables");
    schemes->callback([&] {
        verb = [&] {
            w.plan.is_police_only = !w.plan.is_everywhere;
            scheme(console, read_plan(w), w.plan.folder);
        };
    });

    auto* compares = app.add_subcommand("compare", "Scénarios du projet côte à côte");
    compares->add_option("PROJET", w.project)->required();
    compares->add_option("--date", w.date, "Date de référence");
    compares->add_option("--format", w.format, "text csv json");
    add_profile(*compares, w);
    compares->callback([&] { verb = [&] { compare(console, subject(w), w.format); }; });

    auto* solves = app.add_subcommand("solve", "Résout une instance de couverture maximale, sans projet");
    solves
        ->add_option("CANDIDATS", w.file,
                     "Points (id, x, y, cout), texte SJC, paires ou matrice de distances")
        ->required();
    solves->add_option("DEMANDE", w.folder,
                       "Points : x, y, poids ; absents : les candidats. Avec une matrice : id, poids");
    solves->add_option("--radius", w.radius, "Rayon de couverture, dans l'unité de x et y");
    solves->add_option("--threshold", w.threshold, "Distance au plus, pour une matrice ou des paires");
    solves->add_option("--radius-column", w.radius_column,
                       "Colonne du rayon propre à chaque candidat ; absente : reconnue à son nom (rayon, "
                       "portee, radius...)");
    solves->add_option("--cost", w.cost_column, "Colonne des coûts");
    solves->add_option("--weight", w.weight_column, "Colonne des poids");
    solves->add_option("--require", w.required, "Candidats imposés")->delimiter(',');
    solves->add_option("--forbid", w.forbidden, "Candidats exclus")->delimiter(',');
    solves->add_option("--backup", w.backup, "Part du poids gagnée par une seconde vue, entre 0 et 1");
    solves->add_option("--gap", w.gap, "Écart prouvé qui suffit, en %");
    solves->add_option("--count", w.solve_count, "Nombre de sites");
    solves->add_option("--budget", w.budget, "Budget, dans l'unité des coûts");
    solves->add_option("--target", w.target, "Poids à couvrir au moindre coût");
    solves->add_option("--time", w.seconds, "Limite en secondes");
    solves->add_option("--format", w.format, "text csv json");
    solves->callback([&] {
        verb = [&] {
            SolveOptions options;
            options.files = {w.file,        w.folder,        w.radius > 0 ? w.radius : w.threshold,
                             w.cost_column, w.weight_column, w.radius_column};
            options.required = w.required;
            options.forbidden = w.forbidden;
            options.backup = w.backup;
            options.gap = w.gap / 100;
            options.count = w.solve_count;
            options.budget = w.budget;
            options.target = w.target;
            options.seconds = w.seconds;
            options.format = w.format;
            solve(console, options);
        };
    });

    auto* sums = app.add_subcommand("summary", "Synthèse en texte");
    sums->add_option("PROJET", w.project)->required();
    sums->add_option("--date", w.date, "Date de référence");
    add_profile(*sums, w);
    sums->callback([&] { verb = [&] { show_summary(console, subject(w)); }; });
}

void add_output_verbs(CLI::App& app, Words& w, Verb& verb, const Console& console) {
    auto* exports = app.add_subcommand("export", "Écrit un fichier : .shp .gpkg .geojson .csv .xlsx .ods");
    exports->add_option("PROJET", w.project)->required();
    exports
        ->add_option(
            "QUOI", w.what,
            "priority-sites priority-communes funding funding-totals gaps coverage register communes cameras")
        ->required();
    exports->add_option("FICHIER", w.file)->required();
    exports->add_option("--date", w.date, "Date de référence");
    add_profile(*exports, w);
    exports->add_option("--by", w.by,
                        "Lignes des lacunes : commune zone unit council epci arrondissement departement qpv");
    exports->callback([&] {
        verb = [&] {
            const auto what = report::parse_export(w.what);
            if (!what) {
                throw InputError("export inconnu : « " + w.what +
                                 " » (priority-sites, priority-communes, funding, funding-totals, gaps, "
                                 "coverage, register, communes, cameras)");
            }
            export_file(console, {subject(w), *what, w.file, read_grouping(w.by)});
        };
    });

    auto* draws = app.add_subcommand("render", "Dessine la carte sans écran : .png .pdf .svg");
    draws->add_option("PROJET", w.project)->required();
    draws->add_option("FICHIER", w.file)->required();
    draws->add_option("--size", w.size, "LARGEURxHAUTEUR");
    draws->add_option("--layers", w.layers, "Couches, séparées par des virgules");
    draws->add_option("--indicator", w.indicator, "lacune population zone cameras clspd cambriolages aucun");
    draws->add_flag("--dark", w.dark, "Thème sombre");
    draws->add_option("--date", w.date, "Date de référence");
    draws->add_option("--compare", w.compare,
                      "Deux cartes côte à côte : une autre date, ou un autre scénario");
    draws->add_option("--basemap", w.basemap, "Fond de plan : GeoTIFF, MBTiles...");
    add_profile(*draws, w);
    draws->callback([&] {
        verb = [&] {
            RenderOptions options{subject(w), {w.file, 0, 0}, {}};
            read_size(w.size, options.how);
            read_layers(w.layers, options.style);
            read_indicator(w.indicator, options.style);
            options.style.is_dark = w.dark;
            options.style.basemap = w.basemap;
            options.style.compared_with = parse_date(w.compare);
            options.style.compared_scenario = options.style.compared_with ? std::string() : w.compare;
            render(console, options);
        };
    });

    auto* scripts = app.add_subcommand("run", "Rejoue des commandes, une par ligne");
    scripts->add_option("PROJET", w.project)->required();
    scripts->add_option("SCRIPT", w.file)->required();
    scripts->callback([&] { verb = [&] { run_script(console, w.project, w.file); }; });
}

void add_verbs(CLI::App& app, Words& words, Verb& verb, const Console& console) {
    add_data_verbs(app, words, verb, console);
    add_analysis_verbs(app, words, verb, console);
    add_output_verbs(app, words, verb, console);
}

/// The library's labels and the two descriptions it brings, for this program and the verbs that are added to
/// it later.
void speak_french(CLI::App& app) {
    const auto formatter = std::make_shared<CLI::Formatter>();
    for (const auto& [english, french] :
         {std::pair("Usage", "Emploi"), std::pair("Positionals", "Dans l'ordre"),
          std::pair("OPTIONS", "OPTIONS"), std::pair("SUBCOMMAND", "VERBE"),
          std::pair("REQUIRED", "(obligatoire)"), std::pair("TEXT", "TEXTE"), std::pair("INT", "ENTIER"),
          std::pair("UINT", "ENTIER"), std::pair("FLOAT", "NOMBRE"), std::pair("Excludes", "sans"),
          std::pair("Needs", "avec")}) {
        formatter->label(english, french);
    }
    app.formatter(formatter);
    app.set_help_flag("-h,--help", "Affiche cette aide");
    app.set_version_flag("--version", std::string("maillage ") + MAILLAGE_VERSION, "Affiche la version");
}

/// "120 000,50" is a number, too: the library reads none but 120000.50.
std::string plain_number(const std::string& text) {
    const auto read = parse_number(text);
    return read ? fmt::format("{}", *read) : text;
}

void read_french_numbers(CLI::App& verb) {
    for (CLI::Option* option : verb.get_options()) {
        if (option->get_type_name() == "FLOAT" && option->get_items_expected_max() == 1) {
            option->transform(plain_number);
        }
    }
}

/// What the library tells in English of a command line that it cannot read: its kind, and the words
/// concerned.
std::string refusal(const CLI::ParseError& error) {
    const std::string text = error.what();
    const auto after = [&](std::string_view mark) {
        const auto at = text.find(mark);
        return at == std::string::npos ? text : text.substr(at + mark.size());
    };
    const std::string name = error.get_name();
    if (name == "RequiredError") {
        return "il manque " + text.substr(0, text.find(" is required"));
    }
    if (text.find("not expected: ") != std::string::npos) { // named after its verb
        return "argument inattendu : " + after(": ");
    }
    if (name == "ConversionError") {
        return "valeur illisible : " + after(": ");
    }
    if (name == "ArgumentMismatch") {
        return "valeur manquante ou de trop : " + text.substr(0, text.find(':'));
    }
    return "ligne de commande refusée : " + text;
}

int report(const Error& error, const Console& console) {
    console.err << "maillage : " << printable(error.what(), Blanks::shown) << '\n';
    return static_cast<int>(error.exit_code());
}

} // namespace

int run(int argc, const char* const* argv, const Console& unguarded) {
    SafeStream out(unguarded.out);
    SafeStream err(unguarded.err);
    Console console{out.stream(), err.stream(), unguarded.reads_outside};
    CLI::App app("maillage : schéma départemental de la vidéoprotection", "maillage");
    Words words;
    Verb verb;
    int desktop_code = 0;
    speak_french(app);
    app.add_option("FICHIER", words.project, "Projet à ouvrir dans le bureau");
    app.add_option("--script", words.script, "Commandes à jouer à l'ouverture");
    app.add_option("--screenshot", words.screenshot, "Image de la fenêtre, puis fin");
    app.require_subcommand(0, 1);
    add_verbs(app, words, verb, console);
    for (CLI::App* one : app.get_subcommands({})) {
        one->group("Verbes");
        one->add_option_function<std::string>(
               "--outside-files",
               [&](const std::string& word) { words.reads_outside = console.reads_outside = word == "lire"; },
               "Fichiers que le projet nomme hors de son dossier : lire ou ignorer ; sinon il n'est pas "
               "ouvert")
            ->check(CLI::IsMember({"lire", "ignorer"}));
        read_french_numbers(*one);
    }
    try {
        app.parse(argc, argv);
        if (!verb) {
#ifdef MAILLAGE_DESKTOP
            verb = [&] { desktop_code = ui::run_desktop({words.project, words.script, words.screenshot}); };
#else
            throw InputError("cette construction n'a pas de fenêtre : voir maillage --help");
#endif
        }
        verb();
        if (!out.flush()) {
            throw StorageError("sortie standard : écriture interrompue, le disque est peut-être plein");
        }
        return desktop_code;
    } catch (const CLI::ParseError& error) {
        if (error.get_exit_code() == 0) {
            return app.exit(error, console.out, console.err); // --help, --version
        }
        console.err << "maillage : " << refusal(error)
                    << "\nVoir maillage --help, ou maillage VERBE --help.\n";
        return static_cast<int>(ExitCode::input);
    } catch (const Error& error) {
        return report(error, console);
    } catch (const std::filesystem::filesystem_error& error) {
        console.err << "maillage : " << error.path1().string() << " : " << system_reason(error.code())
                    << '\n';
        return static_cast<int>(ExitCode::storage);
    } catch (const std::exception& error) {
        console.err << "maillage : erreur interne : " << error.what() << '\n';
        return static_cast<int>(ExitCode::internal);
    }
}

std::vector<std::string> verbs() {
    CLI::App app;
    Words words;
    Verb verb;
    std::ostringstream nowhere;
    const Console console{nowhere, nowhere};
    add_verbs(app, words, verb, console);
    std::vector<std::string> names;
    for (const CLI::App* one : app.get_subcommands({})) {
        names.push_back(one->get_name());
    }
    return names;
}

} // namespace maillage::cli
