// angles.h: directions and degrees as people write them: 49° 42′ 35″ nord, NW, 190-100, "49.57, 3.62".
#pragma once

#include "geo/geometry.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace maillage::intake {

struct Degrees {
    double value = 0;
    char axis = 0; ///< 'N' when the text says north or south, 'E' for east or west, 0 when it does not say
};

/// Decimal degrees (comma, zeros in front, sign) or degrees, minutes and seconds in any usual writing.
std::optional<Degrees> parse_degrees(std::string_view text);

struct Pair {
    double first = 0;
    double second = 0;
    bool is_longitude_first =
        false; ///< WKT, {"lon":..,"lat":..}, or letters that say so; else the order is unknown
    bool is_latitude_first = false;
};

/// Two coordinates in one cell: "49.57, 3.62", "49,57 ; 3,62", POINT(3.62 49.57), {"lon":3.62,"lat":49.57}.
std::optional<Pair> parse_pair(std::string_view text);

struct Directions {
    std::vector<double> azimuths_deg; ///< clockwise, [0, 360)
    std::optional<double> field_deg;  ///< of a sector such as 190-100, or 360 for all round
    bool is_all_round = false;
    bool is_normalised = false; ///< a value lay outside [0, 360)
    bool is_doubtful = false;   ///< "180,270" may be two heads or a decimal: read as two
    bool is_compass = false;    ///< words (NW): always from true north
};

/// Empty when the text is no direction. `is_anticlockwise`: sectors run from their first to their second
/// angle the other way round; the angles themselves are left as they are.
std::optional<Directions> parse_directions(std::string_view text, bool is_anticlockwise = false);

/// "12 m", "3,5m", "10'" (feet), "12 mètres" in metres.
std::optional<double> parse_length_m(std::string_view text);

/// [0, 360).
double normalise_degrees(double angle);

} // namespace maillage::intake
