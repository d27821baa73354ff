#include "registry/recueil.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace maillage::registry {
namespace {

constexpr std::size_t kLongestEntry = 2000;

bool digit(char c) {
    return c >= '0' && c <= '9';
}

bool digits(std::string_view text, std::size_t at, std::size_t count) {
    return at + count <= text.size() &&
           std::all_of(text.begin() + std::ptrdiff_t(at), text.begin() + std::ptrdiff_t(at + count), digit);
}

/// Length of YYYY-MM-DD-ddd(dd) at the beginning, or 0. Three digits before 2020.
std::size_t dated_id(std::string_view t) {
    if (!digits(t, 0, 4) || !digits(t, 5, 2) || !digits(t, 8, 2) || !digits(t, 11, 3) || t[4] != '-' ||
        t[7] != '-' || t[10] != '-') {
        return 0;
    }
    const std::size_t length = digits(t, 14, 2) ? 16 : 14;
    return length < t.size() && digit(t[length]) ? 0 : length;
}

/// Length of the département's code and its dash at the beginning, or 0: 02-, 2A-, 974-.
std::size_t departement(std::string_view t) {
    for (const std::size_t length : {2U, 3U}) {
        const bool corsica = length == 2 && t.size() > 2 && t[0] == '2' && (t[1] == 'A' || t[1] == 'B');
        if ((digits(t, 0, length) || corsica) && t.size() > length && t[length] == '-') {
            return length + 1;
        }
    }
    return 0;
}

std::size_t act_id(std::string_view t) {
    if (const std::size_t plain = dated_id(t); plain > 0) {
        return plain;
    }
    const std::size_t before = departement(t);
    const std::size_t rest = before > 0 ? dated_id(t.substr(before)) : 0;
    return rest > 0 ? before + rest : 0;
}

std::optional<std::int64_t> number_at(std::string_view t, std::size_t at) {
    std::int64_t value = 0;
    const auto read = std::from_chars(t.data() + std::min(at, t.size()), t.data() + t.size(), value);
    return read.ec == std::errc() && value >= 0 ? std::optional(value) : std::nullopt;
}

bool has(std::string_view text, std::string_view word) {
    return text.find(word) != std::string_view::npos;
}

template <class Words> bool any(std::string_view text, const Words& words) {
    return std::any_of(words.begin(), words.end(), [&](std::string_view w) { return has(text, w); });
}

/// The page that ends an entry: « (3 pages) Page 12 ».
std::optional<std::int64_t> last_page(std::string_view folded) {
    const std::size_t at = folded.rfind("page ");
    if (at == std::string_view::npos || at + 5 >= folded.size() ||
        !std::all_of(folded.begin() + std::ptrdiff_t(at + 5), folded.end(), digit)) {
        return std::nullopt;
    }
    return number_at(folded, at + 5);
}

std::optional<std::int64_t> pages(std::string_view folded) {
    for (std::size_t at = folded.rfind('('); at != std::string_view::npos && at > 0;
         at = folded.rfind('(', at - 1)) {
        const std::size_t word = folded.find_first_not_of("0123456789", at + 1);
        if (word != std::string_view::npos && word > at + 1 && folded.substr(word).starts_with(" page")) {
            return number_at(folded, at + 1);
        }
    }
    return std::nullopt;
}

constexpr auto kMonths =
    std::to_array<std::string_view>({"janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout",
                                     "septembre", "octobre", "novembre", "decembre"});

/// « 1er juin 2021 », « 07 fevrier 2025 » at the beginning.
std::optional<Date> day_at(std::string_view t) {
    const std::size_t length = digits(t, 0, 2) ? 2 : digits(t, 0, 1) ? 1 : 0;
    if (length == 0) {
        return std::nullopt;
    }
    const unsigned day = unsigned(*number_at(t.substr(0, length), 0));
    t.remove_prefix(length);
    t.remove_prefix(t.starts_with("er") ? 2 : 0);
    if (!t.starts_with(' ')) {
        return std::nullopt;
    }
    t.remove_prefix(1);
    for (std::size_t m = 0; m < kMonths.size(); ++m) {
        const std::size_t year = kMonths[m].size() + 1;
        if (t.starts_with(kMonths[m]) && digits(t, year, 4) && t[year - 1] == ' ') {
            const Date date(std::chrono::year(int(*number_at(t.substr(year, 4), 0))),
                            std::chrono::month(unsigned(m + 1)), std::chrono::day(day));
            return date.ok() ? std::optional(date) : std::nullopt;
        }
    }
    return std::nullopt;
}

std::optional<Date> day_after(std::string_view folded, std::string_view word) {
    for (std::size_t at = folded.find(word); at != std::string_view::npos; at = folded.find(word, at + 1)) {
        if (const auto day = day_at(folded.substr(at + word.size()))) {
            return day;
        }
    }
    return std::nullopt;
}

/// A number of an arrêté: it holds a digit, and letters, digits, and the signs that prefectures use.
std::string token(std::string_view t) {
    const std::size_t begin = std::min(t.find_first_not_of(' '), t.size());
    std::size_t end = begin;
    while (end < t.size() && (digit(t[end]) || (t[end] >= 'A' && t[end] <= 'Z') ||
                              (t[end] >= 'a' && t[end] <= 'z') || has("/.-_", t.substr(end, 1)))) {
        ++end;
    }
    std::string_view found = t.substr(begin, end - begin);
    while (!found.empty() && has("/.-_", found.substr(found.size() - 1))) {
        found.remove_suffix(1);
    }
    return std::any_of(found.begin(), found.end(), digit) ? std::string(found) : std::string();
}

std::vector<std::string> numbers_in(std::string_view text) {
    std::vector<std::string> found;
    for (std::size_t at = text.find("n°"); at != std::string_view::npos; at = text.find("n°", at + 1)) {
        const bool of_file = text.substr(0, at).ends_with("dossier ");
        if (std::string number = token(text.substr(at + 3)); !number.empty() && !of_file) {
            found.push_back(std::move(number));
        }
    }
    return found;
}

/// Where the act that is repealed, modified or renewed begins: « abrogeant l'arrêté », « modification de
/// l'arrêté ».
std::size_t former_act(std::string_view text) {
    std::size_t first = text.size();
    for (const std::string_view verb :
         {"abrogeant l", "modifiant l", "retirant l", "suspendant l", "abrogation de l", "modification de l",
          "renouvellement de l", "retrait de l", "suspension de l"}) {
        for (const std::string_view act : {"'arr", "’arr", " arr"}) {
            first = std::min(first, text.find(std::string(verb) + std::string(act)));
        }
    }
    return first;
}

/// Without « n° »: « Arrêté CAB/SPAS/VIDEO/25-008 du », « A2024-0587, ».
std::string bare_number(std::string_view text) {
    for (const std::string_view word : {"Arrêté ", "arrêté "}) {
        if (const std::size_t at = text.find(word); at != std::string_view::npos) {
            const std::string number = token(text.substr(at + word.size()));
            if (has(number, "/")) {
                return number;
            }
        }
    }
    if (const std::size_t at = text.find("AP "); at != std::string_view::npos) { // RAA - AP 2025-0817 - …
        const std::string number = token(text.substr(at + 3));
        if (digits(number, 0, 4) && has(number, "-")) {
            return number;
        }
    }
    const std::string first = token(text);
    return first.size() > 6 && first[0] == 'A' && digits(first, 1, 4) && first[5] == '-' ? first : "";
}

void read_natures(DraftAct& draft, std::string_view folded) {
    const bool authorises = has(folded, "autoris"), renews = has(folded, "renouvel"),
               modifies = has(folded, "modification") || has(folded, "modifiant");
    const bool all = authorises && renews && modifies;
    if (all || has(folded, "arretes consecutifs") || has(folded, "divers arretes")) {
        draft.several_natures = true;
    } else if (has(folded, "refus")) {
        draft.nature = ActNature::refusal;
    } else if (has(folded, "suspension") || has(folded, "suspendant")) {
        draft.nature = ActNature::suspension;
    } else if (has(folded, "abroge") || has(folded, "abrogation") || has(folded, "retrait")) {
        draft.nature = ActNature::withdrawal;
    } else if (has(folded, "provisoire") || has(folded, "temporaire")) {
        draft.nature = ActNature::provisional;
    } else if (renews && modifies) {
        draft.several_natures = true;
    } else if (renews) {
        draft.nature = ActNature::renewal;
    } else if (modifies) {
        draft.nature = ActNature::modification;
    } else if (authorises) {
        draft.nature = ActNature::authorisation;
    }
}

/// 3020/2025 to 3098/2025: 79. Unknown where the numbers differ in more than their order in the year.
std::optional<std::int64_t> span(const std::string& first, const std::string& last) {
    constexpr std::int64_t kMost = 100000;
    const std::size_t slash = first.find('/'), other = last.find('/');
    const auto from = number_at(first, 0), to = number_at(last, 0);
    const bool same = slash != std::string::npos && other != std::string::npos && digits(first, 0, slash) &&
                      digits(last, 0, other) && first.substr(slash) == last.substr(other);
    return same && from && to && *to >= *from && *to < kMost ? std::optional(*to - *from + 1) : std::nullopt;
}

void read_count(DraftAct& draft, std::string_view folded) {
    if (draft.range) {
        draft.count = span(draft.numbers[0], draft.numbers[1]);
    } else if (draft.numbers.size() > 1) {
        draft.count = std::int64_t(draft.numbers.size());
    } else if (const std::size_t at = folded.find("divers arretes ("); at != std::string_view::npos) {
        draft.count = number_at(folded, at + 16);
        draft.count = draft.count > 0 ? draft.count : std::nullopt;
    } else if (!has(folded, "arretes ")) {
        draft.count = 1;
    }
}

/// Same service, other matters.
constexpr auto kOthers = std::to_array<std::string_view>(
    {"aeronef", "camera-pieton", "cameras-pieton", "camera pieton", "cameras pieton", "cameras individuelles",
     "composition de la commission", "traitement algorithmique", "convention de coordination"});
constexpr auto kVideo =
    std::to_array<std::string_view>({"videoprotection", "video protection", "video-protection",
                                     "videosurveillance", "video surveillance", "video-surveillance"});
constexpr auto kSecurity = std::to_array<std::string_view>({"securit", "police", "ordre public"});

struct Entry {
    std::size_t line = 0;
    std::string text, section;
};

std::optional<DraftAct> draft(const Entry& entry) {
    const std::string folded = fold(entry.text);
    DraftAct read;
    read_natures(read, folded);
    read.possible = !any(folded, kVideo);
    const bool secure = any(fold(entry.section), kSecurity) && (read.nature || read.several_natures);
    if (any(folded, kOthers) || (read.possible && !secure)) {
        return std::nullopt;
    }
    read.line = entry.line;
    read.text = entry.text;
    std::string_view body = entry.text;
    read.act_id = body.substr(0, act_id(body));
    body.remove_prefix(std::min(body.find_first_not_of(" -", read.act_id.size()), body.size()));
    const std::size_t former = former_act(body);
    read.numbers = numbers_in(body.substr(0, former));
    const std::string bare = bare_number(body.substr(0, former));
    if (!bare.empty() && (read.numbers.empty() || body.find(bare) < body.find("n°"))) {
        read.numbers = {bare};
    }
    read.range = read.numbers.size() == 2 && has(body, " à n°" + read.numbers[1]);
    const auto before = numbers_in(body.substr(former));
    read.previous = before.empty() ? std::string() : before.front();
    read.pages = pages(folded);
    read.page = last_page(folded);
    read.decided = day_after(folded, "signes le ");
    if (!read.decided && !read.several_natures) {
        read.decided = day_after(fold(body.substr(0, former)), " du ");
    }
    read_count(read, folded);
    return read;
}

/// What begins an entry that has no identifier: « Arrêté n° … », « 07-Arrêté … ».
bool begins_bare(std::string_view line) {
    const std::string folded = fold(line.substr(departement(line)));
    return folded.starts_with("arrete ") || folded.starts_with("arretes ");
}

class Reader {
  public:
    void line(std::string_view text, std::size_t number) {
        const bool named = act_id(text) > 0;
        if (text.empty()) {
            blank_ = true;
            if (!named_) {
                close();
            }
        } else if (named || ((entry_.text.empty() || blank_) && begins_bare(text))) {
            close();
            entry_.line = number;
            entry_.text = cut_utf8(text, kLongestEntry);
            named_ = named;
        } else if (entry_.text.empty()) {
            entry_.section = blank_ ? std::string(text) : entry_.section + " " + std::string(text);
            entry_.section = cut_utf8(entry_.section, kLongestEntry);
        } else {
            join(text);
        }
        blank_ = text.empty();
        if (!entry_.text.empty() && last_page(fold(text))) {
            close();
        }
    }

    std::vector<DraftAct> drafts() && {
        close();
        return std::move(drafts_);
    }

  private:
    /// A hyphen at the end of a line belongs to the word: Saint-/Herblain, vidéo-/protection.
    void join(std::string_view text) {
        std::string& whole = entry_.text;
        const bool hyphen = whole.size() > 1 && whole.back() == '-' && whole[whole.size() - 2] != ' ';
        whole += (hyphen ? "" : " ") + std::string(text);
        whole = std::string(cut_utf8(whole, kLongestEntry));
    }

    void close() {
        if (!entry_.text.empty()) {
            const std::string id = entry_.text.substr(0, act_id(entry_.text));
            auto read = draft(entry_);
            if (read && (id.empty() || seen_.insert(id).second)) {
                drafts_.push_back(std::move(*read));
            }
        }
        entry_.text.clear();
        named_ = false;
    }

    Entry entry_;
    bool named_ = false, blank_ = true;
    std::set<std::string> seen_;
    std::vector<DraftAct> drafts_;
};

/// One blank for each run of blanks, no-break spaces among them.
std::string plain_blanks(std::string_view line) {
    std::string plain;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const std::string_view rest = line.substr(i);
        const std::size_t wide = rest.starts_with("\u00a0") ? 2 : rest.starts_with("\u202f") ? 3 : 0;
        if (wide > 0 || line[i] == ' ' || line[i] == '\t' || line[i] == '\r') {
            plain += plain.empty() || plain.back() == ' ' ? "" : " ";
            i += wide > 0 ? wide - 1 : 0;
        } else {
            plain += line[i];
        }
    }
    return std::string(trim(plain));
}

} // namespace

std::vector<DraftAct> read_recueil(std::string_view text) {
    Reader reader;
    for (std::size_t begin = 0, number = 1; begin < text.size(); ++number) {
        const std::size_t end = std::min(text.find_first_of("\n\f", begin), text.size());
        reader.line(plain_blanks(text.substr(begin, end - begin)), number);
        begin = end + 1;
    }
    return std::move(reader).drafts();
}

} // namespace maillage::registry
