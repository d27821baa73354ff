// Dates, numbers, degrees, directions and lengths of any text: a value of the range that is promised, or
// none.
#include "base/clean_text.h"
#include "base/date.h"
#include "base/number.h"
#include "base/text.h"
#include "geo/door.h"
#include "intake/angles.h"

#include <cmath>
#include <cstdint>
#include <cstdlib>

namespace {

void require(bool is_right) {
    if (!is_right) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    if (const auto date = parse_date(text)) {
        require(geo::is_plausible(*date) && parse_date(to_iso(*date)) == date &&
                parse_date(to_french(*date)) == date);
    }
    if (const auto number = parse_number(text)) {
        require(std::isfinite(*number) && parse_number(to_decimal_comma(*number)) == number);
    }
    if (const auto whole = parse_integer(text)) {
        require(parse_integer(std::to_string(*whole)) == whole);
    }
    if (const auto degrees = intake::parse_degrees(text)) {
        require(std::isfinite(degrees->value));
    }
    if (const auto pair = intake::parse_pair(text)) {
        require(std::isfinite(pair->first) && std::isfinite(pair->second));
    }
    for (const bool is_anticlockwise : {false, true}) {
        if (const auto directions = intake::parse_directions(text, is_anticlockwise)) {
            for (const double azimuth : directions->azimuths_deg) {
                require(azimuth >= 0 && azimuth < 360);
            }
            require(!directions->field_deg || (*directions->field_deg >= 0 && *directions->field_deg <= 360));
        }
    }
    if (const auto length = intake::parse_length_m(text)) {
        require(std::isfinite(*length));
    }
    const std::string shown = shown_text(text);
    require(!clean_text(shown) && is_valid_utf8(shown));
    if (shown.size() < 4096) {
        require(is_valid_utf8(fold(shown)) && is_valid_utf8(trim(shown)));
        static_cast<void>(insee_code(shown));
    }
    return 0;
}
