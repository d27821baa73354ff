#include "map/indicator_fill.h"

#include "base/number.h"
#include "base/translate.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <optional>

namespace maillage::map {
namespace {

// Readable in grey and by the colour-blind: one hue, growing darker.
constexpr std::array<Colour, 5> kOrange = {colour(0xf3f1ea), colour(0xfbe3b6), colour(0xf7bf7a),
                                           colour(0xec8f4c), colour(0xcf5a2e)};
constexpr std::array<Colour, 5> kBlue = {colour(0xeff3f9), colour(0xcfdcee), colour(0x9dbbdd),
                                         colour(0x5e8fc4), colour(0x2a5a9f)};
constexpr std::array<Colour, 5> kOrangeDark = {colour(0x2b2f36), colour(0x4e4330), colour(0x7a5a2c),
                                               colour(0xb5702f), colour(0xf08a4b)};
constexpr std::array<Colour, 5> kBlueDark = {colour(0x2b2f36), colour(0x2d3f58), colour(0x32577f),
                                             colour(0x3f78b5), colour(0x6aa9f0)};

scene::AreaStyle plain(Colour fill) {
    return {fill, {}, {}};
}

scene::AreaStyle hatched(bool dark, scene::Hatch pattern) {
    return {dark ? colour(0x2b2f36) : colour(0xf6f5f1),
            {pattern, dark ? colour(0x565c66) : colour(0xd2cec4), 8, 0.9},
            {}};
}

/// One class a range, and a hatched one for "no data".
struct Ramp {
    std::vector<Colour> colours;
    std::vector<std::string> names;
    std::string missing;
};

IndicatorFill fill_by(std::size_t communes, const Ramp& ramp, bool dark, const std::string& title,
                      const std::function<std::optional<std::size_t>(std::size_t)>& class_of) {
    IndicatorFill fill;
    fill.legend.title = title;
    for (std::size_t i = 0; i < ramp.colours.size(); ++i) {
        fill.classes.push_back(plain(ramp.colours[i]));
        fill.legend.entries.push_back(
            {ramp.names[i], fill.classes.back(), {}, kFillLayer, static_cast<std::uint16_t>(i)});
    }
    fill.classes.push_back(hatched(dark, scene::Hatch::falling));
    bool has_missing = false;
    for (std::size_t i = 0; i < communes; ++i) {
        const auto index = class_of(i);
        has_missing = has_missing || !index;
        fill.class_of.push_back(static_cast<std::uint16_t>(index.value_or(ramp.colours.size())));
    }
    if (has_missing) {
        const auto missing = static_cast<std::uint16_t>(ramp.colours.size());
        fill.legend.entries.push_back({ramp.missing, fill.classes.back(), {}, kFillLayer, missing});
    }
    return fill;
}

template <std::size_t N> std::size_t rank_in(const std::array<double, N>& ends, double value) {
    return static_cast<std::size_t>(std::ranges::count_if(ends, [&](double end) { return value > end; }));
}

template <std::size_t N>
std::vector<std::string> range_names(const std::array<double, N>& ends, int decimals) {
    std::vector<std::string> names = {tr("jusqu'à ") + to_french(ends[0], decimals)};
    for (std::size_t i = 1; i < N; ++i) {
        names.push_back(to_french(ends[i - 1], decimals) + tr(" à ") + to_french(ends[i], decimals));
    }
    names.push_back(tr("plus de ") + to_french(ends[N - 1], decimals));
    return names;
}

std::vector<Colour> list(const std::array<Colour, 5>& ramp) {
    return {ramp.begin(), ramp.end()};
}

IndicatorFill by_gap(const domain::Project& project, const analysis::Results* results, bool dark) {
    const std::string a = to_french(analysis::kGapBreaks[0], 0);
    const std::string b = to_french(analysis::kGapBreaks[1], 0);
    const std::string c = to_french(analysis::kGapBreaks[2], 0);
    const Ramp ramp{list(dark ? kOrangeDark : kOrange),
                    {tr("aucune"), tr("faible (≤ ") + a + ")", tr("modérée (≤ ") + b + ")",
                     tr("forte (≤ ") + c + ")", tr("très forte (> ") + c + ")"},
                    tr("rien à couvrir, ou non calculé")};
    return fill_by(project.territory->communes.size(), ramp, dark, tr("Poids non couvert"),
                   [&](std::size_t i) -> std::optional<std::size_t> {
                       const int level =
                           results ? results->gaps.by(analysis::Grouping::commune)[i].gap_level : -1;
                       return level < 0 ? std::nullopt : std::optional(static_cast<std::size_t>(level));
                   });
}

IndicatorFill by_population(const domain::Project& project, bool dark) {
    constexpr std::array<double, 4> kEnds = {200, 500, 2000, 10000};
    return fill_by(project.territory->communes.size(),
                   {list(dark ? kBlueDark : kBlue), range_names(kEnds, 0), tr("population inconnue")}, dark,
                   tr("Population municipale"), [&](std::size_t i) -> std::optional<std::size_t> {
                       const auto population = project.territory->communes[i].population;
                       return population ? std::optional(rank_in(kEnds, static_cast<double>(*population)))
                                         : std::nullopt;
                   });
}

IndicatorFill by_zone(const domain::Project& project, bool dark) {
    const Ramp ramp{{dark ? colour(0x2c4a80) : colour(0xb9cbe8), dark ? colour(0x3a443c) : colour(0xe3e8dd)},
                    {tr("zone police"), tr("zone gendarmerie")},
                    tr("non renseignée")};
    return fill_by(project.territory->communes.size(), ramp, dark, tr("Zone de compétence"),
                   [&](std::size_t i) -> std::optional<std::size_t> {
                       switch (project.territory->communes[i].force) {
                       case domain::ForceKind::police:
                           return 0;
                       case domain::ForceKind::gendarmerie:
                           return 1;
                       case domain::ForceKind::unknown:
                           break;
                       }
                       return std::nullopt;
                   });
}

IndicatorFill by_cameras(const domain::Project& project, const analysis::Results* results, bool dark) {
    constexpr std::array<double, 4> kEnds = {0, 1, 2, 4};
    auto names = range_names(kEnds, 0);
    names[0] = tr("aucune");
    names[1] = tr("jusqu'à 1");
    return fill_by(project.territory->communes.size(),
                   {list(dark ? kBlueDark : kBlue), names, tr("population inconnue, ou non calculé")}, dark,
                   tr("Caméras de voie publique pour 1 000 hab."),
                   [&](std::size_t i) -> std::optional<std::size_t> {
                       const auto rate = results ? results->equipment[i].per_1000 : std::nullopt;
                       return rate ? std::optional(rank_in(kEnds, *rate)) : std::nullopt;
                   });
}

IndicatorFill by_council(const domain::Project& project, const analysis::Results* results, bool dark) {
    const Ramp ramp{{dark ? colour(0x2b2f36) : colour(0xf3f1ea), dark ? colour(0x4b3a5c) : colour(0xdccbe8),
                     dark ? colour(0x2f6b63) : colour(0x8cc7c0), dark ? colour(0xf08a4b) : colour(0xcf5a2e)},
                    {tr("non obligatoire"), tr("facultatif, présent"), tr("obligatoire, présent"),
                     tr("obligatoire, absent")},
                    project.councils->empty() ? tr("non renseigné") : tr("population inconnue")};
    return fill_by(project.territory->communes.size(), ramp, dark, tr("Obligation de CLSPD"),
                   [&](std::size_t i) -> std::optional<std::size_t> {
                       if (results == nullptr) {
                           return std::nullopt;
                       }
                       const analysis::CouncilStatus& status = results->governance[i];
                       if (status.is_required()) {
                           return status.council      ? std::optional<std::size_t>(2)
                                  : status.is_unknown ? std::nullopt
                                                      : std::optional<std::size_t>(3);
                       }
                       if (status.council) {
                           return 1;
                       }
                       return status.is_duty_unknown() ? std::nullopt : std::optional<std::size_t>(0);
                   });
}

IndicatorFill by_crime(const domain::Project& project, bool dark) {
    constexpr std::array<double, 4> kEnds = {2, 4, 6, 9};
    const std::string indicator = "Cambriolages de logement";
    const int year = domain::latest_published_year(*project.crime, indicator,
                                                   static_cast<int>(project.settings.reference_date.year()));
    std::map<std::string_view, double> rates;
    for (const domain::CrimeFigure& figure : *project.crime) {
        if (figure.indicator == indicator && figure.year == year && figure.rate) {
            rates.emplace(figure.commune, *figure.rate);
        }
    }
    return fill_by(project.territory->communes.size(),
                   {list(dark ? kOrangeDark : kOrange), range_names(kEnds, 0), tr("non diffusé")}, dark,
                   tr("Cambriolages pour 1 000 logements") +
                       (year > 0 ? " (" + std::to_string(year) + ")" : std::string()),
                   [&](std::size_t i) -> std::optional<std::size_t> {
                       const auto it = rates.find(project.territory->communes[i].code);
                       return it == rates.end() ? std::nullopt : std::optional(rank_in(kEnds, it->second));
                   });
}

} // namespace

IndicatorFill indicator_fill(const domain::Project& project, const analysis::Results* results,
                             const Style& style) {
    switch (style.indicator) {
    case Indicator::gap_level:
        return by_gap(project, results, style.is_dark);
    case Indicator::population:
        return by_population(project, style.is_dark);
    case Indicator::zone:
        return by_zone(project, style.is_dark);
    case Indicator::cameras_per_1000:
        return by_cameras(project, results, style.is_dark);
    case Indicator::council:
        return by_council(project, results, style.is_dark);
    case Indicator::crime:
        return by_crime(project, style.is_dark);
    case Indicator::none:
        break;
    }
    IndicatorFill fill;
    fill.classes = {plain(style.is_dark ? colour(0x2b2f36) : colour(0xf3f1ea))};
    fill.class_of.assign(project.territory->communes.size(), 0);
    return fill;
}

} // namespace maillage::map
