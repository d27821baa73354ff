#include "example/register.h"

#include "base/error.h"
#include "base/text.h"
#include "example/demand.h"
#include "example/facts.h"
#include "example/random.h"
#include "geo/crs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <unordered_map>

namespace maillage::example {
namespace {

using registry::ActNature;
using registry::Authorisation;
using registry::Camera;
using registry::CameraType;

/// Public-road cameras of a town and the state of its acts, one letter an act: v valid, s expires within 12
/// months, e expired. Numbers of the eight largest follow what press and town halls gave between 2014 and
/// 2020.
struct PublicPark {
    const char* commune;
    int cameras;
    const char* acts;
};

constexpr PublicPark kPublicParks[] = {
    {"02691", 97, "vvvvsvvvev"}, // Saint-Quentin
    {"02168", 58, "vsvsvv"},     // Château-Thierry
    {"02722", 41, "vvsvv"},      // Soissons
    {"02173", 30, "vevv"},       // Chauny
    {"02408", 22, "vvv"},        // Laon
    {"02361", 19, "vs"},         // Guise
    {"02810", 14, "s"},          // Villers-Cotterêts
    {"02738", 8, "s"},           // Tergnier
    {"02095", 9, "v"},           {"02340", 8, "ve"}, {"02789", 7, "v"}, {"02064", 6, "v"}, {"02304", 6, "e"},
    {"02305", 6, "v"},           {"02805", 6, "s"},  {"02163", 5, "v"}, {"02468", 5, "v"}, {"02243", 4, "v"},
    {"02290", 4, "s"},           {"02110", 4, "v"},  {"02555", 4, "v"}, {"02334", 4, "e"}, {"02360", 4, "v"},
    {"02558", 4, "v"},           {"02059", 3, "v"},  {"02018", 3, "v"}, {"02680", 3, "s"}, {"02028", 3, "v"},
    {"02141", 3, "v"},           {"02648", 3, "v"},  {"02830", 3, "e"},
};

/// Who else holds an authorisation, how often, and how many cameras beyond the first they attract.
struct HolderKind {
    const char* kind;
    const char* name;
    int frequency;
    double cameras;
    bool needs_town; ///< only where there are more than 1,000 inhabitants
};

constexpr HolderKind kHolders[] = {
    {"commerce", "Commerce", 24, 1.0, false},
    {"commerce", "Tabac-presse", 13, 0.8, false},
    {"commerce", "Boulangerie", 8, 0.6, false},
    {"commerce", "Supermarché", 9, 4.0, true},
    {"commerce", "Pharmacie", 8, 0.9, true},
    {"commerce", "Station-service", 5, 1.6, false},
    {"commerce", "Restaurant", 7, 0.8, false},
    {"commerce", "Hôtel", 2, 1.4, true},
    {"banque", "Agence bancaire", 8, 1.2, true},
    {"bailleur", "Bailleur social", 3, 2.4, true},
    {"etablissement", "Établissement scolaire", 3, 1.8, true},
    {"etablissement", "Établissement de santé", 2, 2.4, true},
    {"epci", "Déchetterie intercommunale", 2, 1.2, false},
    {"commune", "Équipement communal", 6, 1.0, false},
};

std::chrono::sys_days weekday_before(std::chrono::sys_days day) {
    while (std::chrono::weekday(day) == std::chrono::Saturday ||
           std::chrono::weekday(day) == std::chrono::Sunday) {
        day -= std::chrono::days(1);
    }
    return day;
}

/// A day on which an act now in `state` (see PublicPark) was signed.
Date signed_on(char state, Date reference, Random& random) {
    const std::chrono::sys_days today = reference;
    const std::chrono::sys_days five_years_ago = plus_years(reference, -5);
    const int span = state == 'e' ? random.whole(-400, -3) : state == 's' ? random.whole(6, 350) : 0;
    return weekday_before(state == 'v' ? today - std::chrono::days(random.whole(10, 4 * 365 - 10))
                                       : five_years_ago + std::chrono::days(span));
}

class Register {
  public:
    Register(const std::vector<Town>& towns, std::span<const domain::Site> sites, int epsg, Date reference)
        : towns_(towns), epsg_(epsg), reference_(reference) {
        for (const Town& town : towns) {
            town_by_code_[town.commune().code] = &town;
        }
        for (const domain::Site& site : sites) {
            sites_by_commune_[site.commune].push_back(&site);
        }
    }

    ExampleRegister build() {
        for (const PublicPark& park : kPublicParks) {
            add_public(park);
        }
        add_other_decisions();
        made_.acts.reserve(kExampleActs);
        const std::vector<Authorisation> known = known_acts();
        add_private(kExampleActs - static_cast<int>(made_.acts.size() + known.size()));
        made_.acts.insert(made_.acts.end(), known.begin(), known.end());
        std::sort(made_.acts.begin(), made_.acts.end(),
                  [](const auto& a, const auto& b) { return a.id < b.id; });
        std::sort(made_.cameras.begin(), made_.cameras.end(),
                  [](const auto& a, const auto& b) { return a.id < b.id; });
        return std::move(made_);
    }

  private:
    /// A new act, and before it the act that it renews or modifies when the draw says so.
    Authorisation& add_act(const Town& town, char state, Random& random) {
        Authorisation act;
        act.commune = town.commune().code;
        act.source = kFictitious;
        act.decided = signed_on(state, reference_, random);
        const int year = static_cast<int>(act.decided->year());
        const double draw = random.unit();
        const std::chrono::sys_days day = *act.decided;
        act.submitted = Date(day - std::chrono::days(random.whole(55, 120)));
        if (const auto service = day + std::chrono::days(random.whole(5, 90));
            random.chance(0.6) && service < std::chrono::sys_days(reference_)) {
            act.in_service = Date(service);
        }
        if (draw < 0.36) { // the plan's year: 134 authorisations, 65 modifications, 113 renewals
            const std::string base = next_number(year - 5);
            act.nature = ActNature::renewal;
            act.number = fmt::format("{}-R-1-{}", base, year);
            act.previous = base;
        } else if (draw < 0.5) {
            const std::string base = next_number(year - random.whole(1, 3));
            act.nature = ActNature::modification;
            act.number = fmt::format("{}-M-1-{}", base, year);
            act.previous = base;
        } else {
            act.number = next_number(year);
        }
        static constexpr std::array<int, 8> kRetention = {7, 10, 15, 15, 20, 30, 30, 30};
        if (random.chance(0.92)) {
            act.retention_days = kRetention[static_cast<std::size_t>(random.whole(0, 7))];
        }
        act.id = act.number;
        made_.acts.push_back(std::move(act));
        return made_.acts.back();
    }

    /// The F of the serial number says that no such act exists.
    std::string next_number(int year) { return fmt::format("{}/F{:04}", year, ++serials_[year]); }

    void add_public(const PublicPark& park) {
        const Town& town = *town_by_code_.at(park.commune);
        Random random(fmt::format("voie publique {}", park.commune));
        const std::string states = park.acts;
        const int acts = static_cast<int>(states.size());
        int placed = 0;
        for (int n = 0; n < acts; ++n) {
            Authorisation& act = add_act(town, states[static_cast<std::size_t>(n)], random);
            act.holder = fmt::format("Commune {} (exemple fictif)", of_commune(town.commune().name));
            act.holder_kind = "commune";
            act.address = fmt::format("Voie publique, secteur {} (fictif)", n + 1);
            act.purposes = {"F01", "F05"};
            if (random.chance(0.5)) {
                act.purposes.push_back("F03");
            }
            if (random.chance(0.4)) {
                act.purposes.push_back("F04");
            }
            if (random.chance(0.35)) {
                act.purposes.push_back("F11");
            }
            std::sort(act.purposes.begin(), act.purposes.end());
            const int count = park.cameras * (n + 1) / acts - placed;
            act.indoor = 0;
            act.outdoor = 0;
            act.public_road = count;
            placed += count;
            for (int k = 0; k < count; ++k) {
                add_public_camera(town, act, random);
            }
        }
    }

    Camera& add_camera(const Town& town, const Authorisation& act) {
        Camera camera;
        camera.commune = town.commune().code;
        camera.id = fmt::format("F-{}-{:03}", camera.commune, ++camera_numbers_[camera.commune]);
        camera.authorisation = act.id;
        camera.state = "en service";
        camera.source = kFictitious;
        made_.cameras.push_back(std::move(camera));
        return made_.cameras.back();
    }

    void add_public_camera(const Town& town, const Authorisation& act, Random& random) {
        Camera& camera = add_camera(town, act);
        camera.is_public_road = true;
        const double draw = random.unit();
        camera.type = draw < 0.36   ? CameraType::dome
                      : draw < 0.74 ? CameraType::fixed
                      : draw < 0.84 ? CameraType::multisensor
                      : draw < 0.91 ? CameraType::fixed_180
                      : draw < 0.97 ? CameraType::plate
                                    : CameraType::mobile;
        const auto sites = sites_by_commune_.find(town.commune().code);
        Crossing crossing;
        std::optional<geo::Point> target;
        if (sites != sites_by_commune_.end() && random.chance(0.7)) {
            const auto& list = sites->second;
            const domain::Site& site =
                *list[static_cast<std::size_t>(random.whole(0, static_cast<int>(list.size()) - 1))];
            target = site.position;
            crossing = nearest_crossing(town, *target);
            camera.location = "abords : " + site.name;
        } else {
            const auto& all = town.crossings();
            const double share = random.unit();
            crossing = all[static_cast<std::size_t>(share * share * static_cast<double>(all.size()))];
            camera.location = fmt::format("carrefour {}/{} (fictif)", crossing.i, crossing.j);
        }
        const geo::Point p = town.at(crossing, random.chance(0.5) ? 5 : -5, random.chance(0.5) ? 5 : -5);
        give_optics(camera, town, p, target, random);
        if (camera.type != CameraType::mobile && !random.chance(0.03)) {
            camera.position = p;
        }
        if (random.chance(0.02)) {
            camera.state = "en projet";
        }
    }

    static Crossing nearest_crossing(const Town& town, geo::Point p) {
        return *std::min_element(town.crossings().begin(), town.crossings().end(),
                                 [&](const auto& a, const auto& b) {
                                     return geo::distance(town.at(a), p) < geo::distance(town.at(b), p);
                                 });
    }

    /// Partly missing, as in a real register. Azimuths are from true north.
    void give_optics(Camera& camera, const Town& town, geo::Point p, std::optional<geo::Point> target,
                     Random& random) {
        const double grid = target ? std::atan2(target->x - p.x, target->y - p.y) * 180 / std::numbers::pi
                                   : town.street_azimuth_deg() + 90 * random.whole(0, 3);
        const double convergence = geo::meridian_convergence_deg(epsg_, p);
        const auto azimuth = [&](double turn) {
            const double degrees = std::fmod(grid + convergence + turn + 720, 360);
            return std::round(degrees) == 360 ? 0 : std::round(degrees);
        };
        static constexpr std::array<double, 4> kFields = {48, 62, 78, 92};
        const bool has_direction = random.chance(0.88);
        const bool has_range = random.chance(0.6);
        switch (camera.type) {
        case CameraType::fixed:
            if (has_direction) {
                camera.azimuths_deg = {azimuth(0)};
            }
            if (random.chance(0.65)) {
                camera.field_of_view_deg = kFields[static_cast<std::size_t>(random.whole(0, 3))];
            }
            if (has_range) {
                camera.range_m = random.whole(6, 12) * 5;
            }
            break;
        case CameraType::fixed_180:
            if (has_direction) {
                camera.azimuths_deg = {azimuth(0)};
            }
            camera.field_of_view_deg = 180;
            if (has_range) {
                camera.range_m = random.whole(4, 7) * 5;
            }
            break;
        case CameraType::multisensor:
            if (has_direction) {
                camera.azimuths_deg = {azimuth(0), azimuth(90), azimuth(180), azimuth(270)};
            }
            camera.field_of_view_deg = 90;
            if (has_range) {
                camera.range_m = random.whole(6, 10) * 5;
            }
            break;
        case CameraType::plate:
            camera.azimuths_deg = {azimuth(0)};
            camera.field_of_view_deg = 25;
            camera.range_m = random.whole(4, 6) * 5;
            break;
        case CameraType::dome:
            camera.field_of_view_deg = 360;
            if (has_range) {
                camera.range_m = random.whole(10, 20) * 5;
            }
            break;
        default:
            break;
        }
        if (random.chance(0.7)) {
            camera.height_m = random.whole(8, 16) / 2.0;
        }
        if (random.chance(0.5)) {
            static constexpr std::array<int, 4> kWidths = {1920, 1920, 2560, 3840};
            camera.width_px = kWidths[static_cast<std::size_t>(random.whole(0, 3))];
        }
    }

    /// Refusals, withdrawals, provisional acts and acts whose date was lost: rare, and each a case of its
    /// own.
    void add_other_decisions() {
        struct Case {
            const char* commune;
            ActNature nature;
            char state;
            const char* holder;
        };

        static constexpr Case kCases[] = {
            {"02691", ActNature::refusal, 'v', "Commerce"},
            {"02408", ActNature::refusal, 'v', "Bailleur social"},
            {"02722", ActNature::refusal, 'v', "Restaurant"},
            {"02381", ActNature::refusal, 's', "Commerce"},
            {"02173", ActNature::withdrawal, 'v', "Commerce"},
            {"02168", ActNature::withdrawal, 's', "Hôtel"},
            {"02691", ActNature::provisional, 'v', "Commune"},
            {"02408", ActNature::provisional, 'v', "Commune"},
            {"02810", ActNature::provisional, 's', "Commune"},
        };
        Random random("autres décisions");
        for (const Case& item : kCases) {
            const Town& town = *town_by_code_.at(item.commune);
            Authorisation& act = add_act(town, item.state, random);
            act.nature = item.nature;
            act.number = next_number(static_cast<int>(act.decided->year()));
            act.previous.clear();
            act.id = act.number;
            act.in_service.reset();
            act.holder = fmt::format("{} {} (exemple fictif)", item.holder, of_commune(town.commune().name));
            act.holder_kind = item.nature == ActNature::provisional ? "commune" : "commerce";
            act.purposes = {item.nature == ActNature::provisional ? "F06" : "F12"};
        }
    }

    void add_private(int count) {
        Random random("hors voie publique");
        std::vector<double> cumulated; // acts follow inhabitants, a little less than in proportion
        double sum = 0;
        for (const Town& town : towns_) {
            sum += std::pow(static_cast<double>(town.commune().population.value_or(0)), 0.95);
            cumulated.push_back(sum);
        }
        std::map<std::string, int> names;
        std::vector<double> appeal;
        std::vector<std::pair<std::size_t, const Town*>> acts;
        const std::size_t first = made_.acts.size();
        while (static_cast<int>(made_.acts.size() - first) < count) {
            const auto at = std::upper_bound(cumulated.begin(), cumulated.end(), random.between(0, sum));
            const Town& town =
                towns_[std::min(static_cast<std::size_t>(at - cumulated.begin()), towns_.size() - 1)];
            const HolderKind& holder = draw_holder(random);
            if (holder.needs_town && town.commune().population.value_or(0) <= 1000) {
                continue;
            }
            const double draw = random.unit();
            Authorisation& act = add_act(town, draw < 0.06 ? 'e' : draw < 0.21 ? 's' : 'v', random);
            if (random.chance(0.015)) { // counted apart: neither valid nor expired
                act.decided.reset();
                act.in_service.reset();
            }
            act.holder = fmt::format("{} n° {} (fictif)", holder.name, ++names[holder.name]);
            act.holder_kind = holder.kind;
            act.address = fmt::format("Adresse fictive, {}", town.commune().name);
            act.purposes = {"F12"};
            if (act.holder_kind == "commune" || act.holder_kind == "epci") {
                act.purposes = {"F01"};
            }
            acts.push_back({made_.acts.size() - 1, &town});
            sum_appeal(appeal, holder.cameras);
        }
        share_private_cameras(acts, appeal, random);
    }

    static const HolderKind& draw_holder(Random& random) {
        int left = random.whole(0, 99);
        for (const HolderKind& holder : kHolders) {
            if ((left -= holder.frequency) < 0) {
                return holder;
            }
        }
        return kHolders[0];
    }

    static void sum_appeal(std::vector<double>& appeal, double more) {
        appeal.push_back((appeal.empty() ? 0 : appeal.back()) + more);
    }

    /// One camera an act, the others to whom attracts them.
    void share_private_cameras(const std::vector<std::pair<std::size_t, const Town*>>& acts,
                               const std::vector<double>& appeal, Random& random) {
        const int total = kExampleCameras - static_cast<int>(made_.cameras.size());
        std::vector<int> counts(acts.size(), 1);
        for (int given = static_cast<int>(acts.size()); given < total; ++given) {
            const auto at = std::upper_bound(appeal.begin(), appeal.end(), random.between(0, appeal.back()));
            ++counts[std::min(static_cast<std::size_t>(at - appeal.begin()), counts.size() - 1)];
        }
        for (std::size_t k = 0; k < acts.size(); ++k) {
            Authorisation& act = made_.acts[acts[k].first];
            const Town& town = *acts[k].second;
            int indoor = 0;
            for (int n = 0; n < counts[k]; ++n) {
                Camera& camera = add_camera(town, act);
                const bool is_indoor = n == 0 || random.chance(0.7);
                indoor += is_indoor ? 1 : 0;
                camera.location = is_indoor ? "intérieur" : "extérieur, hors voie publique";
                camera.type = random.chance(0.25)  ? CameraType::dome
                              : random.chance(0.7) ? CameraType::fixed
                                                   : CameraType::unknown;
                if (!is_indoor && random.chance(0.25)) {
                    const auto& all = town.crossings();
                    camera.position = town.at(
                        all[static_cast<std::size_t>(random.unit() * static_cast<double>(all.size()))],
                        random.between(8, 20), 5);
                }
            }
            act.indoor = indoor;
            act.outdoor = counts[k] - indoor;
            act.public_road = 0;
        }
    }

    const std::vector<Town>& towns_;
    int epsg_;
    Date reference_;
    std::unordered_map<std::string, const Town*> town_by_code_;
    std::unordered_map<std::string, std::vector<const domain::Site*>> sites_by_commune_;
    std::map<int, int> serials_; // by year
    std::unordered_map<std::string, int> camera_numbers_;
    ExampleRegister made_;
};

} // namespace

std::vector<Authorisation> known_acts() {
    std::vector<Authorisation> acts;
    for (const auto& row : fact_rows("arretes_2025.csv")) {
        Authorisation act;
        act.number = row[0];
        act.id = act.number;
        const auto nature = registry::parse_nature(row[1]);
        if (!nature) {
            throw Error(fmt::format("arrêté {} : nature « {} » inconnue", row[0], row[1]));
        }
        act.nature = *nature;
        if (act.nature != ActNature::authorisation) {
            act.previous = act.number.substr(0, act.number.find('-'));
        }
        act.holder = row[2];
        act.holder_kind = act.holder.starts_with("Commune ") ? "commune" : "";
        act.commune = row[3];
        act.act_id = row[4];
        act.decided = parse_date(row[4].substr(3, 10)); // 02-2025-07-15-00005 was signed on 15 July 2025
        act.source = fmt::format("fait réel : recueil {} du {}", row[5],
                                 to_french(parse_date(row[6]).value_or(Date{})));
        acts.push_back(std::move(act));
    }
    return acts;
}

ExampleRegister example_register(const std::vector<Town>& towns, std::span<const domain::Site> sites,
                                 int epsg, Date reference) {
    return Register(towns, sites, epsg, reference).build();
}

std::vector<domain::Building> example_buildings(const std::vector<Town>& towns,
                                                const std::vector<Camera>& cameras) {
    std::unordered_map<std::string, std::vector<geo::Point>> positions;
    for (const Camera& camera : cameras) {
        if (camera.position && camera.is_public_road) {
            positions[camera.commune].push_back(*camera.position);
        }
    }
    std::vector<domain::Building> buildings;
    for (const Town& town : towns) {
        const auto found = positions.find(town.commune().code);
        if (found == positions.end() || town.commune().population.value_or(0) < 4000) {
            continue;
        }
        std::set<Crossing> corners; // of the four blocks that meet where a camera stands
        for (const Crossing& c : town.crossings()) {
            const bool has_camera =
                std::any_of(found->second.begin(), found->second.end(),
                            [&](geo::Point p) { return geo::distance(p, town.at(c)) < 10; });
            if (has_camera) {
                corners.insert({{c.i, c.j}, {c.i - 1, c.j}, {c.i, c.j - 1}, {c.i - 1, c.j - 1}});
            }
        }
        for (const Crossing& corner : corners) {
            for (domain::Building& building : town.block(corner)) {
                buildings.push_back(std::move(building));
            }
        }
    }
    return buildings;
}

} // namespace maillage::example
