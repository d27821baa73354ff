#include "cli/arguments.h"

#ifdef MAILLAGE_DESKTOP
#include "ui/window/desktop.h"
#endif
#include "base/error.h"
#include "base/number.h"
#include "base/printable.h"
#include "base/system_reason.h"
#include "cli/safe_stream.h"
#include "cli/verb.h"
#include "cli/verb_list.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>
#include <optional>
#include <ostream>

namespace maillage::cli {
namespace {

/// Of the line without a verb: the window.
struct DesktopWords {
    std::filesystem::path project;
    std::string script, screenshot;
};

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
    DesktopWords words;
    Works works;
    Shelf shelf(app, works);
    speak_french(app);
    app.add_option("FICHIER", words.project, "Projet à ouvrir dans le bureau");
    app.add_option("--script", words.script, "Commandes à jouer à l'ouverture");
    app.add_option("--screenshot", words.screenshot, "Image de la fenêtre, puis fin");
    app.require_subcommand(0, 1);
    add_all_verbs(shelf);
    for (CLI::App* one : app.get_subcommands({})) {
        one->group("Verbes");
        one->add_option_function<std::string>(
               "--outside-files", [&](const std::string& word) { console.reads_outside = word == "lire"; },
               "Fichiers que le projet nomme hors de son dossier : lire ou ignorer ; sinon il n'est pas "
               "ouvert")
            ->check(CLI::IsMember({"lire", "ignorer"}));
        read_french_numbers(*one);
    }
    try {
        app.parse(argc, argv);
        int code = 0;
        if (const auto chosen = app.get_subcommands(); !chosen.empty()) {
            works.at(chosen.front()->get_name())(console);
        } else {
#ifdef MAILLAGE_DESKTOP
            code = ui::run_desktop({words.project, words.script, words.screenshot});
#else
            throw InputError("cette construction n'a pas de fenêtre : voir maillage --help");
#endif
        }
        if (!out.flush()) {
            throw StorageError("sortie standard : écriture interrompue, le disque est peut-être plein");
        }
        return code;
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
    Works works;
    Shelf shelf(app, works);
    add_all_verbs(shelf);
    std::vector<std::string> names;
    for (const CLI::App* one : app.get_subcommands({})) {
        names.push_back(one->get_name());
    }
    return names;
}

} // namespace maillage::cli
