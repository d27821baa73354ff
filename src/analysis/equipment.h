// equipment.h: authorised systems and cameras of each commune at a date, from the chains of legal acts.
#pragma once

#include "base/date.h"
#include "domain/project.h"
#include "registry/chains.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace maillage::analysis {

/// What an act is worth on a date, once the other acts of its chain are known. One an authorisation, same
/// order.
struct Standing {
    registry::Validity validity = registry::Validity::unknown;
    bool is_superseded = false; ///< another act of the chain speaks for it: not counted again
    /// Valid only if a modification restarts the five years, which the law does not settle: counts in the
    /// high figure.
    bool depends_on_modification = false;
    std::optional<Date> expires;    ///< last day, included, that is sure
    std::optional<Date> may_expire; ///< last day if a modification restarts the term; else that of `expires`
    friend bool operator==(const Standing&, const Standing&) = default;
};

std::vector<Standing> standings(const std::vector<registry::Authorisation>& acts, Date on,
                                const registry::TermRules& rules = {});
std::vector<Standing> standings(const domain::Project& project, Date on);
std::string label(const Standing& standing); ///< "valide", "échu", "remplacé", "date inconnue"...

/// Whether a camera may film on a date, and if not, why. `expired` is said of what has lapsed and of nothing
/// else.
enum class Legality {
    valid,
    uncertain, ///< no known act, or one whose end depends on what a modification does
    undated,   ///< its act has no date
    expired,
    not_yet, ///< its act is of a later day
    suspended,
    withdrawn,
    refused,
    planned, ///< the camera is not there yet
    removed  ///< the camera is no longer there
};

/// Counts in the high figures: for all that is known it may film.
bool may_film(Legality legality);
std::string label(Legality legality); ///< of a camera: "valide", "incertaine", "échue", "en projet"...
/// How maps tell cameras apart: valid, uncertain, expired, and all the other causes together.
enum class LegalityClass { valid, uncertain, expired, other };
LegalityClass class_of(Legality legality);

/// One a camera, same order.
std::vector<Legality> legalities(const domain::Project& project, const std::vector<Standing>& acts);

struct Equipment {
    std::int64_t systems_valid = 0;
    std::int64_t systems_uncertain = 0;
    std::int64_t systems_expired = 0;
    std::int64_t systems_inactive = 0;  ///< suspended, withdrawn
    std::int64_t systems_expiring = 0;  ///< valid, but for less than 12 months
    std::int64_t systems_uncounted = 0; ///< nobody says how many cameras they have
    std::int64_t valid_uncounted = 0;   ///< the valid ones of these
    std::int64_t cameras_valid = 0; ///< counts stated by the acts, else the camera records attached to them
    std::int64_t cameras_uncertain = 0;
    std::int64_t cameras_expired = 0;
    std::int64_t cameras_inactive = 0;
    std::int64_t cameras_expiring = 0;
    std::int64_t public_road_valid = 0;
    std::int64_t public_road_uncertain = 0;
    std::int64_t public_road_expired = 0;
    std::int64_t public_road_inactive = 0;
    std::optional<double>
        per_1000; ///< valid cameras on public roads per 1,000 inhabitants, where both are known
    friend bool operator==(const Equipment&, const Equipment&) = default;

    /// A figure of the valid systems; empty when it is nought only because nobody says how many there are.
    std::optional<std::int64_t> known(std::int64_t counted) const {
        return counted == 0 && valid_uncounted > 0 ? std::nullopt : std::optional(counted);
    }
};

/// One a commune, in the order of `territory.communes`.
std::vector<Equipment> equipment(const domain::Project& project, const std::vector<Standing>& acts, Date on);

} // namespace maillage::analysis
