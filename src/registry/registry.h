// registry.h: the register of authorised video-protection systems (arrêtés préfectoraux) and their cameras.
#pragma once

#include "base/date.h"
#include "geo/geometry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace maillage::registry {

enum class ActNature { authorisation, modification, renewal, provisional, refusal, withdrawal, suspension };

/// Which day is the last one of a term counted in months (a default and a habit of some prefectures).
enum class LastDay {
    same_day, ///< 22/11/2021 holds through 22/11/2026: the quantième
    eve       ///< ... through 21/11/2026
};

/// What a modification does to the end of the act that it modifies, which the law does not settle.
enum class ModifiedTerm {
    unsettled, ///< the end is an interval
    restarts,  ///< five years from the modification
    keeps      ///< the end stays
};

/// Settings of the prefecture; each row speaks for acts decided on its day or later, until the next row.
struct TermRules {
    std::vector<std::pair<Date, LastDay>> last_day;          ///< oldest first; none: the same day
    std::vector<std::pair<Date, ModifiedTerm>> modification; ///< oldest first; none: unsettled
    friend bool operator==(const TermRules&, const TermRules&) = default;
};

LastDay last_day_of(const TermRules& rules, Date decided);
ModifiedTerm modified_term_of(const TermRules& rules, Date decided);

/// One legal act. CSI L252-1 and following; see `expiry` for how long it holds.
struct Authorisation {
    std::string id;     ///< ours, unique in the project; the act's number unless that is repeated
    std::string number; ///< 2025/0109, 2016/0276-M-3-2025
    std::string act_id; ///< 02-2025-07-15-00005: identifier in the recueil
    ActNature nature = ActNature::authorisation;
    std::string previous;    ///< number of the act that this one modifies or renews
    std::string holder;      ///< bénéficiaire, responsable
    std::string holder_kind; ///< commune, epci, commerce...
    std::string address;
    std::string commune;               ///< INSEE code
    std::vector<std::string> purposes; ///< F01..F14 (CSI L251-2)
    std::optional<Date> submitted;
    std::optional<Date> decided; ///< date of the arrêté
    /// Last day, included, when the act or the register states one; of a suspension, the last day of it.
    std::optional<Date> stated_expiry;
    std::optional<Date> in_service;
    std::optional<std::int64_t> indoor;
    std::optional<std::int64_t> outdoor;
    std::optional<std::int64_t> public_road;
    std::optional<std::int64_t> retention_days;
    geo::MultiPolygon perimeter; ///< authorised by perimeter: 0..n cameras come later
    std::string source;
    std::string prefecture; ///< that decided; empty: told by `act_id` or by the commune
    friend bool operator==(const Authorisation&, const Authorisation&) = default;
};

enum class CameraType { unknown, fixed, dome, fixed_180, multisensor, plate, mobile, other };

/// Everything but the identifiers may be missing: registers rarely hold more than a commune.
struct Camera {
    std::string id;
    std::string authorisation; ///< Authorisation::id; empty = none known
    std::string commune;       ///< INSEE code
    CameraType type = CameraType::unknown;
    std::string state;                  ///< en service, en projet, retiré...; empty = in service
    std::string location;               ///< words
    std::optional<geo::Point> position; ///< metric CRS of the territory
    std::vector<double> azimuths_deg; ///< clockwise from TRUE north, one a head; empty = unknown or all round
    std::optional<double> field_of_view_deg; ///< horizontal, of one head; 360 = all round
    std::optional<double> range_m;           ///< useful range, ground metres
    std::optional<double> min_range_m;
    std::optional<double> height_m; ///< of the mount above ground
    std::optional<double> tilt_deg; ///< below the horizon
    std::optional<double> vertical_field_deg;
    std::optional<std::int64_t> width_px; ///< horizontal resolution
    std::optional<double> focal_mm;
    std::optional<double> sensor_width_mm;
    bool is_public_road = false;
    std::string holder; ///< operator when there is no authorisation to tell it
    std::string source;
    friend bool operator==(const Camera&, const Camera&) = default;
};

/// Last day, included: stated_expiry when known, else decided + 5 years (CSI L252-4), or 4 months for a
/// provisional act (L223-4, L252-6). Empty when there is no date, and for refusals, withdrawals and
/// suspensions, which authorise nothing.
std::optional<Date> expiry(const Authorisation& act, const TermRules& rules = {});

enum class Validity {
    valid,
    expired,   ///< has lapsed, and nothing else
    not_yet,   ///< decided later
    unknown,   ///< no date is known, or the end depends on what a modification does
    never,     ///< refused
    suspended, ///< the term goes on running
    withdrawn
};
/// `unknown` when no date is known: counted apart, never as valid nor as expired.
Validity validity(const Authorisation& act, Date on, const TermRules& rules = {});
/// The renewal file is due four months before the expiry (prefecture practice).
std::optional<Date> renewal_due(const Authorisation& act, const TermRules& rules = {});

std::string to_text(
    ActNature nature); ///< autorisation, modification, renouvellement, provisoire, refus, retrait, suspension
std::optional<ActNature> parse_nature(std::string_view text);
std::string to_text(LastDay habit); ///< quantieme, veille
std::optional<LastDay> parse_last_day(std::string_view text);
std::string to_text(ModifiedTerm effect); ///< indecis, repart, garde
std::optional<ModifiedTerm> parse_modified_term(std::string_view text);
std::string to_text(CameraType type); ///< fixe, dome, fixe_180, multicapteur, vpi, nomade, autre, ""
std::string label(CameraType type);   ///< "Caméra fixe", "Dôme"...
CameraType parse_camera_type(std::string_view text);
bool is_in_service(const Camera& camera);
/// Not in service because it was taken away, and not because it is still to come.
bool is_removed(const Camera& camera);

} // namespace maillage::registry
