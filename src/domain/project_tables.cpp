#include "domain/project_tables.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "geo/crs.h"
#include "geo/door.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <concepts>
#include <functional>
#include <unordered_set>
#include <utility>

namespace maillage::domain {
namespace {

using geo::ColumnType;
using geo::Value;

constexpr std::string_view kFormat = "1"; ///< raised when an older maillage could no longer read the tables

/// The place of a value, for messages. Made for each row, written out only when something is wrong.
struct Where {
    std::string_view table; ///< empty: a setting
    std::string_view column;
    long row = 0; ///< 0: not of a row

    std::string text() const {
        if (table.empty()) {
            return fmt::format("réglage {}", column);
        }
        return row == 0 ? fmt::format("table {}, colonne {}", table, column)
                        : fmt::format("table {}, ligne {}, colonne {}", table, row, column);
    }
};

/// What makes no sense, whether a file says it or a command: each caller says which.
struct Unfit {
    std::string why;
};

// --- one value and back ---

/// Lists in one cell: ';' between, '\' in front of ';' and '\', "\e" for an element without letters.
std::string write_list(const std::vector<std::string>& list) {
    std::string text;
    for (std::size_t i = 0; i < list.size(); ++i) {
        text += i > 0 ? ";" : "";
        text += list[i].empty() ? "\\e" : "";
        for (const char c : list[i]) {
            text += c == ';' || c == '\\' ? "\\" : "";
            text += c;
        }
    }
    return text;
}

std::vector<std::string> read_list(const std::string& text) {
    std::vector<std::string> list;
    if (text.empty()) {
        return list;
    }
    list.emplace_back();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ';') {
            list.emplace_back();
        } else if (text[i] == '\\' && i + 1 < text.size()) {
            if (text[++i] != 'e') {
                list.back() += text[i];
            }
        } else {
            list.back() += text[i];
        }
    }
    return list;
}

std::string write_number(double number) {
    return fmt::format("{}", number);
}

double read_number(const std::string& text, const Where& where) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw InputError(fmt::format("projet abîmé : nombre illisible « {} » ({})", text, where.text()));
    }
    return number;
}

[[noreturn]] void refuse(const Where& where, const Value& value) {
    throw InputError(
        fmt::format("projet abîmé : valeur inattendue « {} » ({})", geo::to_text(value), where.text()));
}

/// How one C++ type is kept in a column. `where` names table and column in messages.
template <class T> struct Kept;

template <> struct Kept<std::string> {
    static constexpr auto kType = ColumnType::text;

    static Value write(const std::string& text) { return text.empty() ? Value() : Value(text); }

    static std::string read(const Value& value, const Where&) { return geo::to_text(value); }
};

template <> struct Kept<double> {
    static constexpr auto kType = ColumnType::real;

    static Value write(double number) { return number; }

    static double read(const Value& value, const Where& where) {
        if (const auto* real = std::get_if<double>(&value)) {
            return *real;
        }
        const auto* whole = std::get_if<std::int64_t>(&value);
        return whole != nullptr ? static_cast<double>(*whole) : (refuse(where, value), 0.0);
    }
};

template <> struct Kept<std::int64_t> {
    static constexpr auto kType = ColumnType::integer;

    static Value write(std::int64_t number) { return number; }

    static std::int64_t read(const Value& value, const Where& where) {
        const auto* whole = std::get_if<std::int64_t>(&value);
        return whole != nullptr ? *whole : (refuse(where, value), 0);
    }
};

template <> struct Kept<int> {
    static constexpr auto kType = ColumnType::integer;

    static Value write(int number) { return std::int64_t{number}; }

    static int read(const Value& value, const Where& where) {
        const std::int64_t wide = Kept<std::int64_t>::read(value, where);
        return std::in_range<int>(wide) ? static_cast<int>(wide) : (refuse(where, value), 0);
    }
};

template <> struct Kept<bool> {
    static constexpr auto kType = ColumnType::boolean;

    static Value write(bool flag) { return flag; }

    static bool read(const Value& value, const Where& where) {
        const auto flag = geo::to_bool(value);
        return flag ? *flag : (refuse(where, value), false);
    }
};

template <> struct Kept<Date> {
    static constexpr auto kType = ColumnType::date;

    static Value write(Date date) { return date; }

    static Date read(const Value& value, const Where& where) {
        const auto date = geo::to_date(value);
        return date ? *date : (refuse(where, value), Date());
    }
};

template <class T> struct Kept<std::optional<T>> {
    static constexpr auto kType = Kept<T>::kType;

    static Value write(const std::optional<T>& held) { return held ? Kept<T>::write(*held) : Value(); }

    static std::optional<T> read(const Value& value, const Where& where) {
        return std::holds_alternative<std::monostate>(value) ? std::nullopt
                                                             : std::optional(Kept<T>::read(value, where));
    }
};

template <> struct Kept<std::vector<std::string>> {
    static constexpr auto kType = ColumnType::text;

    static Value write(const std::vector<std::string>& list) {
        return Kept<std::string>::write(write_list(list));
    }

    static std::vector<std::string> read(const Value& value, const Where&) {
        return read_list(geo::to_text(value));
    }
};

template <> struct Kept<std::vector<double>> {
    static constexpr auto kType = ColumnType::text;

    static Value write(const std::vector<double>& list) {
        std::vector<std::string> parts;
        for (const double number : list) {
            parts.push_back(write_number(number));
        }
        return Kept<std::string>::write(write_list(parts));
    }

    static std::vector<double> read(const Value& value, const Where& where) {
        std::vector<double> list;
        for (const std::string& part : read_list(geo::to_text(value))) {
            list.push_back(read_number(part, where));
        }
        return list;
    }
};

/// Enumerations by a word; `read` gives nothing for another word.
template <class T> struct Words;

template <> struct Words<ForceKind> {
    static std::string write(ForceKind force) { return to_text(force); }

    static std::optional<ForceKind> read(const std::string& word) {
        const ForceKind force = parse_force(word);
        return force == ForceKind::unknown && !word.empty() ? std::nullopt : std::optional(force);
    }
};

template <> struct Words<CouncilKind> {
    static std::string write(CouncilKind kind) { return label(kind); }

    static std::optional<CouncilKind> read(const std::string& word) {
        return word == "CLSPD"   ? std::optional(CouncilKind::clspd)
               : word == "CISPD" ? std::optional(CouncilKind::cispd)
                                 : std::nullopt;
    }
};

template <> struct Words<registry::ActNature> {
    static std::string write(registry::ActNature nature) { return to_text(nature); }

    static std::optional<registry::ActNature> read(const std::string& word) {
        return registry::parse_nature(word);
    }
};

template <> struct Words<registry::LastDay> {
    static std::string write(registry::LastDay habit) { return to_text(habit); }

    static std::optional<registry::LastDay> read(const std::string& word) {
        return registry::parse_last_day(word);
    }
};

template <> struct Words<registry::ModifiedTerm> {
    static std::string write(registry::ModifiedTerm effect) { return to_text(effect); }

    static std::optional<registry::ModifiedTerm> read(const std::string& word) {
        return registry::parse_modified_term(word);
    }
};

template <> struct Words<registry::CameraType> {
    static std::string write(registry::CameraType type) { return to_text(type); }

    static std::optional<registry::CameraType> read(const std::string& word) {
        const registry::CameraType type = registry::parse_camera_type(word);
        return type == registry::CameraType::unknown && !word.empty() ? std::nullopt : std::optional(type);
    }
};

template <> struct Words<RoadClass> {
    static std::string write(RoadClass road_class) { return to_text(road_class); }

    static std::optional<RoadClass> read(const std::string& word) { return parse_road_class(word); }
};

template <> struct Words<Severity> {
    static std::string write(Severity severity) { return to_string(severity); }

    static std::optional<Severity> read(const std::string& word) {
        for (const Severity severity : {Severity::note, Severity::warning, Severity::error}) {
            if (to_string(severity) == word) {
                return severity;
            }
        }
        return std::nullopt;
    }
};

template <> struct Words<PopulationBasis> {
    static std::string write(PopulationBasis basis) {
        return basis == PopulationBasis::totale ? "totale" : "municipale";
    }

    static std::optional<PopulationBasis> read(const std::string& word) {
        return word == "totale"       ? std::optional(PopulationBasis::totale)
               : word == "municipale" ? std::optional(PopulationBasis::municipale)
                                      : std::nullopt;
    }
};

template <class T>
    requires std::is_enum_v<T>
struct Kept<T> {
    static constexpr auto kType = ColumnType::text;

    static Value write(T held) { return Kept<std::string>::write(Words<T>::write(held)); }

    static T read(const Value& value, const Where& where) {
        const auto held = Words<T>::read(geo::to_text(value));
        return held ? *held : (refuse(where, value), T());
    }
};

// --- what a value may be ---

/// Ends included.
struct Range {
    double least = -geo::kLargestNumber;
    double most = geo::kLargestNumber;
};

constexpr Range kAny{};
constexpr Range kPositive{0, geo::kLargestNumber};
constexpr Range kShare{0, 1};
constexpr Range kYear{0, 9999};
constexpr Range kLength_m{0, 1e6};
constexpr Range kTurn_deg{0, 360};
constexpr Range kHeading_deg{-3600, 3600}; ///< heads that were turned on and on
constexpr Range kReach_m{1, kFarthestReach_m};
constexpr Range kCount{0, 1e9};
constexpr Range kCents{0, 1e14};

void check_in(double number, const Range& range, const Where& where) {
    if (!(number >= range.least && number <= range.most)) { // NaN too
        throw Unfit{
            fmt::format("valeur « {} » hors de {} à {} ({})", number, range.least, range.most, where.text())};
    }
}

/// What can be neither saved nor read back.
void check_value(const std::string& text, const Range&, const Where& where) {
    if (text.find('\0') != std::string::npos || !is_valid_utf8(text)) {
        throw Unfit{fmt::format("texte qui n'est pas de l'UTF-8 ({})", where.text())};
    }
}

void check_value(const std::vector<std::string>& list, const Range& range, const Where& where) {
    for (const std::string& text : list) {
        check_value(text, range, where);
    }
}

void check_value(double number, const Range& range, const Where& where) {
    check_in(number, range, where);
}

void check_value(const std::vector<double>& list, const Range& range, const Where& where) {
    for (const double number : list) {
        check_in(number, range, where);
    }
}

template <std::integral T> void check_value(T number, const Range& range, const Where& where) {
    check_in(static_cast<double>(number), range, where);
}

/// Acts "until 9999" were once let in.
void check_value(Date date, const Range&, const Where& where) {
    const int year = static_cast<int>(date.year());
    if (!date.ok() || year < 1000 || year > 9999) {
        throw Unfit{fmt::format("date impossible ({})", where.text())};
    }
}

template <class T>
    requires std::is_enum_v<T>
void check_value(T, const Range&, const Where&) {} // `read` knows all the words

template <class T> void check_value(const std::optional<T>& held, const Range& range, const Where& where) {
    if (held) {
        check_value(*held, range, where);
    }
}

/// Finite, of this Earth, and made of as many points as its kind needs.
void check_geometry(const geo::Geometry& geometry, const Where& where) {
    const auto has = [](std::size_t least) {
        return [least](const std::vector<geo::Point>& points) { return points.size() >= least; };
    };
    bool is_whole = true;
    if (const auto* polygons = std::get_if<geo::MultiPolygon>(&geometry)) {
        is_whole = std::ranges::all_of(*polygons, [&](const geo::Polygon& polygon) {
            return has(3)(polygon.outer) && std::ranges::all_of(polygon.holes, has(3));
        });
    } else if (const auto* lines = std::get_if<geo::MultiLine>(&geometry)) {
        is_whole = std::ranges::all_of(*lines, has(2));
    }
    if (!is_whole || !geo::is_plausible(geometry)) {
        throw Unfit{fmt::format("coordonnées impossibles ou contour incomplet ({})", where.text())};
    }
}

// --- one table and back ---

template <class T> struct Field {
    geo::Column column;
    std::function<Value(const T&)> write;
    std::function<void(T&, const Value&, const Where&)> read;
    std::function<void(const T&, const Where&)> check; ///< throws Unfit
    bool is_newer = false; ///< projects of earlier versions do not have it: the value keeps its default
};

template <class T, class Member>
Field<T> field(std::string name, std::string title, Member T::*member, Range range = kAny) {
    return {
        {std::move(name), Kept<Member>::kType, std::move(title)},
        [member](const T& value) { return Kept<Member>::write(value.*member); },
        [member](T& value, const Value& held, const Where& where) {
            value.*member = Kept<Member>::read(held, where);
        },
        [member, range](const T& value, const Where& where) { check_value(value.*member, range, where); }};
}

/// A column that projects of earlier versions do not have.
template <class T> Field<T> newer(Field<T> field) {
    field.is_newer = true;
    return field;
}

/// A coordinate of a point that is not the geometry of the row.
template <class T>
Field<T> coordinate(std::string name, std::string title, geo::Point T::*member, double geo::Point::*axis) {
    return {{std::move(name), ColumnType::real, std::move(title)},
            [=](const T& value) { return Value(value.*member.*axis); },
            [=](T& value, const Value& held, const Where& where) {
                value.*member.*axis = Kept<double>::read(held, where);
            },
            [=](const T& value, const Where& where) {
                check_in(value.*member.*axis, {-geo::kFarthest_m, geo::kFarthest_m}, where);
            }};
}

template <class T>
Field<T> coordinate(std::string name, std::string title, std::optional<geo::Point> T::*member,
                    double geo::Point::*axis) {
    return {{std::move(name), ColumnType::real, std::move(title)},
            [=](const T& value) { return value.*member ? Value(*(value.*member).*axis) : Value(); },
            [=](T& value, const Value& held, const Where& where) {
                if (!std::holds_alternative<std::monostate>(held)) {
                    if (!(value.*member)) {
                        value.*member = geo::Point{};
                    }
                    *(value.*member).*axis = Kept<double>::read(held, where);
                }
            },
            [=](const T& value, const Where& where) {
                if (value.*member) {
                    check_in(*(value.*member).*axis, {-geo::kFarthest_m, geo::kFarthest_m}, where);
                }
            }};
}

bool is_nothing(const geo::Geometry& geometry) {
    return std::holds_alternative<std::monostate>(geometry);
}

template <class T> struct Schema {
    std::string name;
    std::string title;
    std::vector<Field<T>> fields;
    geo::GeometryKind geometry_kind = geo::GeometryKind::none;
    std::function<geo::Geometry(const T&)> write_geometry = {};
    std::function<bool(T&, geo::Geometry&&)> read_geometry = {}; ///< false: not of the table's kind
    std::string T::*key = nullptr; ///< tells the rows apart: never empty, never twice
    bool is_sorted = false;        ///< by the key, in the project; in the file the order then means nothing

    Schema sorted() && {
        is_sorted = true;
        return std::move(*this);
    }

    Schema keyed(std::string T::*member) && {
        key = member;
        return std::move(*this);
    }

    Schema with(geo::MultiPolygon T::*member) && {
        geometry_kind = geo::GeometryKind::polygon;
        write_geometry = [member](const T& value) {
            return (value.*member).empty() ? geo::Geometry() : geo::Geometry(value.*member);
        };
        read_geometry = [member](T& value, geo::Geometry&& held) {
            auto* shape = std::get_if<geo::MultiPolygon>(&held);
            if (shape != nullptr) {
                value.*member = std::move(*shape);
            }
            return shape != nullptr || is_nothing(held);
        };
        return std::move(*this);
    }

    Schema with(geo::Polygon T::*member) && {
        geometry_kind = geo::GeometryKind::polygon;
        write_geometry = [member](const T& value) {
            return (value.*member).outer.empty() ? geo::Geometry()
                                                 : geo::Geometry(geo::MultiPolygon{value.*member});
        };
        read_geometry = [member](T& value, geo::Geometry&& held) {
            auto* shape = std::get_if<geo::MultiPolygon>(&held);
            const bool is_one = shape != nullptr && shape->size() == 1;
            if (is_one) {
                value.*member = std::move(shape->front());
            }
            return is_one || is_nothing(held);
        };
        return std::move(*this);
    }

    Schema with(geo::Line T::*member) && {
        geometry_kind = geo::GeometryKind::line;
        write_geometry = [member](const T& value) {
            return (value.*member).empty() ? geo::Geometry() : geo::Geometry(geo::MultiLine{value.*member});
        };
        read_geometry = [member](T& value, geo::Geometry&& held) {
            auto* lines = std::get_if<geo::MultiLine>(&held);
            const bool is_one = lines != nullptr && lines->size() == 1;
            if (is_one) {
                value.*member = std::move(lines->front());
            }
            return is_one || is_nothing(held);
        };
        return std::move(*this);
    }

    Schema with(std::optional<geo::Point> T::*member) && {
        geometry_kind = geo::GeometryKind::point;
        write_geometry = [member](const T& value) {
            return value.*member ? geo::Geometry(*(value.*member)) : geo::Geometry();
        };
        read_geometry = [member](T& value, geo::Geometry&& held) {
            const auto* point = std::get_if<geo::Point>(&held);
            if (point != nullptr) {
                value.*member = *point;
            }
            return point != nullptr || is_nothing(held);
        };
        return std::move(*this);
    }

    Schema with(geo::Point T::*member) && {
        geometry_kind = geo::GeometryKind::point;
        write_geometry = [member](const T& value) { return geo::Geometry(value.*member); };
        read_geometry = [member](T& value, geo::Geometry&& held) {
            const auto* point = std::get_if<geo::Point>(&held);
            if (point != nullptr) {
                value.*member = *point;
            }
            return point != nullptr; // each row has its place
        };
        return std::move(*this);
    }
};

template <class T> geo::Table description(const Schema<T>& schema, int epsg) {
    geo::Table table;
    table.name = schema.name;
    table.title = schema.title;
    table.geometry_kind = schema.geometry_kind;
    table.epsg = schema.geometry_kind == geo::GeometryKind::none ? 0 : epsg;
    for (const Field<T>& one : schema.fields) {
        table.columns.push_back(one.column);
    }
    return table;
}

template <class T> geo::Feature write_row(const Schema<T>& schema, const T& value, std::size_t place) {
    geo::Feature feature;
    feature.values.reserve(schema.fields.size());
    for (const Field<T>& one : schema.fields) {
        feature.values.push_back(one.write(value));
    }
    if (schema.write_geometry) {
        feature.geometry = schema.write_geometry(value);
    }
    feature.row = static_cast<long>(place) + 1;
    return feature;
}

template <class T> geo::Table write_table(const Schema<T>& schema, const std::vector<T>& values, int epsg) {
    geo::Table table = description(schema, epsg);
    table.features.reserve(values.size());
    for (const T& value : values) {
        table.features.push_back(write_row(schema, value, table.features.size()));
    }
    return table;
}

geo::Table* find_table(ProjectTables& stored, const std::string& name) {
    for (geo::Table& table : stored.tables) {
        if (table.name == name) {
            return &table;
        }
    }
    return nullptr;
}

/// What the fields say, and that the rows can be told apart. Throws Unfit.
template <class T> void check_rows(const Schema<T>& schema, const std::vector<T>& values) {
    std::unordered_set<std::string_view> keys;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const long row = static_cast<long>(i) + 1;
        for (const Field<T>& one : schema.fields) {
            one.check(values[i], {schema.name, one.column.name, row});
        }
        if (schema.key == nullptr) {
            continue;
        }
        const std::string& key = values[i].*schema.key;
        if (key.empty() || !keys.insert(key).second) {
            throw Unfit{
                fmt::format("identifiant vide ou répété « {} » (table {}, ligne {})", key, schema.name, row)};
        }
    }
}

/// Takes the rows out: shapes are the bulk of a project and go where they are used.
template <class T> std::vector<T> read_table(const Schema<T>& schema, ProjectTables& stored) {
    geo::Table* table = find_table(stored, schema.name);
    if (table == nullptr) {
        throw InputError(fmt::format("projet incomplet : la table « {} » manque", schema.name));
    }
    std::vector<std::optional<std::size_t>> columns;
    for (const Field<T>& one : schema.fields) {
        const auto at = geo::find_column(*table, one.column.name);
        if (!at && !one.is_newer) {
            throw InputError(fmt::format("projet incomplet : la colonne « {} » manque dans la table « {} »",
                                         one.column.name, schema.name));
        }
        columns.push_back(at);
    }
    std::vector<geo::Feature> features = std::exchange(table->features, {});
    std::vector<T> values;
    values.reserve(features.size());
    const Value nothing;
    const auto refuse_row = [](const Unfit& unfit) {
        return InputError(fmt::format("projet abîmé : {}", unfit.why));
    };
    for (geo::Feature& feature : features) {
        T value{};
        const long row = static_cast<long>(values.size()) + 1;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i]) {
                const bool has_value = *columns[i] < feature.values.size();
                schema.fields[i].read(value, has_value ? feature.values[*columns[i]] : nothing,
                                      {schema.name, schema.fields[i].column.name, row});
            }
        }
        const Where where{schema.name, "géométrie", row};
        try {
            check_geometry(feature.geometry, where);
        } catch (const Unfit& unfit) {
            throw refuse_row(unfit);
        }
        if (schema.read_geometry && !schema.read_geometry(value, std::move(feature.geometry))) {
            throw refuse_row({fmt::format("géométrie absente ou d'un autre genre ({})", where.text())});
        }
        values.push_back(std::move(value));
    }
    try {
        check_rows(schema, values);
    } catch (const Unfit& unfit) {
        throw refuse_row(unfit);
    }
    if (schema.is_sorted) {
        std::ranges::sort(values, {}, schema.key); // rows that were added last may belong further up
    }
    return values;
}

/// A table that projects of earlier versions do not have: `otherwise` then.
template <class T>
std::vector<T> read_newer_table(const Schema<T>& schema, ProjectTables& stored, std::vector<T> otherwise) {
    return find_table(stored, schema.name) == nullptr ? std::move(otherwise) : read_table(schema, stored);
}

/// One that need not be in memory: read at once, or when somebody looks at it.
template <class T>
Shared<std::vector<T>> read_heavy_table(Schema<T> (*schema)(), ProjectTables& stored, bool is_newer) {
    const auto later = stored.later.find(schema().name);
    if (later == stored.later.end()) {
        return is_newer ? read_newer_table(schema(), stored, {}) : read_table(schema(), stored);
    }
    return Shared<std::vector<T>>::later([schema, rows = later->second, file = stored.file] {
        ProjectTables one;
        one.tables.push_back(rows());
        try {
            return read_table(schema(), one);
        } catch (const InputError& error) {
            throw InputError(fmt::format("{} : {}", file, error.what()));
        }
    });
}

// --- the tables ---

Schema<Commune> communes() {
    return Schema<Commune>{
        "communes",
        "Communes",
        {field("code", "Code INSEE", &Commune::code), field("nom", "Nom", &Commune::name),
         field("population", "Population municipale", &Commune::population, kPositive),
         field("population_totale", "Population totale", &Commune::population_total, kPositive),
         field("arrondissement", "Arrondissement", &Commune::arrondissement),
         field("epci", "SIREN de l'EPCI", &Commune::epci), field("epci_nom", "EPCI", &Commune::epci_name),
         field("force", "Force compétente", &Commune::force), field("unite", "Unité", &Commune::unit),
         field("logements", "Logements", &Commune::dwellings, kPositive),
         field("surface_km2", "Surface (km²)", &Commune::area_km2, kPositive),
         coordinate("centre_x", "Centre, x", &Commune::centre, &geo::Point::x),
         coordinate("centre_y", "Centre, y", &Commune::centre, &geo::Point::y),
         newer(field("anciens_codes", "Anciens codes INSEE", &Commune::former_codes))}}
        .with(&Commune::shape)
        .keyed(&Commune::code);
}

Schema<ForceZone> zones() {
    return Schema<ForceZone>{
        "zones_force",
        "Zones police et gendarmerie",
        {field("force", "Force compétente", &ForceZone::force), field("unite", "Unité", &ForceZone::unit),
         field("debut", "Début", &ForceZone::valid_from), field("fin", "Fin", &ForceZone::valid_to)}}
        .with(&ForceZone::shape);
}

Schema<Council> councils() {
    return Schema<Council>{"conseils",
                           "CLSPD et CISPD",
                           {field("id", "Identifiant", &Council::id), field("nom", "Nom", &Council::name),
                            field("type", "Type", &Council::kind),
                            field("membres", "Communes membres", &Council::members),
                            field("cree_le", "Créé le", &Council::created)}}
        .keyed(&Council::id);
}

Schema<Qpv> qpvs() {
    return Schema<Qpv>{"qpv",
                       "Quartiers prioritaires",
                       {field("code", "Code", &Qpv::code), field("nom", "Nom", &Qpv::name),
                        field("communes", "Communes", &Qpv::communes),
                        coordinate("point_x", "Point, x", &Qpv::point, &geo::Point::x),
                        coordinate("point_y", "Point, y", &Qpv::point, &geo::Point::y)}}
        .with(&Qpv::shape)
        .keyed(&Qpv::code);
}

Schema<registry::Authorisation> authorisations() {
    return Schema<registry::Authorisation>{
        "arretes",
        "Arrêtés d'autorisation",
        {field("id", "Identifiant", &registry::Authorisation::id),
         field("numero", "Numéro", &registry::Authorisation::number),
         field("acte", "Acte au recueil", &registry::Authorisation::act_id),
         field("nature", "Nature", &registry::Authorisation::nature),
         field("precedent", "Arrêté précédent", &registry::Authorisation::previous),
         field("titulaire", "Bénéficiaire", &registry::Authorisation::holder),
         field("type_titulaire", "Genre de bénéficiaire", &registry::Authorisation::holder_kind),
         field("adresse", "Adresse", &registry::Authorisation::address),
         field("commune", "Commune", &registry::Authorisation::commune),
         field("finalites", "Finalités", &registry::Authorisation::purposes),
         field("date_depot", "Déposé le", &registry::Authorisation::submitted),
         field("date_arrete", "Date de l'arrêté", &registry::Authorisation::decided),
         field("expire_le", "Expiration inscrite", &registry::Authorisation::stated_expiry),
         field("mise_service", "Mise en service", &registry::Authorisation::in_service),
         field("nb_int", "Caméras intérieures", &registry::Authorisation::indoor, kCount),
         field("nb_ext", "Caméras extérieures", &registry::Authorisation::outdoor, kCount),
         field("nb_vp", "Caméras sur la voie publique", &registry::Authorisation::public_road, kCount),
         field("conservation_j", "Conservation (jours)", &registry::Authorisation::retention_days, kCount),
         field("source", "Source", &registry::Authorisation::source),
         newer(field("prefecture", "Préfecture", &registry::Authorisation::prefecture))}}
        .with(&registry::Authorisation::perimeter)
        .keyed(&registry::Authorisation::id)
        .sorted();
}

Schema<registry::Camera> cameras() {
    return Schema<registry::Camera>{
        "cameras",
        "Caméras autorisées",
        {field("id", "Identifiant", &registry::Camera::id),
         field("autorisation", "Arrêté", &registry::Camera::authorisation),
         field("commune", "Commune", &registry::Camera::commune),
         field("type", "Type", &registry::Camera::type), field("etat", "État", &registry::Camera::state),
         field("lieu", "Lieu", &registry::Camera::location),
         field("azimuts", "Azimuts (nord vrai)", &registry::Camera::azimuths_deg, kHeading_deg),
         field("champ_deg", "Champ horizontal (degrés)", &registry::Camera::field_of_view_deg, kTurn_deg),
         field("portee_m", "Portée utile (m)", &registry::Camera::range_m, kLength_m),
         field("portee_min_m", "Portée minimale (m)", &registry::Camera::min_range_m, kLength_m),
         field("hauteur_m", "Hauteur (m)", &registry::Camera::height_m, kLength_m),
         field("inclinaison_deg", "Inclinaison (degrés)", &registry::Camera::tilt_deg, {-360, 360}),
         field("champ_vertical_deg", "Champ vertical (degrés)", &registry::Camera::vertical_field_deg,
               kTurn_deg),
         field("largeur_px", "Résolution (pixels)", &registry::Camera::width_px, kCount),
         field("focale_mm", "Focale (mm)", &registry::Camera::focal_mm, kLength_m),
         field("capteur_mm", "Capteur (mm)", &registry::Camera::sensor_width_mm, kLength_m),
         field("voie_publique", "Voie publique", &registry::Camera::is_public_road),
         field("exploitant", "Exploitant", &registry::Camera::holder),
         field("source", "Source", &registry::Camera::source)}}
        .with(&registry::Camera::position)
        .keyed(&registry::Camera::id)
        .sorted();
}

Schema<Site> sites() {
    return Schema<Site>{
        "sites",
        "Sites à couvrir",
        {field("id", "Identifiant", &Site::id), field("nom", "Nom", &Site::name),
         field("classe", "Classe", &Site::site_class), field("commune", "Commune", &Site::commune),
         field("poids", "Poids", &Site::weight, kPositive), field("adresse", "Adresse", &Site::address),
         field("source", "Source", &Site::source)}}
        .with(&Site::position)
        .keyed(&Site::id)
        .sorted();
}

Schema<PopulationCell> cells() {
    return Schema<PopulationCell>{"carreaux",
                                  "Carreaux de population",
                                  {field("id", "Identifiant", &PopulationCell::id),
                                   field("habitants", "Habitants", &PopulationCell::inhabitants, kPositive),
                                   field("impute", "Valeur imputée", &PopulationCell::is_imputed),
                                   field("commune", "Commune", &PopulationCell::commune)}}
        .with(&PopulationCell::centre)
        .keyed(&PopulationCell::id);
}

Schema<Building> buildings() {
    return Schema<Building>{"batiments",
                            "Bâtiments",
                            {field("id", "Identifiant", &Building::id),
                             field("hauteur_m", "Hauteur (m)", &Building::height_m, kLength_m),
                             field("origine_hauteur", "Origine de la hauteur", &Building::height_source),
                             field("habitation", "Habitation", &Building::is_dwelling)}}
        .with(&Building::shape);
}

Schema<Road> roads() {
    return Schema<Road>{"routes",
                        "Routes classées",
                        {field("id", "Identifiant", &Road::id), field("nom", "Numéro ou nom", &Road::name),
                         field("classe", "Classement", &Road::road_class),
                         field("source", "Source", &Road::source)}}
        .with(&Road::line);
}

Schema<Parcel> parcels() {
    return Schema<Parcel>{"parcelles", "Parcelles", {field("id", "Identifiant", &Parcel::id)}}.with(
        &Parcel::shape);
}

Schema<CrimeFigure> crime() {
    return {"delinquance",
            "Délinquance enregistrée",
            {field("commune", "Commune", &CrimeFigure::commune),
             field("indicateur", "Indicateur", &CrimeFigure::indicator),
             field("annee", "Année", &CrimeFigure::year, kYear),
             field("taux", "Taux pour mille", &CrimeFigure::rate, kPositive),
             field("faits", "Faits", &CrimeFigure::facts, kPositive),
             field("diffuse", "Diffusé", &CrimeFigure::is_published)}};
}

Schema<Source> sources() {
    return {"sources",
            "Sources",
            {field("genre", "Genre", &Source::kind), field("fichier", "Fichier", &Source::file),
             field("couche", "Couche", &Source::layer), field("note", "Note", &Source::note),
             field("mention", "Mention", &Source::attribution),
             field("lignes", "Lignes", &Source::rows, kPositive),
             field("fictif", "Exemple fictif", &Source::is_fictitious),
             newer(field("origine", "Origine", &Source::origin))}};
}

Schema<Finding> findings() {
    return {"anomalies",
            "Anomalies",
            {field("gravite", "Gravité", &Finding::severity), field("fichier", "Fichier", &Finding::source),
             field("ligne", "Ligne", &Finding::row, kPositive), field("colonne", "Colonne", &Finding::column),
             field("message", "Message", &Finding::message)}};
}

Schema<Scenario> scenarios() {
    return Schema<Scenario>{
        "scenarios",
        "Scénarios",
        {field("nom", "Nom", &Scenario::name),
         field("nombre", "Nombre de sites", &Scenario::count, kPositive),
         field("budget_eur", "Budget (€)", &Scenario::budget_eur, kPositive),
         field("imposes", "Sites imposés", &Scenario::pinned),
         field("interdits", "Sites interdits", &Scenario::forbidden),
         newer(field("part_visee", "Part du poids à atteindre", &Scenario::target_share, kShare)),
         newer(field("part_double", "Part gagnée par une seconde vue", &Scenario::backup_share, kShare)),
         newer(field("planchers", "Planchers", &Scenario::floors)),
         newer(field("phases", "Budget par année", &Scenario::phases)),
         newer(field("candidats", "Candidats", &Scenario::candidates)),
         newer(field("maille_m", "Maille (m)", &Scenario::mesh_m, {0, 1e6})),
         newer(field("ecart_m", "Écart entre lieux trouvés (m)", &Scenario::spacing_m, {0, 100'000})),
         newer(field("vues", "Vues derrière le bâti", &Scenario::has_views)),
         newer(field("horizon", "Échéances jusqu'au", &Scenario::horizon)),
         newer(field("type_camera", "Type de caméra", &Scenario::camera_type)),
         newer(field("liaison", "Liaison", &Scenario::link)),
         newer(field("annee", "Année des règles", &Scenario::year, kYear)),
         newer(field("zone_police", "Sites en zone police seulement", &Scenario::is_police_only)),
         newer(field("communes_1", "Communes prioritaires", &Scenario::first_level_communes, kPositive)),
         newer(field("communes_2", "Communes secondaires", &Scenario::second_level_communes, kPositive))}}
        .keyed(&Scenario::name);
}

Schema<Candidate> candidates() {
    return Schema<Candidate>{
        "candidats",
        "Sites candidats",
        {field("id", "Identifiant", &Candidate::id), field("nom", "Nom", &Candidate::name),
         field("genre", "Genre", &Candidate::kind), field("commune", "Commune", &Candidate::commune),
         field("cout_eur", "Coût (€ HT)", &Candidate::cost_eur, kPositive),
         field("cameras", "Caméras", &Candidate::cameras, kCount),
         field("type_camera", "Type de caméra", &Candidate::camera_type),
         field("liaison", "Liaison", &Candidate::link),
         newer(field("portee_m", "Portée (m)", &Candidate::reach_m, kReach_m)),
         newer(field("azimut_deg", "Direction (degrés)", &Candidate::azimuth_deg, {-360, 360})),
         newer(field("champ_deg", "Ouverture (degrés)", &Candidate::field_of_view_deg, {1, 360})),
         newer(field("hauteur_m", "Hauteur (m)", &Candidate::height_m, {0, 1000})),
         field("source", "Source", &Candidate::source)}}
        .with(&Candidate::position)
        .keyed(&Candidate::id)
        .sorted();
}

Schema<Perimeter> perimeters() {
    return Schema<Perimeter>{"perimetres",
                             "Périmètres du schéma",
                             {field("id", "Identifiant", &Perimeter::id),
                              field("nom", "Nom", &Perimeter::name),
                              field("source", "Source", &Perimeter::source)}}
        .with(&Perimeter::shape)
        .keyed(&Perimeter::id)
        .sorted();
}

Schema<EquipmentPrice> prices() {
    return {"prix",
            "Prix d'une caméra installée",
            {field("type_camera", "Type de caméra", &EquipmentPrice::camera_type),
             field("liaison", "Liaison", &EquipmentPrice::link),
             field("cout_eur", "Coût (€ HT)", &EquipmentPrice::cost_eur, kPositive),
             field("hors_aide_eur", "dont hors assiette (€ HT)", &EquipmentPrice::aside_eur, kPositive),
             newer(field("portee_m", "Portée (m)", &EquipmentPrice::reach_m, kReach_m)),
             field("source", "Source", &EquipmentPrice::source)}};
}

Schema<FundingRule> funding_rules() {
    return {
        "financements",
        "Règles de financement",
        {field("financeur", "Financeur", &FundingRule::financer),
         field("annee_debut", "Première année", &FundingRule::first_year, kYear),
         field("annee_fin", "Dernière année", &FundingRule::last_year, kYear),
         field("departement", "Département", &FundingRule::departement),
         field("taux_pb", "Taux (centièmes de %)", &FundingRule::rate_bp, {0, 10'000}),
         field("plafond_camera_c", "Plafond par caméra (centimes)", &FundingRule::ceiling_per_camera, kCents),
         field("plafond_projet_c", "Plafond par projet (centimes)", &FundingRule::ceiling, kCents),
         field("cout_minimal_c", "Coût minimal (centimes)", &FundingRule::least_cost, kCents),
         field("source", "Source", &FundingRule::source),
         newer(field("aide_projet_c", "Aide au plus par projet (centimes)", &FundingRule::most_aid, kCents)),
         newer(field("aide_commune_c", "Aide au plus par commune (centimes)", &FundingRule::most_aid_commune,
                     kCents)),
         newer(field("aide_periode_c", "Aide au plus sur la période (centimes)",
                     &FundingRule::most_aid_period, kCents))}};
}

Schema<CouncilThreshold> thresholds() {
    return {"seuils_clspd",
            "Seuils du CLSPD",
            {field("depuis", "Depuis le", &CouncilThreshold::from),
             field("plus_de", "Plus de (habitants)", &CouncilThreshold::above, kPositive)}};
}

using LastDayRow = std::pair<Date, registry::LastDay>;
using ModificationRow = std::pair<Date, registry::ModifiedTerm>;

Schema<LastDayRow> last_days() {
    return {"dernier_jour",
            "Dernier jour d'un arrêté",
            {field("depuis", "Arrêtés pris depuis le", &LastDayRow::first),
             field("regle", "Règle (quantieme ou veille)", &LastDayRow::second)}};
}

Schema<ModificationRow> modifications() {
    return {"effet_modification",
            "Effet d'une modification sur l'échéance",
            {field("depuis", "Arrêtés pris depuis le", &ModificationRow::first),
             field("regle", "Règle (repart, garde ou indecis)", &ModificationRow::second)}};
}

Schema<CameraAssumption> assumptions() {
    return {
        "hypotheses_cameras",
        "Hypothèses sur les caméras",
        {field("type", "Type", &CameraAssumption::type),
         field("portee_basse_m", "Portée basse (m)", &CameraAssumption::range_low_m, kLength_m),
         field("portee_centrale_m", "Portée centrale (m)", &CameraAssumption::range_central_m, kLength_m),
         field("portee_haute_m", "Portée haute (m)", &CameraAssumption::range_high_m, kLength_m),
         field("champ_deg", "Champ (degrés)", &CameraAssumption::field_of_view_deg, kTurn_deg),
         newer(field("image_deg", "Champ de l'image (degrés)", &CameraAssumption::picture_deg, kTurn_deg)),
         newer(field("champ_bas_deg", "Champ, au moins (degrés)", &CameraAssumption::least_field_deg,
                     kTurn_deg)),
         newer(field("champ_haut_deg", "Champ, au plus (degrés)", &CameraAssumption::most_field_deg,
                     kTurn_deg))}};
}

Schema<DensityBand> bands() {
    return Schema<DensityBand>{"densites_image",
                               "Densités d'image",
                               {field("cle", "Clé", &DensityBand::key),
                                field("libelle", "Libellé", &DensityBand::label),
                                field("px_par_m", "Pixels par mètre", &DensityBand::px_per_m, kPositive)}}
        .keyed(&DensityBand::key);
}

Schema<SiteClass> site_classes() {
    return Schema<SiteClass>{"classes_de_sites",
                             "Classes de sites",
                             {field("cle", "Clé", &SiteClass::key),
                              field("libelle", "Libellé", &SiteClass::label),
                              field("poids", "Poids", &SiteClass::weight, kPositive)}}
        .keyed(&SiteClass::key);
}

Schema<CrimeWeight> crime_weights() {
    return Schema<CrimeWeight>{"poids_delinquance",
                               "Poids de la délinquance",
                               {field("indicateur", "Indicateur", &CrimeWeight::indicator),
                                field("poids", "Poids", &CrimeWeight::weight, kPositive)}}
        .keyed(&CrimeWeight::indicator);
}

// --- settings ---

std::string needed(const std::map<std::string, std::string>& settings, const std::string& key) {
    const auto it = settings.find(key);
    if (it == settings.end()) {
        throw InputError(fmt::format("projet incomplet : le réglage « {} » manque", key));
    }
    return it->second;
}

/// Bounds of each number among the settings, whether a file or a command says it.
Range range_of(std::string_view key) {
    static constexpr std::pair<std::string_view, Range> kRanges[] = {
        {"plafond_delinquance", {1, 1e6}}, {"part_projet_commune", kShare}, {"plafond_aides_pb", {0, 10'000}},
        {"portee_candidat_m", kLength_m},  {"hauteur_cible_m", kLength_m},  {"territoire_millesime", kYear},
        {"territoire_epsg", {0, 1e6}},     {"relief_epsg", {0, 1e6}}};
    const auto* const it = std::ranges::find(kRanges, key, &std::pair<std::string_view, Range>::first);
    return it == std::end(kRanges) ? kPositive : it->second;
}

double needed_number(const std::map<std::string, std::string>& settings, const std::string& key) {
    const Where where{{}, key};
    const double number = read_number(needed(settings, key), where);
    try {
        check_in(number, range_of(key), where);
    } catch (const Unfit& unfit) {
        throw InputError(fmt::format("projet abîmé : {}", unfit.why));
    }
    return number;
}

int needed_int(const std::map<std::string, std::string>& settings, const std::string& key) {
    const double number = needed_number(settings, key);
    if (number != std::floor(number)) {
        throw InputError(fmt::format("projet abîmé : réglage « {} » illisible", key));
    }
    return static_cast<int>(number);
}

bool needed_flag(const std::map<std::string, std::string>& settings, const std::string& key) {
    const std::string& word = needed(settings, key);
    if (word != "oui" && word != "non") {
        throw InputError(fmt::format("projet abîmé : réglage « {} » illisible", key));
    }
    return word == "oui";
}

void write_settings(const Project& project, std::map<std::string, std::string>& out) {
    const Settings& settings = project.settings;
    const Territory& territory = *project.territory;
    out = {{"format", std::string(kFormat)},
           {"titre", project.title},
           {"date_reference", to_iso(settings.reference_date)},
           {"base_population", Words<PopulationBasis>::write(settings.population_basis)},
           {"plafond_delinquance", write_number(settings.crime_cap)},
           {"facteur_qpv", write_number(settings.qpv_factor)},
           {"poids_habitant", write_number(settings.inhabitant_weight)},
           {"poids_autoroute_km", write_number(settings.road_weights.motorway)},
           {"poids_nationale_km", write_number(settings.road_weights.national)},
           {"poids_departementale_km", write_number(settings.road_weights.departmental)},
           {"portee_candidat_m", write_number(settings.candidate_reach_m)},
           {"cout_site_eur", write_number(settings.site_cost_eur)},
           {"hauteur_cible_m", write_number(settings.target_height_m)},
           {"plafond_aides_pb", std::to_string(settings.funding.aid_cap_bp)},
           {"part_projet_commune", write_number(settings.commune_project_share)},
           {"profil", to_text(settings.profile)},
           {"pixels_bas", write_number(settings.pixels.low)},
           {"pixels_centre", write_number(settings.pixels.central)},
           {"pixels_haut", write_number(settings.pixels.high)},
           {"table_densites", settings.density_table},
           {"densite_requise", settings.required_band},
           {"relief_fichier", project.elevation.file},
           {"relief_epsg", std::to_string(project.elevation.epsg)},
           {"relief_empreinte", project.elevation.checksum},
           {"territoire_departement", territory.departement},
           {"territoire_nom", territory.name},
           {"territoire_millesime", std::to_string(territory.vintage)},
           {"territoire_epsg", std::to_string(territory.epsg)},
           {"territoire_contours_approches", territory.has_approximate_contours ? "oui" : "non"},
           {"territoire_source", territory.source}};
}

/// What one row cannot tell.
void check_meaning(const Settings& settings) {
    const std::string& band = settings.required_band;
    if (!band.empty() && std::ranges::find(settings.bands, band, &DensityBand::key) == settings.bands.end()) {
        throw InputError(
            fmt::format("projet abîmé : densité requise inconnue « {} » (réglage densite_requise)", band));
    }
    for (std::size_t i = 0; i < settings.prices.size(); ++i) {
        if (settings.prices[i].aside_eur > settings.prices[i].cost_eur) {
            throw InputError(fmt::format("projet abîmé : part hors assiette plus grande que le coût (table "
                                         "prix, ligne {}, colonne hors_aide_eur)",
                                         i + 1));
        }
    }
    for (std::size_t i = 0; i < settings.funding.rules.size(); ++i) {
        if (settings.funding.rules[i].first_year > settings.funding.rules[i].last_year) {
            throw InputError(fmt::format("projet abîmé : l'année de fin précède celle de début (table "
                                         "financements, ligne {}, colonne annee_fin)",
                                         i + 1));
        }
    }
}

/// Floors and phases are little sentences in a cell.
void check_meaning(const std::vector<Scenario>& scenarios) {
    for (std::size_t i = 0; i < scenarios.size(); ++i) {
        try {
            for (const std::string& floor : scenarios[i].floors) {
                parse_floor(floor);
            }
            parse_phases(scenarios[i].phases);
        } catch (const InputError& error) {
            throw InputError(
                fmt::format("projet abîmé : {} (table scenarios, ligne {})", error.what(), i + 1));
        }
    }
}

/// The word in the file; empty when there is none.
std::string stored_profile(const ProjectTables& stored) {
    const auto it = stored.settings.find("profil");
    return it == stored.settings.end() ? std::string() : it->second;
}

/// A profile that cannot be read counts as public: told, or the owner would wonder what became of the rest.
void check_profile(const ProjectTables& stored, Findings& findings) {
    const std::string word = stored_profile(stored);
    if (word != to_text(safest_profile(word))) {
        findings.push_back(
            {Severity::warning, "projet", 0, "profil",
             fmt::format("profil de diffusion illisible « {} » : compté comme « public »", word)});
    }
}

Settings read_settings(ProjectTables& stored) {
    Settings settings;
    const auto date = parse_date(needed(stored.settings, "date_reference"));
    const auto basis = Words<PopulationBasis>::read(needed(stored.settings, "base_population"));
    if (!date || !basis || !geo::is_plausible(*date)) {
        throw InputError("projet abîmé : réglage « date_reference » ou « base_population » illisible");
    }
    settings.reference_date = *date;
    settings.population_basis = *basis;
    settings.crime_cap = needed_number(stored.settings, "plafond_delinquance");
    settings.qpv_factor = needed_number(stored.settings, "facteur_qpv");
    settings.inhabitant_weight = needed_number(stored.settings, "poids_habitant");
    settings.candidate_reach_m = needed_number(stored.settings, "portee_candidat_m");
    settings.site_cost_eur = needed_number(stored.settings, "cout_site_eur");
    settings.target_height_m = needed_number(stored.settings, "hauteur_cible_m");
    settings.profile = safest_profile(stored_profile(stored));
    const Settings first = default_settings(); // what projects of earlier versions do not say
    settings.prices = read_newer_table(prices(), stored, first.prices);
    settings.funding.rules = read_newer_table(funding_rules(), stored, first.funding.rules);
    if (stored.settings.contains("plafond_aides_pb")) {
        settings.funding.aid_cap_bp = needed_int(stored.settings, "plafond_aides_pb");
    }
    if (stored.settings.contains("part_projet_commune")) {
        settings.commune_project_share = needed_number(stored.settings, "part_projet_commune");
    }
    if (stored.settings.contains("poids_autoroute_km")) {
        settings.road_weights = {needed_number(stored.settings, "poids_autoroute_km"),
                                 needed_number(stored.settings, "poids_nationale_km"),
                                 needed_number(stored.settings, "poids_departementale_km")};
    }
    if (stored.settings.contains("table_densites")) { // older projects keep the defaults
        settings.pixels = {needed_number(stored.settings, "pixels_bas"),
                           needed_number(stored.settings, "pixels_centre"),
                           needed_number(stored.settings, "pixels_haut")};
        settings.density_table = needed(stored.settings, "table_densites");
        settings.required_band = needed(stored.settings, "densite_requise");
    }
    settings.thresholds = read_table(thresholds(), stored);
    settings.terms = {read_newer_table(last_days(), stored, {}),
                      read_newer_table(modifications(), stored, {})};
    settings.assumptions = read_table(assumptions(), stored);
    const geo::Table& known = *find_table(stored, assumptions().name);
    const bool has_pictures = geo::find_column(known, "image_deg").has_value();
    const bool has_bounds = geo::find_column(known, "champ_haut_deg").has_value();
    for (CameraAssumption& row : settings.assumptions) {
        const CameraAssumption usual = assumption_for(first, row.type);
        row.picture_deg = has_pictures ? row.picture_deg : usual.picture_deg;
        row.least_field_deg = has_bounds ? row.least_field_deg : usual.least_field_deg;
        row.most_field_deg = has_bounds ? row.most_field_deg : usual.most_field_deg;
    }
    settings.bands = read_table(bands(), stored);
    settings.site_classes = read_table(site_classes(), stored);
    settings.crime_weights = read_table(crime_weights(), stored);
    check_meaning(settings);
    return settings;
}

geo::ElevationSource read_elevation(ProjectTables& stored) {
    if (!stored.settings.contains("relief_fichier")) {
        return {};
    }
    return {needed(stored.settings, "relief_fichier"), needed_int(stored.settings, "relief_epsg"),
            needed(stored.settings, "relief_empreinte")};
}

Territory read_territory(ProjectTables& stored) {
    Territory territory;
    territory.departement = needed(stored.settings, "territoire_departement");
    territory.name = needed(stored.settings, "territoire_nom");
    territory.vintage = needed_int(stored.settings, "territoire_millesime");
    territory.epsg = needed_int(stored.settings, "territoire_epsg");
    if (!geo::is_metric_crs(territory.epsg)) {
        throw InputError(fmt::format("projet abîmé : EPSG:{} n'est pas un système de coordonnées des "
                                     "départements français (réglage territoire_epsg)",
                                     territory.epsg));
    }
    for (const geo::Table& table : stored.tables) {
        if (table.geometry_kind != geo::GeometryKind::none && table.epsg != territory.epsg) {
            throw InputError(
                fmt::format("projet abîmé : la table {} est en EPSG:{}, le territoire en EPSG:{}", table.name,
                            table.epsg, territory.epsg));
        }
    }
    territory.has_approximate_contours = needed_flag(stored.settings, "territoire_contours_approches");
    territory.source = needed(stored.settings, "territoire_source");
    territory.communes = read_table(communes(), stored);
    return territory;
}

} // namespace

std::vector<std::string> heavy_tables() {
    return {cells().name, buildings().name, roads().name, parcels().name};
}

ProjectTables to_tables(const Project& project) {
    const int epsg = project.territory->epsg;
    ProjectTables out;
    write_settings(project, out.settings);
    out.tables = {write_table(communes(), project.territory->communes, epsg),
                  write_table(zones(), *project.zones, epsg),
                  write_table(qpvs(), *project.qpvs, epsg),
                  write_table(authorisations(), *project.authorisations, epsg),
                  write_table(cameras(), *project.cameras, epsg),
                  write_table(sites(), *project.sites, epsg),
                  write_table(candidates(), *project.candidates, epsg),
                  write_table(perimeters(), *project.perimeters, epsg),
                  write_table(cells(), *project.cells, epsg),
                  write_table(buildings(), *project.buildings, epsg),
                  write_table(roads(), *project.roads, epsg),
                  write_table(parcels(), *project.parcels, epsg),
                  write_table(councils(), *project.councils, epsg),
                  write_table(crime(), *project.crime, epsg),
                  write_table(sources(), *project.sources, epsg),
                  write_table(findings(), *project.findings, epsg),
                  write_table(scenarios(), project.scenarios, epsg),
                  write_table(prices(), project.settings.prices, epsg),
                  write_table(funding_rules(), project.settings.funding.rules, epsg),
                  write_table(thresholds(), project.settings.thresholds, epsg),
                  write_table(last_days(), project.settings.terms.last_day, epsg),
                  write_table(modifications(), project.settings.terms.modification, epsg),
                  write_table(assumptions(), project.settings.assumptions, epsg),
                  write_table(bands(), project.settings.bands, epsg),
                  write_table(site_classes(), project.settings.site_classes, epsg),
                  write_table(crime_weights(), project.settings.crime_weights, epsg)};
    return out;
}

Project from_tables(ProjectTables stored) {
    const std::string format = needed(stored.settings, "format");
    if (format != kFormat) {
        throw InputError(fmt::format("ce projet est au format {}, cette version de maillage lit le format {}",
                                     format, kFormat));
    }
    Project project;
    project.title = needed(stored.settings, "titre");
    project.settings = read_settings(stored);
    project.territory = read_territory(stored);
    project.zones = read_table(zones(), stored);
    project.councils = read_table(councils(), stored);
    project.qpvs = read_table(qpvs(), stored);
    project.authorisations = read_table(authorisations(), stored);
    project.cameras = read_table(cameras(), stored);
    project.sites = read_table(sites(), stored);
    project.candidates = read_newer_table(candidates(), stored, {});
    project.perimeters = read_newer_table(perimeters(), stored, {});
    project.cells = read_heavy_table(cells, stored, false);
    project.buildings = read_heavy_table(buildings, stored, false);
    project.roads = read_heavy_table(roads, stored, true);
    project.parcels = read_heavy_table(parcels, stored, true);
    project.elevation = read_elevation(stored);
    project.crime = read_table(crime(), stored);
    project.sources = read_table(sources(), stored);
    Findings found = read_table(findings(), stored);
    check_profile(stored, found);
    project.findings = std::move(found);
    project.scenarios = read_table(scenarios(), stored);
    check_meaning(project.scenarios);
    return project;
}

namespace {

/// Only what differs: a drag sends sixty projects a second.
template <class T>
void check_change(const Schema<T>& schema, const Shared<std::vector<T>>& before,
                  const Shared<std::vector<T>>& after) {
    if (!after.is_same(before)) {
        check_rows(schema, *after);
    }
}

template <class T>
void check_change(const Schema<T>& schema, const std::vector<T>& before, const std::vector<T>& after) {
    if (after != before) {
        check_rows(schema, after);
    }
}

void check_settings(const Project& project) {
    std::map<std::string, std::string> written;
    write_settings(project, written);
    for (const auto& [key, text] : written) {
        check_value(text, kAny, {{}, key});
    }
    const Settings& settings = project.settings;
    const std::pair<std::string_view, double> numbers[] = {
        {"plafond_delinquance", settings.crime_cap},
        {"facteur_qpv", settings.qpv_factor},
        {"poids_habitant", settings.inhabitant_weight},
        {"poids_autoroute_km", settings.road_weights.motorway},
        {"poids_nationale_km", settings.road_weights.national},
        {"poids_departementale_km", settings.road_weights.departmental},
        {"portee_candidat_m", settings.candidate_reach_m},
        {"cout_site_eur", settings.site_cost_eur},
        {"hauteur_cible_m", settings.target_height_m},
        {"part_projet_commune", settings.commune_project_share},
        {"pixels_bas", settings.pixels.low},
        {"pixels_centre", settings.pixels.central},
        {"pixels_haut", settings.pixels.high}};
    for (const auto& [key, number] : numbers) {
        check_in(number, range_of(key), {{}, key});
    }
    check_value(settings.reference_date, kAny, {{}, "date_reference"});
    check_meaning(settings);
}

} // namespace

void require_kept(const Project& before, const Project& after) {
    try {
        if (after.title != before.title || after.settings != before.settings) {
            check_settings(after);
        }
        if (!after.territory.is_same(before.territory)) {
            check_rows(communes(), after.territory->communes);
        }
        check_change(zones(), before.zones, after.zones);
        check_change(councils(), before.councils, after.councils);
        check_change(qpvs(), before.qpvs, after.qpvs);
        check_change(authorisations(), before.authorisations, after.authorisations);
        check_change(cameras(), before.cameras, after.cameras);
        check_change(sites(), before.sites, after.sites);
        check_change(candidates(), before.candidates, after.candidates);
        check_change(perimeters(), before.perimeters, after.perimeters);
        check_change(cells(), before.cells, after.cells);
        check_change(buildings(), before.buildings, after.buildings);
        check_change(roads(), before.roads, after.roads);
        check_change(parcels(), before.parcels, after.parcels);
        check_change(crime(), before.crime, after.crime);
        check_change(sources(), before.sources, after.sources);
        check_change(scenarios(), before.scenarios, after.scenarios);
        check_change(prices(), before.settings.prices, after.settings.prices);
        check_change(funding_rules(), before.settings.funding.rules, after.settings.funding.rules);
        check_change(thresholds(), before.settings.thresholds, after.settings.thresholds);
        check_change(assumptions(), before.settings.assumptions, after.settings.assumptions);
        check_change(bands(), before.settings.bands, after.settings.bands);
        check_change(site_classes(), before.settings.site_classes, after.settings.site_classes);
        check_change(crime_weights(), before.settings.crime_weights, after.settings.crime_weights);
    } catch (const Unfit& unfit) {
        throw InputError(unfit.why);
    }
}

namespace {

/// Both sorted by the key.
template <class T>
std::vector<geo::RowChange> changes_by_key(const Schema<T>& schema, const std::vector<T>& before,
                                           const std::vector<T>& after) {
    std::vector<geo::RowChange> rows;
    std::size_t old = 0;
    std::size_t now = 0;
    while (old < before.size() || now < after.size()) {
        const bool has_both = old < before.size() && now < after.size();
        const int order = has_both              ? (before[old].*schema.key).compare(after[now].*schema.key)
                          : old < before.size() ? -1
                                                : 1;
        if (order != 0 || !(before[old] == after[now])) {
            geo::RowChange& row = rows.emplace_back();
            if (order <= 0) {
                row.before = write_row(schema, before[old], old);
            }
            if (order >= 0) {
                row.after = write_row(schema, after[now], now);
            }
        }
        old += order <= 0 ? 1 : 0;
        now += order >= 0 ? 1 : 0;
    }
    return rows;
}

template <class T>
std::vector<geo::RowChange> changes_by_place(const Schema<T>& schema, const std::vector<T>& before,
                                             const std::vector<T>& after) {
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t head = 0;
    while (head < shorter && before[head] == after[head]) {
        ++head;
    }
    std::size_t tail = 0; // rows that follow what was taken out
    while (after.size() < before.size() && tail < shorter - head &&
           before[before.size() - 1 - tail] == after[after.size() - 1 - tail]) {
        ++tail;
    }
    std::vector<geo::RowChange> rows;
    for (std::size_t i = head; i < std::max(before.size(), after.size()) - tail; ++i) {
        const bool was = i < before.size() - tail;
        const bool is = i < after.size() - tail;
        if (was && is && before[i] == after[i]) {
            continue;
        }
        geo::RowChange& row = rows.emplace_back();
        if (was) {
            row.before = write_row(schema, before[i], i);
        }
        if (is) {
            row.after = write_row(schema, after[i], i);
        }
    }
    return rows;
}

class Changes {
  public:
    explicit Changes(int epsg) : epsg_(epsg) {}

    template <class T>
    void add(const Schema<T>& schema, const Shared<std::vector<T>>& before,
             const Shared<std::vector<T>>& after) {
        if (!after.is_same(before)) {
            add(schema, *before, *after);
        }
    }

    template <class T>
    void add(const Schema<T>& schema, const std::vector<T>& before, const std::vector<T>& after) {
        const auto is_sorted = [&](const std::vector<T>& values) {
            return std::ranges::is_sorted(values, {}, schema.key);
        };
        geo::TableChange change;
        if (schema.is_sorted && is_sorted(before) && is_sorted(after)) {
            change.key = key_column(schema);
            change.rows = changes_by_key(schema, before, after);
        } else {
            change.rows = changes_by_place(schema, before, after);
        }
        if (!change.rows.empty()) {
            change.table = description(schema, epsg_);
            change.rows_before = before.size();
            out.push_back(std::move(change));
        }
    }

    std::vector<geo::TableChange> out;

  private:
    template <class T> static std::string key_column(const Schema<T>& schema) {
        return schema.fields.front().column.name; // the identifier comes first in every sorted table
    }

    int epsg_;
};

} // namespace

ProjectChange changes(const Project& before, const Project& after) {
    ProjectChange change;
    write_settings(before, change.settings_before);
    write_settings(after, change.settings_after);
    const Settings& was = before.settings;
    const Settings& is = after.settings;
    Changes tables(after.territory->epsg);
    if (!after.territory.is_same(before.territory)) {
        tables.add(communes(), before.territory->communes, after.territory->communes);
    }
    tables.add(zones(), before.zones, after.zones);
    tables.add(qpvs(), before.qpvs, after.qpvs);
    tables.add(authorisations(), before.authorisations, after.authorisations);
    tables.add(cameras(), before.cameras, after.cameras);
    tables.add(sites(), before.sites, after.sites);
    tables.add(candidates(), before.candidates, after.candidates);
    tables.add(perimeters(), before.perimeters, after.perimeters);
    tables.add(cells(), before.cells, after.cells);
    tables.add(buildings(), before.buildings, after.buildings);
    tables.add(roads(), before.roads, after.roads);
    tables.add(parcels(), before.parcels, after.parcels);
    tables.add(councils(), before.councils, after.councils);
    tables.add(crime(), before.crime, after.crime);
    tables.add(sources(), before.sources, after.sources);
    tables.add(findings(), before.findings, after.findings);
    tables.add(scenarios(), before.scenarios, after.scenarios);
    tables.add(prices(), was.prices, is.prices);
    tables.add(funding_rules(), was.funding.rules, is.funding.rules);
    tables.add(thresholds(), was.thresholds, is.thresholds);
    tables.add(last_days(), was.terms.last_day, is.terms.last_day);
    tables.add(modifications(), was.terms.modification, is.terms.modification);
    tables.add(assumptions(), was.assumptions, is.assumptions);
    tables.add(bands(), was.bands, is.bands);
    tables.add(site_classes(), was.site_classes, is.site_classes);
    tables.add(crime_weights(), was.crime_weights, is.crime_weights);
    change.tables = std::move(tables.out);
    return change;
}

} // namespace maillage::domain
