// registry.h: the register of authorised video-protection systems (arrêtés préfectoraux) and their cameras.
#pragma once

#include "base/date.h"
#include "geo/geometry.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::registry {

enum class ActNature { authorisation, modification, renewal, provisional, refusal, withdrawal };

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
    std::optional<Date> decided;       ///< date of the arrêté
    std::optional<Date> stated_expiry; ///< when the act or the register states one
    std::optional<Date> in_service;
    std::optional<std::int64_t> indoor;
    std::optional<std::int64_t> outdoor;
    std::optional<std::int64_t> public_road;
    std::optional<std::int64_t> retention_days;
    geo::MultiPolygon perimeter; ///< authorised by perimeter: 0..n cameras come later
    std::string source;
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

/// stated_expiry when known, else decided + 5 years (CSI L252-4), or 4 months for a provisional act (L223-4,
/// L252-6). Empty when there is no date, and for refusals and withdrawals, which authorise nothing.
std::optional<Date> expiry(const Authorisation& act);

enum class Validity { valid, expired, not_yet, unknown, never };
/// `unknown` when no date is known: counted apart, never as valid nor as expired.
Validity validity(const Authorisation& act, Date on);
/// The renewal file is due four months before the expiry (prefecture practice).
std::optional<Date> renewal_due(const Authorisation& act);

std::string
to_text(ActNature nature); ///< autorisation, modification, renouvellement, provisoire, refus, retrait
std::optional<ActNature> parse_nature(std::string_view text);
std::string to_text(CameraType type); ///< fixe, dome, fixe_180, multicapteur, vpi, nomade, autre, ""
std::string label(CameraType type);   ///< "Caméra fixe", "Dôme"...
CameraType parse_camera_type(std::string_view text);
bool is_in_service(const Camera& camera);

} // namespace maillage::registry
