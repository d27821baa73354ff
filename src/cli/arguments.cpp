#include "cli/arguments.h"

#ifdef MAILLAGE_DESKTOP
#include "ui/desktop.h"
#endif
#include "app/export_tables.h"
#include "base/error.h"
#include "base/text.h"

#include <CLI/CLI.hpp>

#include <functional>
#include <map>
#include <ostream>

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
        {"commune", analysis::Grouping::commune}, {"zone", analysis::Grouping::zone}, {"unit", analysis::Grouping::unit},
        {"council", analysis::Grouping::council}, {"epci", analysis::Grouping::epci},
        {"arrondissement", analysis::Grouping::arrondissement}, {"departement", analysis::Grouping::departement}};
    const auto it = kWords.find(word);
    if (it == kWords.end()) {
        throw InputError("--by " + word + " : commune, zone, unit, council, epci, arrondissement ou departement");
    }
    return it->second;
}

void read_size(const std::string& text, app::Render& how) {
    const std::size_t x = text.find('x');
    try {
        how.width = std::stoi(text.substr(0, x));
        how.height = x == std::string::npos ? 0 : std::stoi(text.substr(x + 1));
    } catch (const std::exception&) {
        throw InputError("--size " + text + " : LARGEURxHAUTEUR attendu, par exemple 1920x1080");
    }
}

void read_layers(const std::string& text, app::Style& style) {
    if (text.empty()) {
        return;
    }
    style.is_shown.fill(false);
    for (const std::string& word : split(text, ',')) {
        bool known = false;
        for (std::size_t i = 0; i < app::kLayers; ++i) {
            if (app::key(static_cast<app::Layer>(i)) == word) {
                style.is_shown[i] = known = true;
            }
        }
        if (!known) {
            throw InputError("--layers : couche inconnue « " + word + " »");
        }
    }
}

void read_indicator(const std::string& text, app::Style& style) {
    for (int i = 0; i <= static_cast<int>(app::Indicator::none); ++i) {
        if (app::key(static_cast<app::Indicator>(i)) == text) {
            style.indicator = static_cast<app::Indicator>(i);
            return;
        }
    }
    throw InputError("--indicator : « " + text + " » inconnu (lacune, population, zone, cameras, clspd, cambriolages, aucun)");
}

/// Options of all verbs, filled by CLI11 before the chosen verb runs.
struct Words {
    std::filesystem::path project, file, folder;
    std::string departement, communes, title, kind, layer, crs, encoding, site_class, azimuths, attribution;
    std::vector<std::string> map;
    bool adds = false;
    std::string date, by = "commune", format = "text", what, profile, size = "1920x1080", layers, indicator = "lacune", basemap;
    bool dark = false;
    std::int64_t count = 30, solve_count = 0;
    double budget = 0;
    std::string script, screenshot;
    double radius = 0, target = 0, seconds = 60;
};

app::Import read_import(const Words& w) {
    app::Import what;
    const auto kind = domain::parse_import_kind(w.kind);
    if (!kind) {
        std::vector<std::string> known;
        for (const domain::ImportKind one : domain::all_import_kinds()) {
            known.push_back(domain::to_text(one));
        }
        throw InputError("genre inconnu : « " + w.kind + " » (" + join(known, ", ") + ")");
    }
    what.kind = *kind;
    what.file = w.file;
    what.layer = w.layer;
    what.encoding = w.encoding;
    if (!w.crs.empty()) {
        const std::string digits = w.crs.starts_with("EPSG:") || w.crs.starts_with("epsg:") ? w.crs.substr(5) : w.crs;
        if (digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string::npos) {
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

void add_data_verbs(CLI::App& app, Words& w, Verb& verb, const Console& console) {
    auto* demo_verb = app.add_subcommand("demo", "Construit l'exemple de l'Aisne dans un dossier : projet, carte, tables");
    demo_verb->add_option("DOSSIER", w.folder)->required();
    demo_verb->callback([&] { verb = [&] { demo(console, w.folder); }; });

    auto* create = app.add_subcommand("new", "Crée un projet");
    create->add_option("PROJET", w.project)->required();
    create->add_option("--departement", w.departement, "Code du département : 02, 2A, 974");
    create->add_option("--communes", w.communes, "Fichier des communes");
    create->add_option("--title", w.title, "Titre");
    create->callback([&] { verb = [&] { new_project(console, {w.project, w.departement, w.communes, w.title}); }; });

    auto* import = app.add_subcommand("import", "Ajoute un fichier au projet");
    import->add_option("PROJET", w.project)->required();
    import->add_option("GENRE", w.kind, "communes zones councils authorisations cameras sites buildings qpv crime population")->required();
    import->add_option("FICHIER", w.file)->required();
    import->add_option("--layer", w.layer, "Couche ou feuille");
    import->add_option("--crs", w.crs, "EPSG:n, si le fichier ne le dit pas");
    import->add_option("--encoding", w.encoding, "UTF-8, CP1252, ISO-8859-1...");
    import->add_option("--map", w.map, "role=colonne, pour corriger ce qui est reconnu")->take_all();
    import->add_option("--class", w.site_class, "Classe des sites : gare, ecole, pharmacie...");
    import->add_option("--azimuths", w.azimuths, "nord (défaut), trigo ou grille");
    import->add_option("--attribution", w.attribution, "Mention de source et de licence");
    import->add_flag("--add", w.adds, "Ajoute aux lignes du projet au lieu de les remplacer");
    import->callback([&] { verb = [&] { import_file(console, w.project, read_import(w)); }; });

    auto* checks = app.add_subcommand("check", "Liste les anomalies");
    checks->add_option("PROJET", w.project)->required();
    checks->add_option("--format", w.format, "text ou json");
    checks->callback([&] { verb = [&] { check(console, w.project, w.format); }; });
}

void add_analysis_verbs(CLI::App& app, Words& w, Verb& verb, const Console& console) {
    auto* gap = app.add_subcommand("gaps", "Lacunes de couverture et leurs causes");
    gap->add_option("PROJET", w.project)->required();
    gap->add_option("--date", w.date, "Date de référence");
    gap->add_option("--by", w.by, "commune zone unit council epci arrondissement departement");
    gap->add_option("--format", w.format, "text csv json");
    gap->callback([&] { verb = [&] { gaps(console, {w.project, maybe_date(w.date), read_grouping(w.by), w.format}); }; });

    auto* ranks = app.add_subcommand("rank", "Sites prioritaires");
    ranks->add_option("PROJET", w.project)->required();
    ranks->add_option("--count", w.count, "Nombre de sites");
    ranks->add_option("--budget", w.budget, "Budget en euros HT");
    ranks->add_option("--date", w.date, "Date de référence");
    ranks->add_option("--format", w.format, "text csv json");
    ranks->callback([&] { verb = [&] { rank(console, {w.project, maybe_date(w.date), w.count, w.budget, w.format}); }; });

    auto* solves = app.add_subcommand("solve", "Résout une instance de couverture maximale, sans projet");
    solves->add_option("CANDIDATS", w.file, "Table de points : id, x, y, cout")->required();
    solves->add_option("DEMANDE", w.folder, "Table de points : x, y, poids ; absente : les candidats");
    solves->add_option("--radius", w.radius, "Rayon de couverture, dans l'unité de x et y")->required();
    solves->add_option("--count", w.solve_count, "Nombre de sites");
    solves->add_option("--budget", w.budget, "Budget, dans l'unité des coûts");
    solves->add_option("--target", w.target, "Poids à couvrir au moindre coût");
    solves->add_option("--time", w.seconds, "Limite en secondes");
    solves->add_option("--format", w.format, "text json");
    solves->callback([&] {
        verb = [&] { solve(console, {w.file, w.folder, w.radius, w.solve_count, w.budget, w.target, w.seconds, w.format}); };
    });

    auto* sums = app.add_subcommand("summary", "Synthèse en texte");
    sums->add_option("PROJET", w.project)->required();
    sums->add_option("--date", w.date, "Date de référence");
    sums->callback([&] { verb = [&] { show_summary(console, w.project, maybe_date(w.date)); }; });
}

void add_output_verbs(CLI::App& app, Words& w, Verb& verb, const Console& console) {
    auto* exports = app.add_subcommand("export", "Écrit un fichier : .shp .gpkg .geojson .csv .xlsx");
    exports->add_option("PROJET", w.project)->required();
    exports->add_option("QUOI", w.what, "priority-sites gaps coverage register communes cameras")->required();
    exports->add_option("FICHIER", w.file)->required();
    exports->add_option("--date", w.date, "Date de référence");
    exports->add_option("--profile", w.profile, "public ou restreint");
    exports->callback([&] {
        verb = [&] {
            const auto what = app::parse_export(w.what);
            if (!what) {
                throw InputError("export inconnu : « " + w.what + " » (priority-sites, gaps, coverage, register, communes, cameras)");
            }
            export_file(console, {w.project, *what, w.file, maybe_date(w.date), w.profile});
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
    draws->add_option("--basemap", w.basemap, "Fond de plan : GeoTIFF, MBTiles...");
    draws->callback([&] {
        verb = [&] {
            RenderOptions options{w.project, {w.file, 0, 0}, {}, maybe_date(w.date)};
            read_size(w.size, options.how);
            read_layers(w.layers, options.style);
            read_indicator(w.indicator, options.style);
            options.style.is_dark = w.dark;
            options.style.basemap = w.basemap;
            render(console, options);
        };
    });

    auto* scripts = app.add_subcommand("run", "Rejoue des commandes, une par ligne");
    scripts->add_option("PROJET", w.project)->required();
    scripts->add_option("SCRIPT", w.file)->required();
    scripts->callback([&] { verb = [&] { run_script(console, w.project, w.file); }; });
}

int report(const Error& error, const Console& console) {
    console.err << "maillage : " << error.what() << '\n';
    return static_cast<int>(error.exit_code());
}

} // namespace

int run(int argc, const char* const* argv, const Console& console) {
    CLI::App app("maillage : schéma départemental de la vidéoprotection", "maillage");
    Words words;
    Verb verb;
    int desktop_code = 0;
    app.set_version_flag("--version", std::string("maillage ") + MAILLAGE_VERSION);
    app.add_option("FICHIER", words.project, "Projet à ouvrir dans le bureau");
    app.add_option("--script", words.script, "Commandes à jouer à l'ouverture");
    app.add_option("--screenshot", words.screenshot, "Image de la fenêtre, puis fin");
    app.require_subcommand(0, 1);
    add_data_verbs(app, words, verb, console);
    add_analysis_verbs(app, words, verb, console);
    add_output_verbs(app, words, verb, console);
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
        return desktop_code;
    } catch (const CLI::ParseError& error) {
        const bool is_help = error.get_exit_code() == 0;
        app.exit(error, console.out, console.err);
        return is_help ? 0 : static_cast<int>(ExitCode::input);
    } catch (const Error& error) {
        return report(error, console);
    } catch (const std::filesystem::filesystem_error& error) {
        console.err << "maillage : " << error.what() << '\n';
        return static_cast<int>(ExitCode::storage);
    } catch (const std::exception& error) {
        console.err << "maillage : erreur interne : " << error.what() << '\n';
        return static_cast<int>(ExitCode::internal);
    }
}

} // namespace maillage::cli
