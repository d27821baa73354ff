// equipment.h: authorised systems and cameras of each commune at a date, from the chains of legal acts.
#pragma once

#include "base/date.h"
#include "domain/project.h"

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace maillage::analysis {

/// What an act is worth on a date, once later acts of its chain are known. One an authorisation, same order.
struct Standing {
    registry::Validity validity = registry::Validity::unknown;
    bool is_superseded = false; ///< a later renewal or modification speaks for it: not counted again
    /// Valid only if a modification restarts the five years, which the law does not settle: counts in the
    /// high figure.
    bool depends_on_modification = false;
    std::optional<Date> expires;
    friend bool operator==(const Standing&, const Standing&) = default;
};

std::vector<Standing> standings(const std::vector<registry::Authorisation>& acts, Date on);

/// How sure it is that a camera may film on a date.
enum class Legality { valid, uncertain, expired };

/// Cameras without a known act, or whose act has no date, are `uncertain`. One a camera, same order. Cameras
/// that are only planned or removed are `expired`, too: they film nothing.
std::vector<Legality> legalities(const domain::Project& project, const std::vector<Standing>& acts);

struct Equipment {
    std::int64_t systems_valid = 0;
    std::int64_t systems_uncertain = 0;
    std::int64_t systems_expired = 0;
    std::int64_t systems_expiring = 0; ///< valid, but for less than 12 months
    std::int64_t cameras_valid = 0; ///< counts stated by the acts, else the camera records attached to them
    std::int64_t cameras_uncertain = 0;
    std::int64_t cameras_expired = 0;
    std::int64_t cameras_expiring = 0;
    std::int64_t public_road_valid = 0;
    std::int64_t public_road_uncertain = 0;
    std::int64_t public_road_expired = 0;
    std::optional<double> per_1000; ///< valid cameras on public roads per 1,000 inhabitants
    friend bool operator==(const Equipment&, const Equipment&) = default;
};

/// One a commune, in the order of `territory.communes`.
std::vector<Equipment> equipment(const domain::Project& project, const std::vector<Standing>& acts, Date on);

} // namespace maillage::analysis
