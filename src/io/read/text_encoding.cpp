#include "io/read/text_encoding.h"

#include "base/error.h"
#include "base/text.h"

#include <fmt/format.h>
#include <uchardet.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace maillage::io {
namespace {

constexpr const char* kWestern = "windows-1252";
constexpr std::size_t kSampleBytes = 64U << 10U;

struct ConverterDeleter {
    void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
};

struct DetectorDeleter {
    void operator()(uchardet* detector) const noexcept { uchardet_delete(detector); }
};

template <class Function> void for_each_text(geo::Table& table, Function&& function) {
    for (geo::Column& column : table.columns) {
        function(column.name);
    }
    for (geo::Feature& feature : table.features) {
        for (geo::Value& value : feature.values) {
            if (auto* text = std::get_if<std::string>(&value)) {
                function(*text);
            }
        }
    }
}

} // namespace

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string encoding_name(std::string_view declared) {
    const std::string name = fold_name(declared);
    if (name == "utf8" || name == "65001") {
        return "UTF-8";
    }
    for (const std::string_view latin : {"iso88591", "latin1", "88591", "1252", "ansi1252", "cp1252",
                                         "windows1252", "ansi", "iso885915", "885915", "latin9"}) {
        if (name == latin) {
            return name.ends_with("15") || name == "latin9" ? "ISO-8859-15" : kWestern;
        }
    }
    if (name == "850" || name == "cp850" || name == "oem850" || name == "oem") {
        return "IBM850";
    }
    if (name == "437" || name == "cp437" || name == "oem437") {
        return "IBM437";
    }
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UConverter, ConverterDeleter> known(
        ucnv_open(std::string(declared).c_str(), &status));
    return U_SUCCESS(status) && !declared.empty() ? std::string(declared) : std::string();
}

namespace {

/// How French a text looks once decoded: letters with accents and signs that French has, less what it has
/// not.
int french_score(std::string_view utf8) {
    static const icu::UnicodeString kFrench =
        icu::UnicodeString::fromUTF8("éèêëàâäîïôöùûüçœæÉÈÊËÀÂÄÎÏÔÖÙÛÜÇŒÆ°’«»€²–…“”·Ÿÿñ");
    const icu::UnicodeString text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<int32_t>(utf8.size())));
    int score = 0;
    for (int32_t i = 0; i < text.length(); ++i) {
        const char16_t c = text[i];
        if (c < 0x80) {
            continue;
        }
        score += kFrench.indexOf(c) >= 0 ? 2 : c == 0xA0 || c == 0x202F ? 0 : -3;
        // A capital with an accent between small letters is a wrong table, not a word.
        const bool is_inside = i > 0 && text[i - 1] >= u'a' && text[i - 1] <= u'z';
        score -= is_inside && u_isupper(c) != 0 ? 3 : 0;
    }
    return score;
}

/// The old tables of DOS and of the Macintosh, when they make French of bytes that the Western one does not.
std::string likely_table(std::string_view bytes, const std::string& first) {
    std::string best = first;
    int best_score = french_score(Decoder(first)(bytes));
    for (const char* other : {"windows-1252", "IBM850", "macintosh"}) {
        const int score = french_score(Decoder(other)(bytes));
        if (score > best_score) {
            best = other;
            best_score = score;
        }
    }
    return best;
}

} // namespace

std::string guess_encoding(std::string_view bytes) {
    if (is_valid_utf8(bytes)) {
        return "UTF-8";
    }
    const std::unique_ptr<uchardet, DetectorDeleter> detector(uchardet_new());
    std::string guess;
    if (uchardet_handle_data(detector.get(), bytes.data(), bytes.size()) == 0) {
        uchardet_data_end(detector.get());
        guess = uchardet_get_charset(detector.get());
    }
    // On a few words uchardet proposes Hungarian or Turkish sets; a French file is Western unless it says
    // otherwise by its structure, as UTF-16 does.
    const bool is_structural = guess.starts_with("UTF-16") || guess.starts_with("UTF-32");
    const std::string name = encoding_name(guess);
    if (is_structural || name == "ISO-8859-15") {
        return name;
    }
    return likely_table(bytes, name == "IBM850" ? name : kWestern);
}

struct Decoder::State {
    std::unique_ptr<UConverter, ConverterDeleter> converter;
    bool is_utf8 = false;
};

Decoder::Decoder(const std::string& encoding) : state_(std::make_unique<State>()) {
    const std::string name = encoding_name(encoding);
    UErrorCode status = U_ZERO_ERROR;
    state_->converter.reset(name.empty() ? nullptr : ucnv_open(name.c_str(), &status));
    if (!state_->converter) {
        throw InputError(
            fmt::format("encodage inconnu : « {} » (par exemple UTF-8, windows-1252, ISO-8859-1)", encoding));
    }
    state_->is_utf8 = name == "UTF-8";
}

Decoder::~Decoder() = default;

std::string Decoder::operator()(std::string_view bytes) const {
    if (is_ascii(bytes) && ucnv_getMinCharSize(state_->converter.get()) == 1) {
        return std::string(bytes);
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::UnicodeString text(bytes.data(), static_cast<int32_t>(bytes.size()), state_->converter.get(),
                                  status);
    std::string utf8;
    text.toUTF8String(utf8);
    return utf8;
}

std::string settle_encoding(geo::Table& table, const std::string& declared, FindingLog& log, bool is_asked) {
    std::string sample;
    bool is_utf8 = true;
    for_each_text(table, [&](const std::string& text) {
        if (!is_ascii(text)) {
            is_utf8 = is_utf8 && is_valid_utf8(text);
            if (sample.size() < kSampleBytes) {
                sample += text + '\n';
            }
        }
    });
    std::string encoding =
        declared.empty() ? guess_encoding(is_utf8 ? "" : std::string_view(sample)) : declared;
    if (encoding == "UTF-8" && !is_utf8) {
        encoding = guess_encoding(sample);
        encoding = encoding == "UTF-8" ? kWestern : encoding; // the sample was sound, a later text was not
        log.add(Severity::warning, "encodage", 0, "",
                fmt::format("textes qui ne sont pas en UTF-8 : lus en {}", encoding));
        const Decoder decode(encoding);
        for_each_text(table, [&](std::string& text) { text = is_valid_utf8(text) ? text : decode(text); });
    } else if (encoding != "UTF-8" && is_utf8 && !sample.empty() && !is_asked) {
        // No text of French is valid UTF-8 by chance: the bytes say more than the declaration.
        log.add(Severity::warning, "encodage", 0, "",
                fmt::format("textes en UTF-8 bien que le fichier déclare {} : lus en UTF-8", encoding));
        encoding = "UTF-8";
    } else if (encoding != "UTF-8") {
        if (const std::string better = likely_table(sample, encoding); better != encoding && !is_asked) {
            log.add(
                Severity::warning, "encodage", 0, "",
                fmt::format("textes illisibles en {}, déclaré par le fichier : lus en {}", encoding, better));
            encoding = better;
        }
        const Decoder decode(encoding);
        for_each_text(table, [&](std::string& text) { text = decode(text); });
        if (declared.empty()) {
            log.note(fmt::format("encodage non déclaré : {} retenu d'après les textes", encoding));
        }
    }
    return encoding;
}

} // namespace maillage::io
