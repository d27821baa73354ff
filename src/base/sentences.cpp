#include "base/sentences.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <optional>

namespace maillage {
namespace {

constexpr std::uint32_t kMagic = 0x950412de; // of a catalogue written on a machine of this byte order

/// The words round the values of a format: "a {} b {:.1f}" gives "a ", " b ", "".
std::vector<std::string> fixed_words(const std::string& format) {
    std::vector<std::string> words(1);
    for (std::size_t i = 0; i < format.size(); ++i) {
        const auto close = format[i] == '{' ? format.find('}', i) : std::string::npos;
        if (close == std::string::npos) {
            words.back() += format[i];
        } else {
            words.emplace_back();
            i = close;
        }
    }
    return words;
}

/// The values that make `sentence` of these fixed words: the shortest that do, from the left.
std::optional<std::vector<std::string_view>> values_of(std::string_view sentence,
                                                       const std::vector<std::string>& fixed) {
    if (!sentence.starts_with(fixed.front())) {
        return std::nullopt;
    }
    std::vector<std::string_view> values;
    std::size_t from = fixed.front().size();
    for (std::size_t i = 1; i < fixed.size(); ++i) {
        const bool is_last = i + 1 == fixed.size();
        if (is_last && (!sentence.ends_with(fixed[i]) || sentence.size() - fixed[i].size() < from)) {
            return std::nullopt;
        }
        const auto to = is_last ? sentence.size() - fixed[i].size() : sentence.find(fixed[i], from);
        if (to == std::string_view::npos) {
            return std::nullopt;
        }
        values.push_back(sentence.substr(from, to - from));
        from = to + fixed[i].size();
    }
    return values;
}

/// `translation` with its values: "{}" takes the next one, "{1}" the second.
std::string filled(const std::string& translation, const std::vector<std::string>& values) {
    std::string text;
    std::size_t next = 0;
    for (std::size_t i = 0; i < translation.size(); ++i) {
        const auto close = translation[i] == '{' ? translation.find('}', i) : std::string::npos;
        if (close == std::string::npos) {
            text += translation[i];
            continue;
        }
        const bool is_numbered = i + 1 < close && translation[i + 1] >= '0' && translation[i + 1] <= '9';
        const std::size_t value = is_numbered ? static_cast<std::size_t>(translation[i + 1] - '0') : next++;
        text += value < values.size() ? values[value] : std::string();
        i = close;
    }
    return text;
}

std::uint32_t number_at(const std::string& bytes, std::size_t at) {
    std::uint32_t number = 0;
    if (at + sizeof number <= bytes.size()) {
        std::memcpy(&number, bytes.data() + at, sizeof number);
    }
    return number;
}

/// The text whose length and place are written at `at`.
std::string text_at(const std::string& bytes, std::size_t at) {
    const std::size_t length = number_at(bytes, at);
    const std::size_t place = number_at(bytes, at + 4);
    if (place > bytes.size() || length > bytes.size() - place) {
        return {};
    }
    return bytes.substr(place, length);
}

/// Singular and plural, which a catalogue keeps in one text: the second is empty where there is none.
std::pair<std::string, std::string> numbers_of(const std::string& text) {
    const auto cut = std::min(text.find('\0'), text.size());
    return {text.substr(0, cut), text.substr(std::min(cut + 1, text.size()))};
}

} // namespace

Sentences::Sentences(const SentencePairs& pairs) {
    for (const auto& [french, translation] : pairs) {
        std::vector<std::string> fixed = fixed_words(french);
        if (fixed.size() == 1) {
            whole_.emplace_back(french, translation);
            continue;
        }
        Format format{std::move(fixed), 0, translation};
        for (const std::string& words : format.fixed) {
            format.length += words.size();
        }
        formats_.push_back(std::move(format));
    }
    std::ranges::sort(whole_);
    std::ranges::stable_sort(formats_, std::ranges::greater{}, &Format::length);
}

std::string Sentences::translate(std::string_view sentence) const {
    const auto exact = std::ranges::lower_bound(
        whole_, sentence, {}, [](const auto& pair) { return std::string_view(pair.first); });
    if (exact != whole_.end() && exact->first == sentence) {
        return exact->second;
    }
    for (const Format& format : formats_) {
        const auto found = values_of(sentence, format.fixed);
        if (!found) {
            continue;
        }
        std::vector<std::string> values;
        for (std::size_t i = 0; i < found->size(); ++i) {
            const std::string_view value = (*found)[i];
            const bool is_quoted = format.fixed[i].ends_with("« ");
            // A format without any word of its own would say the same sentence for ever.
            const bool is_shorter = value.size() < sentence.size();
            values.push_back(is_quoted || !is_shorter ? std::string(value) : translate(value));
        }
        return filled(format.translation, values);
    }
    return std::string(sentence);
}

SentencePairs read_catalogue(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    SentencePairs pairs;
    if (number_at(bytes, 0) != kMagic) {
        return pairs;
    }
    const std::size_t count = number_at(bytes, 8);
    const std::size_t originals = number_at(bytes, 12);
    const std::size_t translations = number_at(bytes, 16);
    for (std::size_t i = 0; i < count && originals + 8 * i < bytes.size(); ++i) {
        auto [french, french_many] = numbers_of(text_at(bytes, originals + 8 * i));
        if (french.empty()) { // the catalogue's own head
            continue;
        }
        auto [one, many] = numbers_of(text_at(bytes, translations + 8 * i));
        pairs.emplace_back(std::move(french), std::move(one));
        if (!french_many.empty()) {
            pairs.emplace_back(std::move(french_many), std::move(many));
        }
    }
    return pairs;
}

} // namespace maillage
