#include "base/translate.h"

#include "base/sentences.h"

#include <clocale>
#include <cstdlib>
#include <filesystem>
#include <libintl.h>
#include <string>
#include <system_error>

extern int _nl_msg_cat_cntr; // NOLINT: gettext's own way of being told that LANGUAGE changed

namespace maillage {
namespace {

constexpr const char* kDomain = "maillage";
constexpr const char* kEnglish = "en/LC_MESSAGES/maillage.mo";

/// Beside the program in a build folder, under share/ once installed.
std::filesystem::path catalogues() {
    std::error_code unknown;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", unknown);
    for (auto folder = program.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
        for (const char* place : {"locale", "share/locale"}) {
            if (std::filesystem::exists(folder / place / kEnglish, unknown)) {
                return folder / place;
            }
        }
    }
    return {};
}

/// Only messages: a locale for numbers would make strtod read "1,5" and printf write it.
bool start_gettext() {
    const std::string folder = catalogues().string();
    std::setlocale(LC_MESSAGES, "C.UTF-8");
    bindtextdomain(kDomain, folder.c_str());
    bind_textdomain_codeset(kDomain, "UTF-8");
    return true;
}

} // namespace

void set_language(Language language) {
    static const bool is_started = start_gettext();
    (void)is_started;
    ::setenv("LANGUAGE", language == Language::english ? "en" : "fr", 1);
    ++_nl_msg_cat_cntr;
}

Language language() {
    const char* name = std::getenv("LANGUAGE");
    const bool is_translated = std::setlocale(LC_MESSAGES, nullptr) != std::string("C");
    return is_translated && name != nullptr && std::string(name) == "en" ? Language::english
                                                                         : Language::french;
}

const char* tr(const char* french) {
    return dgettext(kDomain, french);
}

std::string tr(const std::string& french) {
    return french.empty() ? french : std::string(tr(french.c_str())); // the empty key is the catalogue's own
}

std::string tr_sentence(const std::string& french) {
    if (language() == Language::french || french.empty()) {
        return french;
    }
    static const Sentences english(read_catalogue(catalogues() / kEnglish));
    return english.translate(french);
}

} // namespace maillage
