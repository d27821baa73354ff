#include "registry/chains.h"

#include "base/text.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace maillage::registry {
namespace {

// --- numbers ---

constexpr std::size_t kLongestBare = 5; ///< « 045 » alone; eight digits are a file of the télé-procédure

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// "2016/0276-M-3-2025" and "2016/0276 - r - 1 - 2021" are of the system first authorised as "2016/0276":
/// upper case without spaces, every separator alike, cut before a mark between separators.
std::string root_of(std::string_view number) {
    std::string plain;
    for (const char c : number) {
        const bool separates = c == '/' || c == '-' || c == '_' || c == '.';
        if (c == ' ' || c == '\t' || (separates && plain.ends_with('/'))) {
            continue;
        }
        plain += separates ? '/' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
    for (const std::string_view sign : {"N°", "Nº", "N/"}) { // « n° 45 », « N. 45 »
        if (plain.starts_with(sign)) {
            plain.erase(0, sign.size());
        }
    }
    for (const std::string_view mark : {"/M/", "/R/", "/P/", "/S/"}) {
        const std::size_t at = plain.find(mark);
        if (at != std::string::npos && at + mark.size() < plain.size() && is_digit(plain[at + mark.size()])) {
            plain.erase(at);
        }
    }
    return plain;
}

bool is_bare(std::string_view root) {
    return root.size() <= kLongestBare && std::ranges::all_of(root, is_digit);
}

/// An identifier of a recueil, 02-2025-07-15-00005, begins with its département.
std::string prefecture_in(std::string_view act_id) {
    const bool is_one = std::ranges::count(act_id, '-') == 4;
    return is_one ? std::string(act_id.substr(0, act_id.find('-'))) : std::string();
}

std::string prefecture_of(const Authorisation& act) {
    if (!act.prefecture.empty()) {
        return fold_name(act.prefecture);
    }
    if (std::string told = prefecture_in(act.act_id); !told.empty()) {
        return told;
    }
    return act.commune.substr(0, act.commune.starts_with("97") || act.commune.starts_with("98") ? 3 : 2);
}

/// Numbers quoted in one cell: « 2015/0085 et 2017/0092 ».
std::vector<std::string> quoted_in(std::string_view cell) {
    std::vector<std::string> numbers;
    std::string text(cell);
    for (std::size_t at = text.find(" et "); at != std::string::npos; at = text.find(" et ", at)) {
        text.replace(at, 4, ";");
    }
    std::ranges::replace(text, ',', ';');
    for (const std::string& part : split(text, ';')) {
        if (std::string root = root_of(trim(part)); !root.empty()) {
            numbers.push_back(std::move(root));
        }
    }
    return numbers;
}

// --- which acts belong together ---

class Sets {
  public:
    explicit Sets(std::size_t size) : parent_(size) { std::iota(parent_.begin(), parent_.end(), 0); }

    std::size_t find(std::size_t i) {
        while (parent_[i] != i) {
            i = parent_[i] = parent_[parent_[i]];
        }
        return i;
    }

    /// The smaller index stays the root, so that the result does not hang on the order of joins.
    void join(std::size_t a, std::size_t b) {
        a = find(a);
        b = find(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

  private:
    std::vector<std::size_t> parent_;
};

/// Acts that carry or quote one number, and what the number is read inside of.
struct Bearers {
    bool is_bare = false;
    std::vector<std::size_t> acts;
};

class Scopes {
  public:
    explicit Scopes(std::span<const Authorisation> acts) {
        std::set<std::string> known;
        for (const Authorisation& act : acts) {
            prefectures_.push_back(prefecture_of(act));
            if (!prefectures_.back().empty()) {
                known.insert(prefectures_.back());
            }
        }
        has_several_ = known.size() > 1; // else an act that names none is of the one there is
    }

    std::string key(const Authorisation& act, std::size_t index, const std::string& root) const {
        const std::string& prefecture = has_several_ ? prefectures_[index] : kNone;
        return prefecture + "|" + (is_bare(root) ? act.commune : kNone) + "|" + root;
    }

  private:
    inline static const std::string kNone;
    std::vector<std::string> prefectures_;
    bool has_several_ = false;
};

/// Two first authorisations are of different systems when other people hold them; under a full number, which
/// is seldom given twice, only when they lie in other communes too.
bool are_strangers(const Authorisation& a, const Authorisation& b, bool is_bare) {
    const std::string one = fold_name(a.holder);
    const std::string other = fold_name(b.holder);
    const bool differ = !one.empty() && !other.empty() && one != other;
    return differ && (is_bare || (!a.commune.empty() && !b.commune.empty() && a.commune != b.commune));
}

/// How well an act goes with a first authorisation of its number.
int kinship(const Authorisation& act, const Authorisation& first) {
    const bool same_holder = !act.holder.empty() && fold_name(act.holder) == fold_name(first.holder);
    const bool same_commune = !act.commune.empty() && act.commune == first.commune;
    return (same_holder ? 2 : 0) + (same_commune ? 1 : 0);
}

void join_bearers(std::span<const Authorisation> acts, const Bearers& bearers, Sets& sets) {
    std::vector<std::size_t> firsts; // one a system
    for (const std::size_t i : bearers.acts) {
        if (acts[i].nature != ActNature::authorisation) {
            continue;
        }
        const auto same = std::ranges::find_if(
            firsts, [&](std::size_t first) { return !are_strangers(acts[first], acts[i], bearers.is_bare); });
        if (same == firsts.end()) {
            firsts.push_back(i);
        } else {
            sets.join(*same, i);
        }
    }
    for (const std::size_t i : bearers.acts) {
        if (acts[i].nature == ActNature::authorisation) {
            continue;
        }
        if (firsts.size() <= 1) {
            sets.join(firsts.empty() ? bearers.acts.front() : firsts.front(), i);
            continue;
        }
        const auto best = std::ranges::max_element(
            firsts, {}, [&](std::size_t first) { return kinship(acts[i], acts[first]); });
        const int degree = kinship(acts[i], acts[*best]);
        const auto as_close = std::ranges::count_if(
            firsts, [&](std::size_t first) { return kinship(acts[i], acts[first]) == degree; });
        if (degree > 0 && as_close == 1) { // else it is nobody's: a chain of its own
            sets.join(*best, i);
        }
    }
}

/// In the order in which acts of one day count.
int rank(ActNature nature) {
    switch (nature) {
    case ActNature::refusal:
        return 0;
    case ActNature::authorisation:
        return 1;
    case ActNature::renewal:
        return 2;
    case ActNature::modification:
    case ActNature::provisional:
        return 3;
    case ActNature::suspension:
        return 4;
    case ActNature::withdrawal:
        return 5;
    }
    return 0;
}

/// An act without a date is put where its stated end says that it was decided; without that, first.
std::optional<Date> time_of(const Authorisation& act) {
    return act.decided         ? act.decided
           : act.stated_expiry ? std::optional(plus_years(*act.stated_expiry, -5))
                               : std::nullopt;
}

// --- what they say ---

/// The acts of a chain read one after the other.
class Reading {
  public:
    Reading(std::span<const Authorisation> acts, Date on, const TermRules& rules)
        : acts_(acts), on_(on), rules_(rules) {}

    void take(std::size_t i);
    ChainState result() const;

  private:
    void grant(std::size_t i);
    void modify(std::size_t i);
    void withdraw(std::size_t i);
    void replace_provisional(const Authorisation& by);

    std::span<const Authorisation> acts_;
    Date on_;
    const TermRules& rules_;
    ChainState state_;
    std::vector<std::size_t> provisional_;
    std::optional<std::size_t> suspension_;
    bool is_withdrawn_ = false;
    bool is_refused_ = false;
    bool has_open_end_ = false; ///< an act in force has no date: nobody knows when it ends
    bool is_withdrawal_undated_ = false;
    bool has_undated_ =
        false; ///< a renewal or modification that may prolong the term, nobody knows until when
};

void Reading::replace_provisional(const Authorisation& by) {
    const std::vector<std::string> quoted = quoted_in(by.previous);
    std::erase_if(provisional_, [&](std::size_t i) {
        const std::string number = root_of(acts_[i].number);
        const bool is_meant = std::ranges::find(quoted, number) != quoted.end() && !number.empty();
        if (is_meant) {
            state_.replaced.push_back(i);
        }
        return is_meant;
    });
}

void Reading::grant(std::size_t i) {
    const auto until = expiry(acts_[i], rules_);
    state_.sure_until = state_.possible_until = until;
    has_open_end_ = !until;
    state_.speaking = i;
    is_withdrawn_ = false;
    suspension_.reset();
}

void Reading::modify(std::size_t i) {
    const Authorisation& act = acts_[i];
    const auto until = expiry(act, rules_);
    const ModifiedTerm effect =
        act.decided ? modified_term_of(rules_, *act.decided) : ModifiedTerm::unsettled;
    if (act.stated_expiry || (until && effect == ModifiedTerm::restarts)) {
        state_.sure_until = state_.possible_until = until;
        has_open_end_ = false;
    } else if (effect == ModifiedTerm::unsettled) {
        state_.possible_until = std::max(state_.possible_until, until);
        has_open_end_ = has_open_end_ || !until;
    }
    state_.speaking = i;
}

void Reading::withdraw(std::size_t i) {
    state_.sure_until.reset();
    state_.possible_until.reset();
    state_.replaced.insert(state_.replaced.end(), provisional_.begin(), provisional_.end());
    provisional_.clear();
    suspension_.reset();
    has_open_end_ = false;
    is_withdrawn_ = true;
    is_withdrawal_undated_ = is_withdrawal_undated_ || !acts_[i].decided;
    state_.speaking = i;
}

void Reading::take(std::size_t i) {
    const Authorisation& act = acts_[i];
    const bool may_prolong = act.nature == ActNature::renewal || act.nature == ActNature::modification;
    has_undated_ = has_undated_ || (may_prolong && !act.decided && !act.stated_expiry);
    switch (act.nature) {
    case ActNature::refusal:
        is_refused_ = true;
        return;
    case ActNature::withdrawal:
        withdraw(i);
        return;
    case ActNature::suspension:
        suspension_ = i;
        return;
    case ActNature::provisional:
        provisional_.push_back(i);
        return;
    case ActNature::authorisation:
    case ActNature::renewal:
        replace_provisional(act);
        grant(i);
        return;
    case ActNature::modification:
        if (!is_withdrawn_) { // nothing is left to modify
            replace_provisional(act);
            modify(i);
        }
        return;
    }
}

ChainState Reading::result() const {
    ChainState out = state_;
    const bool is_sure = out.sure_until && on_ <= *out.sure_until;
    const bool may_be = out.possible_until && on_ <= *out.possible_until;
    bool is_open = has_open_end_ || has_undated_ || is_withdrawal_undated_;
    for (const std::size_t i : provisional_) {
        const auto until = expiry(acts_[i], rules_);
        if (until && on_ <= *until) {
            out.provisional.push_back(i);
        }
        is_open = is_open || !until;
    }
    const bool is_stopped =
        suspension_ && (!acts_[*suspension_].stated_expiry || on_ <= *acts_[*suspension_].stated_expiry);
    if (is_stopped && (is_sure || may_be || is_open || !out.provisional.empty())) {
        out.ordinary = out.together = Validity::suspended;
        out.provisional.clear();
        return out;
    }
    const bool has_lapsed = out.sure_until || out.possible_until;
    if (is_sure && !is_withdrawal_undated_) {
        out.ordinary = Validity::valid;
    } else if (may_be || is_open) {
        out.ordinary = Validity::unknown;
        out.depends_on_modification = may_be;
    } else if (is_withdrawn_) {
        out.ordinary = Validity::withdrawn;
    } else if (has_lapsed) {
        out.ordinary = Validity::expired;
    } else if (is_refused_ && provisional_.empty()) {
        out.ordinary = Validity::never;
    }
    out.together = !out.provisional.empty() ? Validity::valid : out.ordinary;
    if (out.together == Validity::not_yet && !provisional_.empty()) {
        out.together = Validity::expired; // nothing but provisional acts, all of them past
    }
    return out;
}

} // namespace

std::vector<Chain> chains(std::span<const Authorisation> acts) {
    const Scopes scopes(acts);
    std::map<std::string, Bearers> by_key;
    const auto bear = [&](std::string key, std::size_t i, bool bare) {
        Bearers& bearers = by_key[std::move(key)];
        bearers.is_bare = bare;
        if (bearers.acts.empty() || bearers.acts.back() != i) {
            bearers.acts.push_back(i);
        }
    };
    for (std::size_t i = 0; i < acts.size(); ++i) {
        const Authorisation& act = acts[i];
        if (const std::string root = root_of(act.number); !root.empty()) {
            bear(scopes.key(act, i, root), i, is_bare(root));
        }
        for (const std::string& root : quoted_in(act.previous)) {
            bear(scopes.key(act, i, root), i, is_bare(root));
        }
        if (const std::string id = root_of(act.act_id); !id.empty()) {
            bear("recueil|" + id, i, false);
        }
        for (const std::string& root : quoted_in(act.previous)) {
            if (!prefecture_in(act.previous).empty()) {
                bear("recueil|" + root, i, false);
            }
        }
    }
    Sets sets(acts.size());
    for (const auto& [key, bearers] : by_key) {
        join_bearers(acts, bearers, sets);
    }
    std::map<std::size_t, Chain> by_first;
    for (std::size_t i = 0; i < acts.size(); ++i) {
        by_first[sets.find(i)].push_back(i);
    }
    std::vector<Chain> result;
    result.reserve(by_first.size());
    for (auto& [first, chain] : by_first) {
        std::ranges::stable_sort(chain, [&](std::size_t a, std::size_t b) {
            const auto key = [&](std::size_t i) {
                return std::tuple(time_of(acts[i]), rank(acts[i].nature), std::string_view(acts[i].number),
                                  std::string_view(acts[i].act_id));
            };
            return key(a) < key(b);
        });
        result.push_back(std::move(chain));
    }
    return result;
}

ChainState state_on(std::span<const Authorisation> acts, const Chain& chain, Date on,
                    const TermRules& rules) {
    Reading reading(acts, on, rules);
    for (const std::size_t i : chain) {
        if (!acts[i].decided || *acts[i].decided <= on) {
            reading.take(i);
        }
    }
    ChainState state = reading.result();
    // A refusal does not speak for a system that is granted later.
    const bool is_granted_later = std::ranges::any_of(chain, [&](std::size_t i) {
        return acts[i].nature != ActNature::refusal && acts[i].decided && *acts[i].decided > on;
    });
    if (state.ordinary == Validity::never && is_granted_later) {
        state.ordinary = state.together = Validity::not_yet;
    }
    return state;
}

} // namespace maillage::registry
