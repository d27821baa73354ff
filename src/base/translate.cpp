#include "base/translate.h"

#include "base/delivered.h"
#include "base/sentences.h"

#include <atomic>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace maillage {
namespace {

/// The English of every French sentence. Looked up by ourselves: gettext follows the locale of the system,
/// and translates nothing where that is C.
struct Catalogue {
    explicit Catalogue(SentencePairs from) : pairs(std::move(from)), sentences(pairs) {
        for (const auto& [french, english] : pairs) {
            whole.emplace(french, english.c_str());
        }
    }

    SentencePairs pairs;
    Sentences sentences;                                     ///< those with values
    std::unordered_map<std::string_view, const char*> whole; ///< views of `pairs`
};

const Catalogue& english() {
    static const Catalogue catalogue(read_catalogue(delivered("locale/en/LC_MESSAGES/maillage.mo")));
    return catalogue;
}

std::atomic<Language> spoken = Language::french;
thread_local int french_documents = 0;

} // namespace

void set_language(Language language) {
    spoken = language;
}

Language language() {
    return french_documents > 0 ? Language::french : spoken.load();
}

const char* tr(const char* french) {
    if (language() == Language::french) {
        return french;
    }
    const auto found = english().whole.find(french);
    return found == english().whole.end() ? french : found->second;
}

const char* tr_plural(const char* one, const char* many, double count) {
    // None is one in French, and many in English.
    const bool is_many = language() == Language::french ? count >= 2 : count != 1;
    return tr(is_many ? many : one);
}

std::string tr(const std::string& french) {
    return tr(french.c_str());
}

std::string tr_sentence(const std::string& french) {
    if (language() == Language::french || french.empty()) {
        return french;
    }
    return english().sentences.translate(french);
}

InFrench::InFrench() {
    ++french_documents;
}

InFrench::~InFrench() {
    --french_documents;
}

} // namespace maillage
