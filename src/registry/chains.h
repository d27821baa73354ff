// chains.h: the acts of one system taken together: which belong together, and what they say on a day.
#pragma once

#include "base/date.h"
#include "registry/registry.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace maillage::registry {

/// Acts of one system, by index, oldest first.
using Chain = std::vector<std::size_t>;

/// Acts belong together when one quotes the other's number or when their numbers have the same root, whatever
/// the order and whether or not the root is there. A number is read inside its prefecture, a bare one (« 045
/// ») inside its commune; two first authorisations of different holders stay two systems. Ordered by first
/// act.
std::vector<Chain> chains(std::span<const Authorisation> acts);

/// What the acts of a chain that were decided by a day say together on that day.
struct ChainState {
    /// Of the ordinary acts: provisional ones hold beside them and change nothing of it.
    Validity ordinary = Validity::not_yet;
    Validity together = Validity::not_yet; ///< of the system: valid, too, where a provisional act holds alone
    bool depends_on_modification = false;  ///< `ordinary` is unknown because of a modification, not of a date
    std::optional<std::size_t> speaking;   ///< the ordinary act whose numbers hold
    std::vector<std::size_t> provisional;  ///< acts that add their cameras today
    std::vector<std::size_t> replaced;  ///< provisional acts that an ordinary one or a withdrawal took over
    std::optional<Date> sure_until;     ///< last day that no reading of the law takes away
    std::optional<Date> possible_until; ///< last day under the most favourable reading
};

ChainState state_on(std::span<const Authorisation> acts, const Chain& chain, Date on,
                    const TermRules& rules = {});

} // namespace maillage::registry
