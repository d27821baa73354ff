#include "base/number.h"
#include "base/text.h"
#include "geo/crs.h"
#include "intake/angles.h"
#include "intake/kinds.h"
#include "intake/positions.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <iterator>
#include <map>
#include <set>

namespace maillage::intake {
namespace {

constexpr std::int64_t kMostRetentionDays = 31; ///< one month at most: CSI L252-5

/// "2016/0276-M-3-2025": base number, M for a modification or R for a renewal, rank, year.
struct NumberParts {
    std::string base;
    std::optional<registry::ActNature> nature;
};

NumberParts parts_of(const std::string& number) {
    for (const auto& [mark, nature] : {std::pair{"-M-", registry::ActNature::modification},
                                       std::pair{"-R-", registry::ActNature::renewal}}) {
        if (const std::size_t at = number.find(mark); at != std::string::npos) {
            return {number.substr(0, at), nature};
        }
    }
    return {number, std::nullopt};
}

/// Day in the identifier of an act in a recueil: 02-2025-07-15-00005.
std::optional<Date> day_in_act(const std::string& act) {
    const std::vector<std::string> parts = split(act, '-');
    if (parts.size() != 5 || parts[1].size() != 4) {
        return std::nullopt;
    }
    return parse_date(parts[1] + "-" + parts[2] + "-" + parts[3]);
}

/// Labels of the télé-procédure to the purposes of CSI L251-2; not one to one, so only sure words are taken.
std::vector<std::string> purposes_of(ImportRows& rows, const geo::Feature& feature, const Cell& at) {
    using Word = std::pair<std::string_view, std::string_view>;
    static constexpr auto kWords = std::to_array<Word>({
        {"batiments publics", "F01"},
        {"installations publics", "F01"},
        {"defense nationale", "F02"},
        {"trafic routier", "F03"},
        {"flux de transport", "F03"},
        {"infractions routieres", "F04"},
        {"regles de la circulation", "F04"},
        {"stupefiants", "F05"},
        {"agression", "F05"},
        {"atteintes aux biens", "F05"},
        {"terroris", "F06"},
        {"risques naturels", "F07"},
        {"risques technologiques", "F07"},
        {"secours", "F08"},
        {"incendie", "F08"},
        {"parc d'attraction", "F09"},
        {"assurance", "F10"},
        {"dechets", "F11"},
        {"ordures", "F11"},
        {"ouvert au public", "F12"},
        {"abords du commerce", "F13"},
        {"abords immediats", "F14"},
    });
    std::set<std::string> found;
    std::string words = rows.text(feature, at);
    std::ranges::replace_if(
        words, [](char c) { return c == ',' || c == '|' || c == '\n'; }, ';');
    for (const std::string& part : split(words, ';')) {
        const std::string folded = fold(trim(part));
        if (folded.empty()) {
            continue;
        }
        bool is_known = false;
        const bool is_code = folded.size() <= 3 && folded.starts_with('f');
        const std::int64_t rank = is_code ? parse_integer(folded.substr(1)).value_or(0) : 0;
        if (rank >= 1 && rank <= 14) {
            found.insert(fmt::format("F{:02}", rank));
            continue;
        }
        for (const auto& [word, code] : kWords) {
            if (folded.find(word) != std::string::npos) {
                found.emplace(code);
                is_known = true;
            }
        }
        if (!is_known) {
            rows.log.add(Severity::note, feature.row, at.column, "finalité non reconnue",
                         fmt::format("finalité non reconnue « {} »", trim(part)));
        }
    }
    return {found.begin(), found.end()};
}

struct ActCells {
    explicit ActCells(const ImportRows& rows)
        : number(rows.cell("numero")), id(rows.cell("id")), act(rows.cell("acte")),
          nature(rows.cell("nature")), previous(rows.cell("precedent")), holder(rows.cell("titulaire")),
          holder_kind(rows.cell("type_titulaire")), address(rows.cell("adresse")), code(rows.cell("code")),
          commune(rows.cell("commune")), purposes(rows.cell("finalites")), submitted(rows.cell("date_depot")),
          decided(rows.cell("date_arrete")), published(rows.cell("date_recueil")),
          expiry(rows.cell("expiration")), in_service(rows.cell("mise_service")),
          indoor(rows.cell("interieures")), outdoor(rows.cell("exterieures")),
          public_road(rows.cell("voie_publique")), retention(rows.cell("conservation")),
          prefecture(rows.cell("prefecture")), suspended_until(rows.cell("fin_suspension")),
          total(rows.cell("total")) {}

    Cell number, id, act, nature, previous, holder, holder_kind, address, code, commune, purposes, submitted,
        decided, published, expiry, in_service, indoor, outdoor, public_road, retention, prefecture,
        suspended_until, total;
};

void read_nature(ImportRows& rows, const ActCells& cells, const geo::Feature& feature,
                 registry::Authorisation& act) {
    const NumberParts parts = parts_of(act.number);
    const std::string words = rows.text(feature, cells.nature);
    const auto told = registry::parse_nature(words);
    if (!words.empty() && !told) {
        rows.log.add(Severity::warning, feature.row, cells.nature.column, "nature d'arrêté non reconnue",
                     fmt::format("nature non reconnue « {} », lue comme {}", words,
                                 to_text(parts.nature.value_or(registry::ActNature::authorisation))));
    }
    if (told && parts.nature && *told != *parts.nature) {
        rows.log.add(Severity::warning, feature.row, cells.nature.column, "nature contredite par le numéro",
                     fmt::format("nature « {} », mais le numéro {} est celui d'un acte de {}", words,
                                 act.number, to_text(*parts.nature)));
    }
    act.nature = told.value_or(parts.nature.value_or(registry::ActNature::authorisation));
    act.previous = rows.text(feature, cells.previous);
    if (act.previous.empty() && parts.nature) {
        act.previous = parts.base;
    }
}

void read_dates(ImportRows& rows, const ActCells& cells, const geo::Feature& feature,
                registry::Authorisation& act) {
    act.submitted = rows.date(feature, cells.submitted);
    act.decided = rows.date(feature, cells.decided);
    act.stated_expiry = rows.date(feature, cells.expiry);
    if (act.nature == registry::ActNature::suspension) {
        act.stated_expiry = rows.date(feature, cells.suspended_until ? cells.suspended_until : cells.expiry);
    }
    act.in_service = rows.date(feature, cells.in_service);
    if (!cells.decided && !act.decided) {
        if (const auto day = day_in_act(act.act_id)) {
            act.decided = day;
            rows.log.count(Severity::warning,
                           "date de l'arrêté absente : celle de l'identifiant de l'acte est prise");
        } else if (const auto published = rows.date(feature, cells.published)) {
            act.decided = published;
            rows.log.count(Severity::warning,
                           "date de l'arrêté absente : celle de la publication au recueil est prise");
        }
    }
    const auto before = [&](const std::optional<Date>& early, const std::optional<Date>& late, const Cell& at,
                            std::string_view what) {
        if (early && late && *late < *early) {
            rows.log.add(Severity::warning, feature.row, at.column, what,
                         fmt::format("{} ({} puis {})", what, to_french(*early), to_french(*late)));
        }
    };
    before(act.decided, act.stated_expiry, cells.expiry, "expiration avant la date de l'arrêté");
    before(act.submitted, act.decided, cells.decided, "arrêté daté d'avant le dépôt");
    if (act.decided && act.stated_expiry && *act.stated_expiry > plus_years(*act.decided, 5)) {
        rows.log.add(Severity::warning, feature.row, cells.expiry.column,
                     "expiration à plus de cinq ans de l'arrêté (CSI L252-4)",
                     fmt::format("expiration le {}, à plus de cinq ans de l'arrêté (CSI L252-4)",
                                 to_french(*act.stated_expiry)));
    }
    if (!act.decided && !act.stated_expiry && act.nature != registry::ActNature::refusal &&
        act.nature != registry::ActNature::withdrawal && act.nature != registry::ActNature::suspension) {
        rows.log.add(Severity::warning, feature.row, cells.decided.column,
                     "arrêté sans date : validité inconnue",
                     fmt::format("arrêté {} sans date : sa validité est inconnue", act.number));
    }
}

/// A register with one total only: it fills the one figure that is missing; else it is told, never spread.
void read_total(ImportRows& rows, const ActCells& cells, const geo::Feature& feature,
                registry::Authorisation& act) {
    const auto total = rows.count(feature, cells.total);
    if (!total) {
        return;
    }
    std::vector<std::optional<std::int64_t>*> missing;
    std::int64_t told = 0;
    for (auto* part : {&act.indoor, &act.outdoor, &act.public_road}) {
        told += part->value_or(0);
        if (!*part) {
            missing.push_back(part);
        }
    }
    if (missing.size() == 1 && told <= *total) {
        *missing.front() = *total - told;
        rows.log.add(
            Severity::note, feature.row, cells.total.column, "nombre de caméras complété d'après le total",
            fmt::format("{} caméras en tout : {} complétées d'après le total", *total, *total - told));
    } else if (missing.empty() && told != *total) {
        rows.log.add(
            Severity::warning, feature.row, cells.total.column,
            "total de caméras différent de la somme de ses parties",
            fmt::format("{} caméras en tout, mais {} d'après le détail ; le détail est gardé", *total, told));
    } else if (!missing.empty()) {
        rows.log.add(
            Severity::warning, feature.row, cells.total.column,
            "total de caméras sans détail (intérieures, extérieures, voie publique), laissé de côté",
            fmt::format("{} caméras en tout, sans dire combien filment la voie publique : laissé de côté",
                        *total));
    }
}

registry::Authorisation read_act(ImportRows& rows, const ActCells& cells, const geo::Feature& feature) {
    registry::Authorisation act;
    act.number = rows.text(feature, cells.number);
    act.act_id = rows.text(feature, cells.act);
    act.holder = rows.text(feature, cells.holder);
    act.holder_kind = rows.text(feature, cells.holder_kind);
    act.address = rows.text(feature, cells.address);
    act.source = rows.options.source;
    act.prefecture = rows.text(feature, cells.prefecture);
    read_nature(rows, cells, feature, act);
    read_dates(rows, cells, feature, act);
    act.commune = rows.commune(feature, cells.code, cells.commune).code;
    if (rows.has_territory() && !act.commune.empty() && !rows.is_of_territory(act.commune)) {
        rows.log.count(Severity::warning, "arrêté d'une commune hors du territoire, gardé");
    }
    if (act.commune.empty()) {
        rows.log.add(Severity::warning, feature.row, cells.code.column, "arrêté sans commune reconnue",
                     fmt::format("arrêté {} sans commune reconnue", act.number));
    }
    act.purposes = purposes_of(rows, feature, cells.purposes);
    act.indoor = rows.count(feature, cells.indoor);
    act.outdoor = rows.count(feature, cells.outdoor);
    act.public_road = rows.count(feature, cells.public_road);
    read_total(rows, cells, feature, act);
    act.retention_days = rows.days(feature, cells.retention);
    if (act.retention_days.value_or(0) > kMostRetentionDays) {
        rows.log.add(
            Severity::warning, feature.row, cells.retention.column,
            "conservation au-delà d'un mois (CSI L252-5)",
            fmt::format("conservation de {} jours, au-delà d'un mois (CSI L252-5)", *act.retention_days));
    }
    if (const auto* shape = std::get_if<geo::MultiPolygon>(&feature.geometry)) {
        act.perimeter = *shape;
    }
    return act;
}

// --- cameras ---

struct CameraCells {
    explicit CameraCells(const ImportRows& rows)
        : id(rows.cell("id")), authorisation(rows.cell("autorisation")), type(rows.cell("type")),
          surveillance(rows.cell("surveillance")), mount(rows.cell("support")), object(rows.cell("objet")),
          public_road(rows.cell("voie_publique")), state(rows.cell("etat")), location(rows.cell("lieu")),
          azimuth(rows.cell("azimut")), azimuth_2(rows.cell("azimut_2")), field(rows.cell("champ")),
          range(rows.cell("portee")), min_range(rows.cell("portee_min")), height(rows.cell("hauteur")),
          tilt(rows.cell("inclinaison")), vertical(rows.cell("champ_vertical")),
          width(rows.cell("largeur_px")), focal(rows.cell("focale")), sensor(rows.cell("capteur")),
          holder(rows.cell("exploitant")), code(rows.cell("code")), commune(rows.cell("commune")),
          removed(rows.cell("retiree")), checked(rows.cell("verifiee")) {}

    Cell id, authorisation, type, surveillance, mount, object, public_road, state, location, azimuth,
        azimuth_2, field, range, min_range, height, tilt, vertical, width, focal, sensor, holder, code,
        commune, removed, checked;
};

/// Empty when the words say nothing: OpenStreetMap's "outdoor" is private ground seen from outside.
std::optional<bool> public_road(const std::string& text) {
    const std::string word = fold_name(text);
    static constexpr auto kYes =
        std::to_array<std::string_view>({"oui", "1", "true", "vrai", "o", "yes", "public", "publique",
                                         "voiepublique", "vp", "traffic", "street", "maxspeed"});
    static constexpr auto kNo =
        std::to_array<std::string_view>({"non", "0", "false", "faux", "n", "no", "prive", "privee", "private",
                                         "privat", "outdoor", "indoor", "interieur", "exterieur"});
    if (std::ranges::find(kYes, word) != kYes.end()) {
        return true;
    }
    return std::ranges::find(kNo, word) != kNo.end() ? std::optional(false) : std::nullopt;
}

/// Azimuth from true north of an angle as the file counts it. Angles measured on the map start from grid
/// north: grid azimuth = true azimuth - convergence.
double true_azimuth(double angle, const std::string& convention, double convergence) {
    if (convention == "trigo") {
        return normalise_degrees(90 - angle + convergence);
    }
    return convention == "grille" ? normalise_degrees(angle + convergence) : angle;
}

/// Where to take the convergence when the camera has no position: its commune's centre.
std::optional<geo::Point> convergence_point(const ImportRows& rows, const registry::Camera& camera) {
    if (camera.position) {
        return camera.position;
    }
    const auto at = domain::find_commune(*rows.project.territory, camera.commune);
    return at ? std::optional(rows.project.territory->communes[*at].centre) : std::nullopt;
}

double convergence(ImportRows& rows, const registry::Camera& camera, long row) {
    if (const auto where = convergence_point(rows, camera)) {
        return geo::meridian_convergence_deg(rows.project.territory->epsg, *where);
    }
    rows.log.add(Severity::note, row, {}, "azimut sans position : nord de la grille pris pour le nord vrai",
                 "sans position ni commune, le nord de la grille est pris pour le nord vrai (moins d'un "
                 "degré d'écart)");
    return 0;
}

void read_directions(ImportRows& rows, const CameraCells& cells, const geo::Feature& feature,
                     registry::Camera& camera) {
    const Cell& at = rows.text(feature, cells.azimuth).empty() ? cells.azimuth_2 : cells.azimuth;
    const std::string words = rows.text(feature, at);
    if (words.empty()) {
        return;
    }
    const std::string& convention = rows.options.azimuth_convention;
    const auto read = parse_directions(words, convention == "trigo");
    if (!read) {
        rows.log.add(Severity::warning, feature.row, at.column, "direction illisible, laissée vide",
                     fmt::format("direction illisible « {} », laissée vide", words));
        return;
    }
    if (read->is_all_round) {
        rows.log.add(Severity::note, feature.row, at.column, "« 360 » lu comme tous azimuts",
                     fmt::format("direction « {} » lue comme tous azimuts", words));
    } else if (read->is_doubtful) {
        rows.log.add(Severity::warning, feature.row, at.column, "direction douteuse, lue comme deux têtes",
                     fmt::format("« {} » lu comme deux directions et non comme un nombre à virgule", words));
    } else if (read->is_normalised) {
        rows.log.add(Severity::note, feature.row, at.column, "azimut ramené entre 0 et 360",
                     fmt::format("azimut « {} » ramené à {:.1f}", words, read->azimuths_deg.front()));
    }
    const bool is_turned = !convention.empty() && !read->is_compass && !read->azimuths_deg.empty();
    const double turn = is_turned ? convergence(rows, camera, feature.row) : 0;
    for (const double angle : read->azimuths_deg) {
        camera.azimuths_deg.push_back(is_turned ? true_azimuth(angle, convention, turn) : angle);
    }
    if (read->field_deg) {
        camera.field_of_view_deg = read->field_deg;
    }
}

void read_type(ImportRows& rows, const CameraCells& cells, const geo::Feature& feature,
               registry::Camera& camera) {
    const std::string words = rows.text(feature, cells.type);
    camera.type = registry::parse_camera_type(words);
    if (fold_name(rows.text(feature, cells.surveillance)) == "alpr") {
        camera.type = registry::CameraType::plate;
    }
    static constexpr auto kSaysNothing =
        std::to_array<std::string_view>({"00", "0", "00nr", "securitycamera", "camera", "webcam", "public",
                                         "cctv", "yes", "videoprotection"});
    const bool says_nothing = std::ranges::find(kSaysNothing, fold_name(words)) != kSaysNothing.end();
    if (!words.empty() && camera.type == registry::CameraType::unknown && !says_nothing) {
        rows.log.add(Severity::note, feature.row, cells.type.column, "type de caméra non reconnu",
                     fmt::format("type de caméra non reconnu « {} »", words));
    }
}

/// "1920x1080", "1080p", "4K" or a number of pixels.
std::optional<std::int64_t> width_px(ImportRows& rows, const Cell& at, const geo::Feature& feature) {
    const std::string words = rows.text(feature, at);
    const std::string word = fold_name(words);
    if (word.empty()) {
        return std::nullopt;
    }
    static const std::map<std::string, std::int64_t, std::less<>> kNames = {
        {"4k", 3840},   {"uhd", 3840}, {"8mp", 3840}, {"1080p", 1920}, {"fullhd", 1920}, {"2mp", 1920},
        {"720p", 1280}, {"hd", 1280},  {"4mp", 2560}, {"5mp", 2592},   {"4cif", 704},    {"cif", 352}};
    if (const auto it = kNames.find(word); it != kNames.end()) {
        return it->second;
    }
    const std::size_t by = word.find('x');
    const auto value = parse_integer(by == std::string::npos ? std::string_view(words)
                                                             : std::string_view(word).substr(0, by));
    if (!value || *value < 100 || *value > 50000) {
        rows.log.add(Severity::warning, feature.row, at.column, "résolution illisible, laissée vide",
                     fmt::format("résolution illisible « {} », laissée vide", words));
        return std::nullopt;
    }
    return value;
}

void read_optics(ImportRows& rows, const CameraCells& cells, const geo::Feature& feature,
                 registry::Camera& camera) {
    if (const auto field = rows.number(feature, cells.field, 0.1, 360)) {
        camera.field_of_view_deg = field;
    }
    camera.range_m = rows.length_m(feature, cells.range, 0, 1e6);
    if (camera.range_m.value_or(0) > 5000) {
        rows.log.add(Severity::warning, feature.row, cells.range.column, "portée de plus de 5 km",
                     fmt::format("portée de {} m : plus de 5 km", *camera.range_m));
    }
    camera.min_range_m = rows.length_m(feature, cells.min_range, 0, 1e5);
    camera.height_m = rows.length_m(feature, cells.height, 0, 1e4);
    if (camera.height_m.value_or(0) > 200) {
        rows.log.add(Severity::warning, feature.row, cells.height.column, "hauteur de plus de 200 m",
                     fmt::format("hauteur de {} m : plus de 200 m", *camera.height_m));
    }
    camera.tilt_deg = rows.number(feature, cells.tilt, -90, 90);
    camera.vertical_field_deg = rows.number(feature, cells.vertical, 0.1, 360);
    camera.width_px = width_px(rows, cells.width, feature);
    camera.focal_mm = rows.number(feature, cells.focal, 0.1, 5000);
    camera.sensor_width_mm = rows.number(feature, cells.sensor, 0.1, 100);
}

/// Authorisations by id and by number: a register writes either, and two communes may use the same number.
struct KnownActs {
    std::map<std::string, std::string> by_id;
    std::map<std::string, std::vector<const registry::Authorisation*>> by_number;
};

KnownActs known_acts(const std::vector<registry::Authorisation>& acts) {
    KnownActs known;
    for (const registry::Authorisation& act : acts) {
        known.by_id.emplace(fold_name(act.id), act.id);
        known.by_number[fold_name(act.number)].push_back(&act);
    }
    return known;
}

/// The act of that number: the camera's own commune has the first word. Null when several may be meant.
const registry::Authorisation* act_of_number(const std::vector<const registry::Authorisation*>& acts,
                                             const std::string& commune) {
    std::vector<const registry::Authorisation*> here;
    std::ranges::copy_if(acts, std::back_inserter(here),
                         [&](const auto* act) { return !commune.empty() && act->commune == commune; });
    const auto& meant = here.empty() ? acts : here;
    const bool is_one = std::ranges::all_of(meant, [&](const auto* act) {
        return act->commune == meant.front()->commune && act->holder == meant.front()->holder;
    });
    return is_one ? meant.front() : nullptr;
}

bool is_no_camera(ImportRows& rows, const CameraCells& cells, const geo::Feature& feature) {
    const bool says_camera = !rows.text(feature, cells.type).empty() ||
                             !rows.text(feature, cells.surveillance).empty() ||
                             !rows.text(feature, cells.mount).empty();
    if (cells.object && !says_camera && fold_name(rows.text(feature, cells.object)) != "surveillance") {
        rows.log.count(Severity::note, "objet qui n'est pas une caméra de surveillance, non importé");
        return true;
    }
    if (!rows.text(feature, cells.removed).empty() &&
        fold_name(rows.text(feature, cells.object)) != "surveillance") {
        rows.log.add(Severity::note, feature.row, cells.removed.column,
                     "caméra retirée ou hors d'usage, non importée",
                     fmt::format("caméra retirée ou hors d'usage ({}), non importée", cells.removed.column));
        return true;
    }
    const std::string kind = fold_name(rows.text(feature, cells.surveillance));
    if (kind == "guard") {
        rows.log.add(Severity::note, feature.row, cells.surveillance.column,
                     "gardien et non caméra, ligne non importée",
                     "poste de gardien et non caméra, ligne non importée");
        return true;
    }
    return false;
}

/// An outline drawn among points is a field of view or an area, not a camera; a file of outlines alone is
/// read by their centres.
bool is_drawing(ImportRows& rows, const CameraCells& cells, const geo::Feature& feature, bool has_points) {
    const bool is_point = std::holds_alternative<geo::Point>(feature.geometry) ||
                          std::holds_alternative<std::monostate>(feature.geometry);
    if (is_point || !has_points || !rows.text(feature, cells.object).empty()) {
        return false;
    }
    rows.log.add(Severity::warning, feature.row, {}, "contour ou tracé parmi des points, non importé",
                 fmt::format("« {} » : contour ou tracé parmi des points, non importé",
                             rows.text(feature, cells.location)));
    return true;
}

/// OpenStreetMap says when somebody last looked. What nobody confirmed for years may be gone.
class Confirmations {
  public:
    Confirmations(ImportRows& rows, const Cell& checked) : rows_(rows), checked_(checked) {}

    void add(const geo::Feature& feature) {
        if (!checked_) {
            return;
        }
        const std::string words = rows_.text(feature, checked_);
        const auto day = words.empty() ? std::nullopt : rows_.date(feature, checked_);
        const bool is_old = day && *day < plus_years(rows_.project.settings.reference_date, -kYearsToTrust);
        never_ += words.empty() ? 1 : 0;
        old_ += is_old ? 1 : 0;
    }

    void tell() {
        if (old_ > 0) {
            rows_.log.file(Severity::note, checked_.column,
                           fmt::format("caméras vérifiées il y a plus de {} ans : {}", kYearsToTrust, old_));
        }
        if (checked_ && never_ > 0) {
            rows_.log.file(Severity::note, checked_.column,
                           fmt::format("caméras jamais confirmées : {}", never_));
        }
    }

  private:
    static constexpr int kYearsToTrust = 4;
    ImportRows& rows_;
    const Cell& checked_;
    std::size_t never_ = 0;
    std::size_t old_ = 0;
};

std::string link_authorisation(ImportRows& rows, const CameraCells& cells, const geo::Feature& feature,
                               const KnownActs& known, const std::string& commune) {
    const std::string words = rows.text(feature, cells.authorisation);
    if (words.empty()) {
        return {};
    }
    const std::string folded = fold_name(words);
    if (const auto numbered = known.by_number.find(folded); numbered != known.by_number.end()) {
        if (const auto* act = act_of_number(numbered->second, commune)) {
            return act->id;
        }
        rows.log.add(Severity::warning, feature.row, cells.authorisation.column,
                     "numéro que portent plusieurs arrêtés",
                     fmt::format("plusieurs arrêtés portent le numéro « {} » : aucun n'est pris", words));
        return {};
    }
    if (const auto it = known.by_id.find(folded); it != known.by_id.end()) {
        return it->second;
    }
    rows.log.add(Severity::warning, feature.row, cells.authorisation.column,
                 "arrêté cité mais absent du registre",
                 fmt::format("l'arrêté « {} » n'est pas dans le registre", words));
    return words;
}

} // namespace

std::int64_t import_authorisations(ImportRows& rows, domain::Project& out) {
    const ActCells cells(rows);
    IdentifiedRows<registry::Authorisation> read;
    for (const geo::Feature& feature : rows.table.features) {
        const bool is_blank = std::ranges::all_of(
            feature.values, [](const geo::Value& value) { return geo::is_missing(value); });
        if (is_blank && std::holds_alternative<std::monostate>(feature.geometry)) {
            rows.log.count(Severity::note, "ligne vide, non importée");
            continue;
        }
        registry::Authorisation act = read_act(rows, cells, feature);
        std::string id = rows.text(feature, cells.id);
        if (id.empty()) {
            id = act.number;
        }
        if (id.empty()) {
            id = act.act_id.empty() ? made_id(rows.options.source, feature.row) : act.act_id;
            rows.log.add(Severity::warning, feature.row, cells.number.column,
                         "arrêté sans numéro, identifiant donné",
                         fmt::format("arrêté sans numéro : identifiant « {} » donné", id));
        }
        read.add(rows, feature.row, cells.number.column, "l'arrêté", id, std::move(act));
    }
    std::vector<registry::Authorisation> fresh = read.take();
    const auto made = static_cast<std::int64_t>(fresh.size());
    out.authorisations = settled(rows, *out.authorisations, std::move(fresh));
    return made;
}

std::int64_t import_cameras(ImportRows& rows, domain::Project& out) {
    const CameraCells cells(rows);
    Positions positions(rows);
    const KnownActs acts = known_acts(*rows.project.authorisations);
    if (fold_name(cells.azimuth.column) == "angle" && rows.options.azimuth_convention.empty()) {
        rows.log.file(Severity::warning, cells.azimuth.column,
                      "la colonne « angle » est lue depuis le nord, dans le sens des aiguilles d'une montre "
                      "; certains registres "
                      "comptent depuis l'est dans l'autre sens : choisissez alors la convention trigo");
    }
    const bool has_points = std::ranges::any_of(rows.table.features, [](const geo::Feature& feature) {
        return std::holds_alternative<geo::Point>(feature.geometry);
    });
    Confirmations confirmations(rows, cells.checked);
    IdentifiedRows<registry::Camera> read;
    for (const geo::Feature& feature : rows.table.features) {
        if (is_no_camera(rows, cells, feature) || is_drawing(rows, cells, feature, has_points)) {
            continue;
        }
        confirmations.add(feature);
        const Positions::Place place = positions.read(feature);
        const ImportRows::Commune declared = rows.commune(feature, cells.code, cells.commune);
        registry::Camera camera;
        camera.position = place.point;
        camera.commune = settle_commune(rows, feature, declared, place);
        if (place.is_outside) {
            rows.log.add(Severity::warning, feature.row, {}, "position hors du territoire",
                         "position hors du territoire");
        } else if (!place.point && !place.is_wrecked) {
            rows.log.count(Severity::note, camera.commune.empty()
                                               ? "caméra sans position ni commune"
                                               : "caméra sans position, connue par sa seule commune");
        }
        if (rows.has_territory() && !declared.code.empty() && !declared.is_in_territory) {
            rows.log.count(Severity::warning, "caméra d'une commune hors du territoire, gardée");
        }
        camera.authorisation = link_authorisation(rows, cells, feature, acts, camera.commune);
        read_type(rows, cells, feature, camera);
        camera.state = rows.text(feature, cells.state);
        camera.location = rows.text(feature, cells.location);
        camera.holder = rows.text(feature, cells.holder);
        camera.is_public_road = public_road(rows.text(feature, cells.public_road)).value_or(false);
        camera.source = rows.options.source;
        read_optics(rows, cells, feature, camera);
        read_directions(rows, cells, feature, camera);
        std::string id = rows.text(feature, cells.id);
        if (id.empty()) {
            id = made_id(rows.options.source, feature.row);
            rows.log.count(
                Severity::note,
                "caméra sans identifiant, un identifiant est donné d'après le fichier et la ligne");
        }
        read.add(rows, feature.row, cells.id.column, "la caméra", id, std::move(camera));
    }
    confirmations.tell();
    std::vector<registry::Camera> fresh = read.take();
    const auto made = static_cast<std::int64_t>(fresh.size());
    out.cameras = settled(rows, *out.cameras, std::move(fresh));
    return made;
}

} // namespace maillage::intake
