// command_text.cpp: the one-line form of commands. Each command lists its fields once, for writing and for
// reading.
#include "base/clean_text.h"
#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "geo/door.h"
#include "session/command.h"
#include "session/command_door.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace maillage::session {
namespace {

constexpr std::array<std::string_view, 7> kIndicatorNames = {"lacune", "population",   "zone", "cameras",
                                                             "clspd",  "cambriolages", "aucun"};
constexpr std::array<std::string_view, 9> kExportNames = {"priority-sites",    "gaps",     "coverage",
                                                          "register",          "communes", "cameras",
                                                          "priority-communes", "funding",  "funding-totals"};
constexpr std::array<std::string_view, 4> kSelectionNames = {"none", "commune", "camera", "site"};

std::string quote(std::string_view text) {
    const bool is_plain = !text.empty() && text.find_first_of(" \t\"\\=\n\r") == std::string_view::npos;
    if (is_plain) {
        return std::string(text);
    }
    std::string out = "\"";
    for (const char c : text) {
        switch (c) {
        case '"':
            out += "\\\"";
            break;
        case '\\':
            out += "\\\\";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        default:
            out += c;
        }
    }
    return out + '"';
}

// --- one value to text and back ---

std::string write(const std::string& v) {
    return v;
}

std::string write(bool v) {
    return v ? "oui" : "non";
}

std::string write(double v) {
    return fmt::format("{}", v);
}

std::string write(std::int64_t v) {
    return std::to_string(v);
}

std::string write(int v) {
    return std::to_string(v);
}

std::string write(Date v) {
    return to_iso(v);
}

std::string write(geo::Point v) {
    return fmt::format("{},{}", v.x, v.y);
}

std::string write(const geo::Ring& v) {
    std::vector<std::string> parts;
    for (const geo::Point p : v) {
        parts.push_back(write(p));
    }
    return join(parts, ",");
}

std::string write(const geo::Box& v) {
    return v.is_empty() ? std::string("tout")
                        : fmt::format("{},{},{},{}", v.min.x, v.min.y, v.max.x, v.max.y);
}

std::string write(const std::filesystem::path& v) {
    return v.string();
}

std::string write(map::Indicator v) {
    return std::string(map::key(v));
}

std::string write(map::Layer v) {
    return std::string(map::key(v));
}

std::string write(report::ExportWhat v) {
    return std::string(kExportNames.at(static_cast<std::size_t>(v)));
}

std::string write(map::SelectionKind v) {
    return std::string(kSelectionNames.at(static_cast<std::size_t>(v)));
}

std::string write(domain::ForceKind v) {
    return to_text(v);
}

std::string write(registry::CameraType v) {
    return to_text(v);
}

std::string write(domain::Profile v) {
    return to_text(v);
}

std::string write(intake::ImportKind v) {
    return to_text(v);
}

std::string write(const std::vector<double>& v) {
    std::vector<std::string> parts;
    for (const double d : v) {
        parts.push_back(fmt::format("{}", d));
    }
    return join(parts, ",");
}

[[noreturn]] void refuse(std::string_view name, const std::string& text, std::string_view expected) {
    throw InputError(fmt::format("{}=« {} » : {} attendu", name, text, expected));
}

double read_double(std::string_view name, const std::string& text) {
    const auto value = parse_number(text);
    if (!value) {
        refuse(name, text, "nombre");
    }
    return *value;
}

std::vector<double> read_doubles(std::string_view name, const std::string& text) {
    std::vector<double> values;
    for (const std::string& part : split(text, ',')) {
        if (!part.empty()) {
            values.push_back(read_double(name, part));
        }
    }
    return values;
}

template <class Enum, std::size_t N>
Enum read_name(std::string_view name, const std::string& text, const std::array<std::string_view, N>& names) {
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == text) {
            return static_cast<Enum>(i);
        }
    }
    std::string all;
    for (const std::string_view one : names) {
        all += (all.empty() ? "" : ", ") + std::string(one);
    }
    refuse(name, text, "un mot parmi " + all);
}

void read(std::string_view, const std::string& t, std::string& v) {
    v = t;
}

void read(std::string_view n, const std::string& t, bool& v) {
    const auto flag = geo::to_bool(geo::Value(t));
    if (!flag) {
        refuse(n, t, "oui ou non");
    }
    v = *flag;
}

void read(std::string_view n, const std::string& t, double& v) {
    v = read_double(n, t);
}

void read(std::string_view n, const std::string& t, std::int64_t& v) {
    const auto value = parse_integer(t);
    if (!value) {
        refuse(n, t, "nombre entier");
    }
    v = *value;
}

void read(std::string_view n, const std::string& t, int& v) {
    std::int64_t wide = 0;
    read(n, t, wide);
    if (wide < -1'000'000'000 || wide > 1'000'000'000) {
        refuse(n, t, "nombre entier");
    }
    v = static_cast<int>(wide);
}

void read(std::string_view n, const std::string& t, Date& v) {
    const auto date = parse_date(t);
    if (!date) {
        refuse(n, t, "date (22/11/2026 ou 2026-11-22)");
    }
    v = *date;
}

void read(std::string_view n, const std::string& t, geo::Point& v) {
    const auto values = read_doubles(n, t);
    if (values.size() != 2) {
        refuse(n, t, "x,y en mètres");
    }
    v = {values[0], values[1]};
}

void read(std::string_view n, const std::string& t, geo::Ring& v) {
    const auto values = read_doubles(n, t);
    if (values.size() % 2 != 0) {
        refuse(n, t, "x,y,x,y... en mètres");
    }
    v.clear();
    for (std::size_t i = 0; i + 1 < values.size(); i += 2) {
        v.push_back({values[i], values[i + 1]});
    }
}

void read(std::string_view n, const std::string& t, geo::Box& v) {
    if (t == "tout") {
        v = {};
        return;
    }
    const auto values = read_doubles(n, t);
    if (values.size() != 4) {
        refuse(n, t, "« tout » ou xmin,ymin,xmax,ymax");
    }
    v = {{values[0], values[1]}, {values[2], values[3]}};
}

void read(std::string_view, const std::string& t, std::filesystem::path& v) {
    v = t;
}

void read(std::string_view n, const std::string& t, map::Indicator& v) {
    v = read_name<map::Indicator>(n, t, kIndicatorNames);
}

void read(std::string_view n, const std::string& t, map::Layer& v) {
    for (std::size_t i = 0; i < map::kLayers; ++i) {
        if (map::key(static_cast<map::Layer>(i)) == t) {
            v = static_cast<map::Layer>(i);
            return;
        }
    }
    refuse(n, t, "nom de couche");
}

void read(std::string_view n, const std::string& t, report::ExportWhat& v) {
    v = read_name<report::ExportWhat>(n, t, kExportNames);
}

void read(std::string_view n, const std::string& t, map::SelectionKind& v) {
    v = read_name<map::SelectionKind>(n, t, kSelectionNames);
}

void read(std::string_view, const std::string& t, domain::ForceKind& v) {
    v = domain::parse_force(t);
}

void read(std::string_view, const std::string& t, registry::CameraType& v) {
    v = registry::parse_camera_type(t);
}

void read(std::string_view, const std::string& t, domain::Profile& v) {
    v = domain::parse_profile(t);
}

void read(std::string_view n, const std::string& t, intake::ImportKind& v) {
    const auto kind = intake::parse_import_kind(t);
    if (!kind) {
        refuse(n, t, "genre de fichier");
    }
    v = *kind;
}

void read(std::string_view n, const std::string& t, std::vector<double>& v) {
    v = read_doubles(n, t);
}

// --- fields of each command ---

template <class V> void fields(SetReferenceDate& c, V& v) {
    v("date", c.date);
}

template <class V> void fields(SetIndicator& c, V& v) {
    v("indicator", c.indicator);
}

template <class V> void fields(ShowLayer& c, V& v) {
    v("layer", c.layer);
    v("shown", c.is_shown);
}

template <class V> void fields(SetDark& c, V& v) {
    v("dark", c.is_dark);
}

template <class V> void fields(SetOpacity& c, V& v) {
    v("layer", c.layer);
    v("opacity", c.opacity);
}

template <class V> void fields(SetBasemap& c, V& v) {
    v("path", c.path);
    v("opacity", c.opacity);
}

template <class V> void fields(CompareWith& c, V& v) {
    v("date", c.date);
    v("scenario", c.scenario);
}

template <class V> void fields(SetTitle& c, V& v) {
    v("title", c.title);
}

template <class V> void fields(SetProfile& c, V& v) {
    v("profile", c.profile);
}

template <class V> void fields(SetBands& c, V& v) {
    v("table", c.table);
    v("required", c.required);
}

template <class V> void fields(SetClassWeight& c, V& v) {
    v("class", c.site_class);
    v("weight", c.weight);
}

template <class V> void fields(SetCrimeWeight& c, V& v) {
    v("indicator", c.indicator);
    v("weight", c.weight);
}

template <class V> void fields(SetTermRule& c, V& v) {
    v("subject", c.subject);
    v("from", c.from);
    v("rule", c.rule);
}

template <class V> void fields(SetForce& c, V& v) {
    v("commune", c.commune);
    v("force", c.force);
}

template <class V> void fields(PutCamera& c, V& v) {
    registry::Camera& k = c.camera;
    v("id", k.id);
    v("authorisation", k.authorisation);
    v("commune", k.commune);
    v("type", k.type);
    v("state", k.state);
    v("location", k.location);
    v("position", k.position);
    v("azimuths", k.azimuths_deg);
    v("field", k.field_of_view_deg);
    v("range", k.range_m);
    v("min-range", k.min_range_m);
    v("height", k.height_m);
    v("tilt", k.tilt_deg);
    v("vertical-field", k.vertical_field_deg);
    v("width-px", k.width_px);
    v("focal", k.focal_mm);
    v("sensor", k.sensor_width_mm);
    v("public-road", k.is_public_road);
    v("holder", k.holder);
    v("source", k.source);
}

template <class V> void fields(MoveCamera& c, V& v) {
    v("id", c.id);
    v("to", c.to);
}

template <class V> void fields(MountCamera& c, V& v) {
    v("id", c.id);
}

template <class V> void fields(AimCamera& c, V& v) {
    v("id", c.id);
    v("azimuth", c.azimuth_deg);
    v("field", c.field_of_view_deg);
    v("range", c.range_m);
}

template <class V> void fields(RemoveCamera& c, V& v) {
    v("id", c.id);
}

template <class V> void fields(PutSite& c, V& v) {
    domain::Site& s = c.site;
    v("id", s.id);
    v("name", s.name);
    v("class", s.site_class);
    v("commune", s.commune);
    v("position", s.position);
    v("weight", s.weight);
    v("address", s.address);
    v("source", s.source);
}

template <class V> void fields(RemoveSite& c, V& v) {
    v("id", c.id);
}

template <class V> void fields(PinSite& c, V& v) {
    v("id", c.id);
    v("pinned", c.is_pinned);
}

template <class V> void fields(ForbidSite& c, V& v) {
    v("id", c.id);
    v("forbidden", c.is_forbidden);
}

template <class V> void fields(SetPlan& c, V& v) {
    v("count", c.count);
    v("budget", c.budget_eur);
    v("target", c.target_share);
    v("backup", c.backup_share);
    v("floors", c.floors);
    v("phases", c.phases);
    v("candidates", c.candidates);
    v("mesh", c.mesh_m);
    v("spacing", c.spacing_m);
    v("views", c.has_views);
    v("horizon", c.horizon);
    v("type", c.camera_type);
    v("link", c.link);
    v("year", c.year);
    v("police-only", c.is_police_only);
    v("first-level", c.first_level_communes);
    v("second-level", c.second_level_communes);
}

template <class V> void fields(CopyScenario& c, V& v) {
    v("name", c.name);
}

template <class V> void fields(ChooseScenario& c, V& v) {
    v("name", c.name);
}

template <class V> void fields(RemoveScenario& c, V& v) {
    v("name", c.name);
}

template <class V> void fields(PutCandidate& c, V& v) {
    domain::Candidate& k = c.candidate;
    v("id", k.id);
    v("name", k.name);
    v("kind", k.kind);
    v("commune", k.commune);
    v("position", k.position);
    v("cost", k.cost_eur);
    v("cameras", k.cameras);
    v("type", k.camera_type);
    v("link", k.link);
    v("reach", k.reach_m);
    v("azimuth", k.azimuth_deg);
    v("field", k.field_of_view_deg);
    v("height", k.height_m);
    v("source", k.source);
}

template <class V> void fields(RemoveCandidate& c, V& v) {
    v("id", c.id);
}

template <class V> void fields(PutFundingRule& c, V& v) {
    v("row", c.row);
    v("financer", c.financer);
    v("first", c.first_year);
    v("last", c.last_year);
    v("departement", c.departement);
    v("rate", c.rate);
    v("per-camera", c.per_camera_eur);
    v("ceiling", c.ceiling_eur);
    v("minimum", c.least_cost_eur);
    v("source", c.source);
    v("most-aid", c.most_aid_eur);
    v("most-aid-commune", c.most_aid_commune_eur);
    v("most-aid-period", c.most_aid_period_eur);
}

template <class V> void fields(RemoveFundingRule& c, V& v) {
    v("row", c.row);
}

template <class V> void fields(SetPrice& c, V& v) {
    v("type", c.camera_type);
    v("link", c.link);
    v("cost", c.cost_eur);
    v("aside", c.aside_eur);
    v("source", c.source);
    v("row", c.row);
    v("reach", c.reach_m);
}

template <class V> void fields(RemovePrice& c, V& v) {
    v("row", c.row);
}

template <class V> void fields(PutPerimeter& c, V& v) {
    v("id", c.id);
    v("name", c.name);
    v("outline", c.outline);
}

template <class V> void fields(RemovePerimeter& c, V& v) {
    v("id", c.id);
}

template <class V> void fields(SetWeights& c, V& v) {
    v("inhabitant", c.inhabitant);
    v("qpv", c.qpv_factor);
    v("crime-cap", c.crime_cap);
    v("motorway", c.motorway_km);
    v("national", c.national_km);
    v("departmental", c.departmental_km);
    v("reach", c.reach_m);
    v("site-cost", c.site_cost_eur);
}

template <class V> void fields(SpreadInhabitants& c, V& v) {
    v("mesh", c.mesh_m);
    v("police-only", c.is_police_only);
}

template <class V> void fields(ShowPlanLines& c, V& v) {
    v("lines", c.lines);
}

template <class V> void fields(CompareScenarios&, V&) {}

template <class V> void fields(RemoveSelection&, V&) {}

template <class V> void fields(MoveSelection& c, V& v) {
    v("by", c.by);
}

template <class V> void fields(Undo&, V&) {}

template <class V> void fields(Redo&, V&) {}

template <class V> void fields(Select& c, V& v) {
    v("kind", c.kind);
    v("id", c.id);
}

template <class V> void fields(ToggleSelected& c, V& v) {
    v("kind", c.kind);
    v("id", c.id);
}

template <class V> void fields(SelectInside& c, V& v) {
    v("kind", c.kind);
    v("outline", c.outline);
}

template <class V> void fields(ZoomTo& c, V& v) {
    v("box", c.box);
}

template <class V> void fields(Open& c, V& v) {
    v("path", c.path);
    v("outside", c.reads_outside);
}

template <class V> void fields(Recover& c, V& v) {
    v("copy", c.copy);
    v("original", c.original);
    v("outside", c.reads_outside);
}

template <class V> void fields(Save& c, V& v) {
    v("path", c.path);
}

template <class V> void fields(NewProject& c, V& v) {
    v("date", c.date);
}

template <class V> void fields(NewExample&, V&) {}

template <class V> void fields(Import& c, V& v) {
    v("kind", c.kind);
    v("file", c.file);
    v("layer", c.layer);
    v("encoding", c.encoding);
    v("epsg", c.epsg);
    v("class", c.options.site_class);
    v("azimuths", c.options.azimuth_convention);
    v("attribution", c.options.attribution);
    v("replaces", c.options.replaces);
    v("map", c.options.columns);
}

template <class V> void fields(Rank& c, V& v) {
    v("seconds", c.seconds);
    v("gap", c.gap);
}

template <class V> void fields(Export& c, V& v) {
    v("what", c.what);
    v("path", c.path);
}

template <class V> void fields(map::Render& c, V& v) {
    v("path", c.path);
    v("width", c.width);
    v("height", c.height);
}

template <class V> void fields(SaveLog& c, V& v) {
    v("path", c.path);
}

constexpr std::array<std::string_view, std::variant_size_v<AnyCommand>> kNames = {"set-date",
                                                                                  "set-indicator",
                                                                                  "show-layer",
                                                                                  "set-dark",
                                                                                  "set-opacity",
                                                                                  "set-basemap",
                                                                                  "compare-with",
                                                                                  "set-title",
                                                                                  "set-profile",
                                                                                  "set-bands",
                                                                                  "set-class-weight",
                                                                                  "set-crime-weight",
                                                                                  "set-term-rule",
                                                                                  "set-force",
                                                                                  "put-camera",
                                                                                  "move-camera",
                                                                                  "mount-camera",
                                                                                  "aim-camera",
                                                                                  "remove-camera",
                                                                                  "put-site",
                                                                                  "remove-site",
                                                                                  "pin-site",
                                                                                  "forbid-site",
                                                                                  "remove-selection",
                                                                                  "move-selection",
                                                                                  "set-plan",
                                                                                  "copy-scenario",
                                                                                  "choose-scenario",
                                                                                  "remove-scenario",
                                                                                  "put-candidate",
                                                                                  "remove-candidate",
                                                                                  "put-funding-rule",
                                                                                  "remove-funding-rule",
                                                                                  "set-price",
                                                                                  "remove-price",
                                                                                  "put-perimeter",
                                                                                  "remove-perimeter",
                                                                                  "set-weights",
                                                                                  "spread-inhabitants",
                                                                                  "show-plan-lines",
                                                                                  "compare-scenarios",
                                                                                  "undo",
                                                                                  "redo",
                                                                                  "select",
                                                                                  "toggle-selected",
                                                                                  "select-inside",
                                                                                  "zoom-to",
                                                                                  "open",
                                                                                  "recover",
                                                                                  "save",
                                                                                  "new-project",
                                                                                  "new-example",
                                                                                  "import",
                                                                                  "rank",
                                                                                  "export",
                                                                                  "render",
                                                                                  "save-log"};

struct Writer {
    std::string text;

    template <class T> void operator()(std::string_view name, const T& value) {
        text += ' ' + std::string(name) + '=' + quote(write(value));
    }

    template <class T> void operator()(std::string_view name, const std::optional<T>& value) {
        if (value) {
            (*this)(name, *value);
        }
    }

    void operator()(std::string_view name, const intake::ColumnMap& columns) {
        std::vector<std::string> parts;
        for (const auto& [role, column] : columns) {
            parts.push_back(role + ':' + column);
        }
        if (!parts.empty()) {
            (*this)(name, join(parts, "|"));
        }
    }
};

struct Reader {
    std::map<std::string, std::string, std::less<>> values;

    template <class T> void operator()(std::string_view name, T& value) {
        if (const auto it = values.find(name); it != values.end()) {
            read(name, it->second, value);
            values.erase(it);
        }
    }

    template <class T> void operator()(std::string_view name, std::optional<T>& value) {
        if (values.contains(name)) {
            T plain{};
            (*this)(name, plain);
            value = plain;
        }
    }

    void operator()(std::string_view name, intake::ColumnMap& columns) {
        std::string text;
        (*this)(name, text);
        for (const std::string& part : split(text, '|')) {
            const std::size_t colon = part.find(':');
            if (colon != std::string::npos) {
                columns[part.substr(0, colon)] = part.substr(colon + 1);
            } else if (!part.empty()) {
                refuse(name, text, "role:colonne|role:colonne");
            }
        }
    }
};

/// Looks at each field of a command.
struct Door {
    template <class T> void operator()(std::string_view name, const T& value) { look(name, value); }

  private:
    template <class T> static void look(std::string_view, const T&) {} // words, flags, counts

    static void look(std::string_view name, const std::string& text) { maillage::require_clean(name, text); }

    static void look(std::string_view name, double number) {
        if (!(std::abs(number) <= geo::kLargestNumber)) {
            refuse(name, write(number), "nombre");
        }
    }

    static void look(std::string_view name, Date date) {
        if (!geo::is_plausible(date)) {
            refuse(name, write(date), fmt::format("date de {} à {}", geo::kFirstYear, geo::kLastYear));
        }
    }

    static void look(std::string_view name, geo::Point point) {
        if (!geo::is_plausible(point)) {
            refuse(name, write(point), "x,y en mètres");
        }
    }

    static void look(std::string_view name, const geo::Ring& ring) {
        for (const geo::Point p : ring) {
            look(name, p);
        }
    }

    static void look(std::string_view name, const geo::Box& box) {
        if (!box.is_empty()) {
            look(name, box.min);
            look(name, box.max);
        }
    }

    static void look(std::string_view name, const std::vector<double>& numbers) {
        for (const double number : numbers) {
            look(name, number);
        }
    }

    static void look(std::string_view name, const intake::ColumnMap& columns) {
        for (const auto& [role, column] : columns) {
            look(name, role);
            look(name, column);
        }
    }

    template <class T> static void look(std::string_view name, const std::optional<T>& value) {
        if (value) {
            look(name, *value);
        }
    }
};

/// Words separated by blanks; quotes hold blanks together, a backslash takes the next character as it is.
std::vector<std::string> words(std::string_view line) {
    std::vector<std::string> out;
    bool is_open = false;
    bool has_word = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        if (!is_open && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) {
            has_word = false;
            continue;
        }
        if (!has_word) {
            out.emplace_back();
            has_word = true;
        }
        if (c == '"') {
            is_open = !is_open;
        } else if (is_open && c == '\\' && i + 1 < line.size()) {
            const char next = line[++i];
            out.back() += next == 'n' ? '\n' : next == 'r' ? '\r' : next;
        } else {
            out.back() += c;
        }
    }
    if (is_open) {
        throw InputError("guillemet non fermé : " + std::string(line));
    }
    return out;
}

template <std::size_t I = 0> Command make(std::size_t index) {
    if constexpr (I < std::variant_size_v<AnyCommand>) {
        return index == I ? Command(std::in_place_index<I>) : make<I + 1>(index);
    } else {
        throw Error("no such command");
    }
}

} // namespace

bool Import::operator==(const Import& o) const {
    return kind == o.kind && file == o.file && layer == o.layer && encoding == o.encoding && epsg == o.epsg &&
           options.columns == o.options.columns && options.source == o.options.source &&
           options.site_class == o.options.site_class &&
           options.azimuth_convention == o.options.azimuth_convention &&
           options.attribution == o.options.attribution && options.replaces == o.options.replaces;
}

std::string to_text(const Command& command) {
    Writer writer{std::string(kNames.at(command.index()))};
    std::visit([&](auto copy) { fields(copy, writer); }, command);
    return writer.text;
}

void require_clean(const Command& command) {
    std::visit(
        [](auto copy) {
            Door door;
            fields(copy, door);
        },
        command);
}

Command parse_command(std::string_view line) {
    const std::vector<std::string> parts = words(line);
    if (parts.empty()) {
        throw InputError("commande vide");
    }
    const auto name = std::ranges::find(kNames, parts[0]);
    if (name == kNames.end()) {
        throw InputError("commande inconnue : " + parts[0]);
    }
    Reader reader;
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::size_t equals = parts[i].find('=');
        if (equals == std::string::npos) {
            throw InputError("« " + parts[i] + " » : nom=valeur attendu");
        }
        reader.values[parts[i].substr(0, equals)] = parts[i].substr(equals + 1);
    }
    Command command = make(static_cast<std::size_t>(name - kNames.begin()));
    std::visit([&](auto& c) { fields(c, reader); }, command);
    if (!reader.values.empty()) {
        throw InputError(parts[0] + " : « " + reader.values.begin()->first + " » n'est pas connu");
    }
    return command;
}

bool is_long(const Command& command) {
    return std::holds_alternative<Open>(command) || std::holds_alternative<Recover>(command) ||
           std::holds_alternative<Save>(command) || std::holds_alternative<NewExample>(command) ||
           std::holds_alternative<Import>(command) || std::holds_alternative<Rank>(command) ||
           std::holds_alternative<CompareScenarios>(command) || std::holds_alternative<Export>(command) ||
           std::holds_alternative<map::Render>(command) || std::holds_alternative<SaveLog>(command);
}

} // namespace maillage::session
