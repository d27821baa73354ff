#include "domain/project_tables.h"

#include "base/error.h"
#include "base/number.h"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <utility>

namespace maillage::domain {
namespace {

using geo::ColumnType;
using geo::Value;

constexpr std::string_view kFormat = "1"; ///< raised when an older maillage could no longer read the tables

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

double read_number(const std::string& text, const std::string& where) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw InputError(fmt::format("projet abîmé : nombre illisible « {} » ({})", text, where));
    }
    return number;
}

[[noreturn]] void refuse(const std::string& where, const Value& value) {
    throw InputError(fmt::format("projet abîmé : valeur inattendue « {} » ({})", geo::to_text(value), where));
}

/// How one C++ type is kept in a column. `where` names table and column in messages.
template <class T> struct Kept;

template <> struct Kept<std::string> {
    static constexpr auto kType = ColumnType::text;

    static Value write(const std::string& text) { return text.empty() ? Value() : Value(text); }

    static std::string read(const Value& value, const std::string&) { return geo::to_text(value); }
};

template <> struct Kept<double> {
    static constexpr auto kType = ColumnType::real;

    static Value write(double number) { return number; }

    static double read(const Value& value, const std::string& where) {
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

    static std::int64_t read(const Value& value, const std::string& where) {
        const auto* whole = std::get_if<std::int64_t>(&value);
        return whole != nullptr ? *whole : (refuse(where, value), 0);
    }
};

template <> struct Kept<int> {
    static constexpr auto kType = ColumnType::integer;

    static Value write(int number) { return std::int64_t{number}; }

    static int read(const Value& value, const std::string& where) {
        return static_cast<int>(Kept<std::int64_t>::read(value, where));
    }
};

template <> struct Kept<bool> {
    static constexpr auto kType = ColumnType::boolean;

    static Value write(bool flag) { return flag; }

    static bool read(const Value& value, const std::string& where) {
        const auto flag = geo::to_bool(value);
        return flag ? *flag : (refuse(where, value), false);
    }
};

template <> struct Kept<Date> {
    static constexpr auto kType = ColumnType::date;

    static Value write(Date date) { return date; }

    static Date read(const Value& value, const std::string& where) {
        const auto date = geo::to_date(value);
        return date ? *date : (refuse(where, value), Date());
    }
};

template <class T> struct Kept<std::optional<T>> {
    static constexpr auto kType = Kept<T>::kType;

    static Value write(const std::optional<T>& held) { return held ? Kept<T>::write(*held) : Value(); }

    static std::optional<T> read(const Value& value, const std::string& where) {
        return std::holds_alternative<std::monostate>(value) ? std::nullopt
                                                             : std::optional(Kept<T>::read(value, where));
    }
};

template <> struct Kept<std::vector<std::string>> {
    static constexpr auto kType = ColumnType::text;

    static Value write(const std::vector<std::string>& list) {
        return Kept<std::string>::write(write_list(list));
    }

    static std::vector<std::string> read(const Value& value, const std::string&) {
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

    static std::vector<double> read(const Value& value, const std::string& where) {
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

    static T read(const Value& value, const std::string& where) {
        const auto held = Words<T>::read(geo::to_text(value));
        return held ? *held : (refuse(where, value), T());
    }
};

// --- one table and back ---

template <class T> struct Field {
    geo::Column column;
    std::function<Value(const T&)> write;
    std::function<void(T&, const Value&, const std::string&)> read;
    bool is_newer = false; ///< projects of earlier versions do not have it: the value keeps its default
};

template <class T, class Member> Field<T> field(std::string name, std::string title, Member T::*member) {
    return {{std::move(name), Kept<Member>::kType, std::move(title)},
            [member](const T& value) { return Kept<Member>::write(value.*member); },
            [member](T& value, const Value& held, const std::string& where) {
                value.*member = Kept<Member>::read(held, where);
            }};
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
            [=](T& value, const Value& held, const std::string& where) {
                value.*member.*axis = Kept<double>::read(held, where);
            }};
}

template <class T>
Field<T> coordinate(std::string name, std::string title, std::optional<geo::Point> T::*member,
                    double geo::Point::*axis) {
    return {{std::move(name), ColumnType::real, std::move(title)},
            [=](const T& value) { return value.*member ? Value(*(value.*member).*axis) : Value(); },
            [=](T& value, const Value& held, const std::string& where) {
                if (!std::holds_alternative<std::monostate>(held)) {
                    if (!(value.*member)) {
                        value.*member = geo::Point{};
                    }
                    *(value.*member).*axis = Kept<double>::read(held, where);
                }
            }};
}

template <class T> struct Schema {
    std::string name;
    std::string title;
    std::vector<Field<T>> fields;
    geo::GeometryKind geometry_kind = geo::GeometryKind::none;
    std::function<geo::Geometry(const T&)> write_geometry = {};
    std::function<void(T&, geo::Geometry&&)> read_geometry = {};

    Schema with(geo::MultiPolygon T::*member) && {
        geometry_kind = geo::GeometryKind::polygon;
        write_geometry = [member](const T& value) {
            return (value.*member).empty() ? geo::Geometry() : geo::Geometry(value.*member);
        };
        read_geometry = [member](T& value, geo::Geometry&& held) {
            if (auto* shape = std::get_if<geo::MultiPolygon>(&held)) {
                value.*member = std::move(*shape);
            }
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
            if (auto* shape = std::get_if<geo::MultiPolygon>(&held); shape && !shape->empty()) {
                value.*member = std::move(shape->front());
            }
        };
        return std::move(*this);
    }

    Schema with(geo::Line T::*member) && {
        geometry_kind = geo::GeometryKind::line;
        write_geometry = [member](const T& value) {
            return (value.*member).empty() ? geo::Geometry() : geo::Geometry(geo::MultiLine{value.*member});
        };
        read_geometry = [member](T& value, geo::Geometry&& held) {
            if (auto* lines = std::get_if<geo::MultiLine>(&held); lines && !lines->empty()) {
                value.*member = std::move(lines->front());
            }
        };
        return std::move(*this);
    }

    Schema with(std::optional<geo::Point> T::*member) && {
        geometry_kind = geo::GeometryKind::point;
        write_geometry = [member](const T& value) {
            return value.*member ? geo::Geometry(*(value.*member)) : geo::Geometry();
        };
        read_geometry = [member](T& value, geo::Geometry&& held) {
            if (const auto* point = std::get_if<geo::Point>(&held)) {
                value.*member = *point;
            }
        };
        return std::move(*this);
    }

    Schema with(geo::Point T::*member) && {
        geometry_kind = geo::GeometryKind::point;
        write_geometry = [member](const T& value) { return geo::Geometry(value.*member); };
        read_geometry = [member](T& value, geo::Geometry&& held) {
            if (const auto* point = std::get_if<geo::Point>(&held)) {
                value.*member = *point;
            }
        };
        return std::move(*this);
    }
};

template <class T> geo::Table write_table(const Schema<T>& schema, const std::vector<T>& values, int epsg) {
    geo::Table table;
    table.name = schema.name;
    table.title = schema.title;
    table.geometry_kind = schema.geometry_kind;
    table.epsg = schema.geometry_kind == geo::GeometryKind::none ? 0 : epsg;
    for (const Field<T>& one : schema.fields) {
        table.columns.push_back(one.column);
    }
    table.features.reserve(values.size());
    for (const T& value : values) {
        geo::Feature feature;
        feature.values.reserve(schema.fields.size());
        for (const Field<T>& one : schema.fields) {
            feature.values.push_back(one.write(value));
        }
        if (schema.write_geometry) {
            feature.geometry = schema.write_geometry(value);
        }
        feature.row = static_cast<long>(table.features.size()) + 1;
        table.features.push_back(std::move(feature));
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

/// Takes the rows out: shapes are the bulk of a project and go where they are used.
template <class T> std::vector<T> read_table(const Schema<T>& schema, ProjectTables& stored) {
    geo::Table* table = find_table(stored, schema.name);
    if (table == nullptr) {
        throw InputError(fmt::format("projet incomplet : la table « {} » manque", schema.name));
    }
    std::vector<std::optional<std::size_t>> columns;
    std::vector<std::string> where;
    for (const Field<T>& one : schema.fields) {
        const auto at = geo::find_column(*table, one.column.name);
        if (!at && !one.is_newer) {
            throw InputError(fmt::format("projet incomplet : la colonne « {} » manque dans la table « {} »",
                                         one.column.name, schema.name));
        }
        columns.push_back(at);
        where.push_back(fmt::format("table {}, colonne {}", schema.name, one.column.name));
    }
    std::vector<geo::Feature> features = std::exchange(table->features, {});
    std::vector<T> values;
    values.reserve(features.size());
    const Value nothing;
    for (geo::Feature& feature : features) {
        T value{};
        for (std::size_t i = 0; i < columns.size(); ++i) {
            if (columns[i]) {
                const bool has_value = *columns[i] < feature.values.size();
                schema.fields[i].read(value, has_value ? feature.values[*columns[i]] : nothing, where[i]);
            }
        }
        if (schema.read_geometry) {
            schema.read_geometry(value, std::move(feature.geometry));
        }
        values.push_back(std::move(value));
    }
    return values;
}

/// A table that projects of earlier versions do not have: `otherwise` then.
template <class T>
std::vector<T> read_newer_table(const Schema<T>& schema, ProjectTables& stored, std::vector<T> otherwise) {
    return find_table(stored, schema.name) == nullptr ? std::move(otherwise) : read_table(schema, stored);
}

// --- the tables ---

Schema<Commune> communes() {
    return Schema<Commune>{
        "communes",
        "Communes",
        {field("code", "Code INSEE", &Commune::code), field("nom", "Nom", &Commune::name),
         field("population", "Population municipale", &Commune::population),
         field("population_totale", "Population totale", &Commune::population_total),
         field("arrondissement", "Arrondissement", &Commune::arrondissement),
         field("epci", "SIREN de l'EPCI", &Commune::epci), field("epci_nom", "EPCI", &Commune::epci_name),
         field("force", "Force compétente", &Commune::force), field("unite", "Unité", &Commune::unit),
         field("logements", "Logements", &Commune::dwellings),
         field("surface_km2", "Surface (km²)", &Commune::area_km2),
         coordinate("centre_x", "Centre, x", &Commune::centre, &geo::Point::x),
         coordinate("centre_y", "Centre, y", &Commune::centre, &geo::Point::y)}}
        .with(&Commune::shape);
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
    return {"conseils",
            "CLSPD et CISPD",
            {field("id", "Identifiant", &Council::id), field("nom", "Nom", &Council::name),
             field("type", "Type", &Council::kind), field("membres", "Communes membres", &Council::members),
             field("cree_le", "Créé le", &Council::created)}};
}

Schema<Qpv> qpvs() {
    return Schema<Qpv>{"qpv",
                       "Quartiers prioritaires",
                       {field("code", "Code", &Qpv::code), field("nom", "Nom", &Qpv::name),
                        field("communes", "Communes", &Qpv::communes),
                        coordinate("point_x", "Point, x", &Qpv::point, &geo::Point::x),
                        coordinate("point_y", "Point, y", &Qpv::point, &geo::Point::y)}}
        .with(&Qpv::shape);
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
         field("nb_int", "Caméras intérieures", &registry::Authorisation::indoor),
         field("nb_ext", "Caméras extérieures", &registry::Authorisation::outdoor),
         field("nb_vp", "Caméras sur la voie publique", &registry::Authorisation::public_road),
         field("conservation_j", "Conservation (jours)", &registry::Authorisation::retention_days),
         field("source", "Source", &registry::Authorisation::source),
         newer(field("prefecture", "Préfecture", &registry::Authorisation::prefecture))}}
        .with(&registry::Authorisation::perimeter);
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
         field("azimuts", "Azimuts (nord vrai)", &registry::Camera::azimuths_deg),
         field("champ_deg", "Champ horizontal (degrés)", &registry::Camera::field_of_view_deg),
         field("portee_m", "Portée utile (m)", &registry::Camera::range_m),
         field("portee_min_m", "Portée minimale (m)", &registry::Camera::min_range_m),
         field("hauteur_m", "Hauteur (m)", &registry::Camera::height_m),
         field("inclinaison_deg", "Inclinaison (degrés)", &registry::Camera::tilt_deg),
         field("champ_vertical_deg", "Champ vertical (degrés)", &registry::Camera::vertical_field_deg),
         field("largeur_px", "Résolution (pixels)", &registry::Camera::width_px),
         field("focale_mm", "Focale (mm)", &registry::Camera::focal_mm),
         field("capteur_mm", "Capteur (mm)", &registry::Camera::sensor_width_mm),
         field("voie_publique", "Voie publique", &registry::Camera::is_public_road),
         field("exploitant", "Exploitant", &registry::Camera::holder),
         field("source", "Source", &registry::Camera::source)}}
        .with(&registry::Camera::position);
}

Schema<Site> sites() {
    return Schema<Site>{"sites",
                        "Sites à couvrir",
                        {field("id", "Identifiant", &Site::id), field("nom", "Nom", &Site::name),
                         field("classe", "Classe", &Site::site_class),
                         field("commune", "Commune", &Site::commune), field("poids", "Poids", &Site::weight),
                         field("adresse", "Adresse", &Site::address),
                         field("source", "Source", &Site::source)}}
        .with(&Site::position);
}

Schema<PopulationCell> cells() {
    return Schema<PopulationCell>{"carreaux",
                                  "Carreaux de population",
                                  {field("id", "Identifiant", &PopulationCell::id),
                                   field("habitants", "Habitants", &PopulationCell::inhabitants),
                                   field("impute", "Valeur imputée", &PopulationCell::is_imputed),
                                   field("commune", "Commune", &PopulationCell::commune)}}
        .with(&PopulationCell::centre);
}

Schema<Building> buildings() {
    return Schema<Building>{"batiments",
                            "Bâtiments",
                            {field("id", "Identifiant", &Building::id),
                             field("hauteur_m", "Hauteur (m)", &Building::height_m),
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
             field("annee", "Année", &CrimeFigure::year),
             field("taux", "Taux pour mille", &CrimeFigure::rate),
             field("faits", "Faits", &CrimeFigure::facts),
             field("diffuse", "Diffusé", &CrimeFigure::is_published)}};
}

Schema<Source> sources() {
    return {"sources",
            "Sources",
            {field("genre", "Genre", &Source::kind), field("fichier", "Fichier", &Source::file),
             field("couche", "Couche", &Source::layer), field("note", "Note", &Source::note),
             field("mention", "Mention", &Source::attribution), field("lignes", "Lignes", &Source::rows),
             field("fictif", "Exemple fictif", &Source::is_fictitious)}};
}

Schema<Finding> findings() {
    return {"anomalies",
            "Anomalies",
            {field("gravite", "Gravité", &Finding::severity), field("fichier", "Fichier", &Finding::source),
             field("ligne", "Ligne", &Finding::row), field("colonne", "Colonne", &Finding::column),
             field("message", "Message", &Finding::message)}};
}

Schema<Scenario> scenarios() {
    return {"scenarios",
            "Scénarios",
            {field("nom", "Nom", &Scenario::name),
             field("nombre", "Nombre de sites", &Scenario::count),
             field("budget_eur", "Budget (€)", &Scenario::budget_eur),
             field("imposes", "Sites imposés", &Scenario::pinned),
             field("interdits", "Sites interdits", &Scenario::forbidden),
             newer(field("part_visee", "Part du poids à atteindre", &Scenario::target_share)),
             newer(field("part_double", "Part gagnée par une seconde vue", &Scenario::backup_share)),
             newer(field("planchers", "Planchers", &Scenario::floors)),
             newer(field("phases", "Budget par année", &Scenario::phases)),
             newer(field("candidats", "Candidats", &Scenario::candidates)),
             newer(field("maille_m", "Maille (m)", &Scenario::mesh_m)),
             newer(field("ecart_m", "Écart entre lieux trouvés (m)", &Scenario::spacing_m)),
             newer(field("vues", "Vues derrière le bâti", &Scenario::has_views)),
             newer(field("horizon", "Échéances jusqu'au", &Scenario::horizon)),
             newer(field("type_camera", "Type de caméra", &Scenario::camera_type)),
             newer(field("liaison", "Liaison", &Scenario::link)),
             newer(field("annee", "Année des règles", &Scenario::year)),
             newer(field("zone_police", "Sites en zone police seulement", &Scenario::is_police_only)),
             newer(field("communes_1", "Communes prioritaires", &Scenario::first_level_communes)),
             newer(field("communes_2", "Communes secondaires", &Scenario::second_level_communes))}};
}

Schema<Candidate> candidates() {
    return Schema<Candidate>{
        "candidats",
        "Sites candidats",
        {field("id", "Identifiant", &Candidate::id), field("nom", "Nom", &Candidate::name),
         field("genre", "Genre", &Candidate::kind), field("commune", "Commune", &Candidate::commune),
         field("cout_eur", "Coût (€ HT)", &Candidate::cost_eur),
         field("cameras", "Caméras", &Candidate::cameras),
         field("type_camera", "Type de caméra", &Candidate::camera_type),
         field("liaison", "Liaison", &Candidate::link),
         newer(field("portee_m", "Portée (m)", &Candidate::reach_m)),
         newer(field("azimut_deg", "Direction (degrés)", &Candidate::azimuth_deg)),
         newer(field("champ_deg", "Ouverture (degrés)", &Candidate::field_of_view_deg)),
         newer(field("hauteur_m", "Hauteur (m)", &Candidate::height_m)),
         field("source", "Source", &Candidate::source)}}
        .with(&Candidate::position);
}

Schema<Perimeter> perimeters() {
    return Schema<Perimeter>{"perimetres",
                             "Périmètres du schéma",
                             {field("id", "Identifiant", &Perimeter::id),
                              field("nom", "Nom", &Perimeter::name),
                              field("source", "Source", &Perimeter::source)}}
        .with(&Perimeter::shape);
}

Schema<EquipmentPrice> prices() {
    return {"prix",
            "Prix d'une caméra installée",
            {field("type_camera", "Type de caméra", &EquipmentPrice::camera_type),
             field("liaison", "Liaison", &EquipmentPrice::link),
             field("cout_eur", "Coût (€ HT)", &EquipmentPrice::cost_eur),
             field("hors_aide_eur", "dont hors assiette (€ HT)", &EquipmentPrice::aside_eur),
             newer(field("portee_m", "Portée (m)", &EquipmentPrice::reach_m)),
             field("source", "Source", &EquipmentPrice::source)}};
}

Schema<FundingRule> funding_rules() {
    return {"financements",
            "Règles de financement",
            {field("financeur", "Financeur", &FundingRule::financer),
             field("annee_debut", "Première année", &FundingRule::first_year),
             field("annee_fin", "Dernière année", &FundingRule::last_year),
             field("departement", "Département", &FundingRule::departement),
             field("taux_pb", "Taux (centièmes de %)", &FundingRule::rate_bp),
             field("plafond_camera_c", "Plafond par caméra (centimes)", &FundingRule::ceiling_per_camera),
             field("plafond_projet_c", "Plafond par projet (centimes)", &FundingRule::ceiling),
             field("cout_minimal_c", "Coût minimal (centimes)", &FundingRule::least_cost),
             field("source", "Source", &FundingRule::source),
             newer(field("aide_projet_c", "Aide au plus par projet (centimes)", &FundingRule::most_aid)),
             newer(field("aide_commune_c", "Aide au plus par commune (centimes)",
                         &FundingRule::most_aid_commune)),
             newer(field("aide_periode_c", "Aide au plus sur la période (centimes)",
                         &FundingRule::most_aid_period))}};
}

Schema<CouncilThreshold> thresholds() {
    return {"seuils_clspd",
            "Seuils du CLSPD",
            {field("depuis", "Depuis le", &CouncilThreshold::from),
             field("plus_de", "Plus de (habitants)", &CouncilThreshold::above)}};
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
    return {"hypotheses_cameras",
            "Hypothèses sur les caméras",
            {field("type", "Type", &CameraAssumption::type),
             field("portee_basse_m", "Portée basse (m)", &CameraAssumption::range_low_m),
             field("portee_centrale_m", "Portée centrale (m)", &CameraAssumption::range_central_m),
             field("portee_haute_m", "Portée haute (m)", &CameraAssumption::range_high_m),
             field("champ_deg", "Champ (degrés)", &CameraAssumption::field_of_view_deg),
             newer(field("image_deg", "Champ de l'image (degrés)", &CameraAssumption::picture_deg)),
             newer(field("champ_bas_deg", "Champ, au moins (degrés)", &CameraAssumption::least_field_deg)),
             newer(field("champ_haut_deg", "Champ, au plus (degrés)", &CameraAssumption::most_field_deg))}};
}

Schema<DensityBand> bands() {
    return {"densites_image",
            "Densités d'image",
            {field("cle", "Clé", &DensityBand::key), field("libelle", "Libellé", &DensityBand::label),
             field("px_par_m", "Pixels par mètre", &DensityBand::px_per_m)}};
}

Schema<SiteClass> site_classes() {
    return {"classes_de_sites",
            "Classes de sites",
            {field("cle", "Clé", &SiteClass::key), field("libelle", "Libellé", &SiteClass::label),
             field("poids", "Poids", &SiteClass::weight)}};
}

Schema<CrimeWeight> crime_weights() {
    return {"poids_delinquance",
            "Poids de la délinquance",
            {field("indicateur", "Indicateur", &CrimeWeight::indicator),
             field("poids", "Poids", &CrimeWeight::weight)}};
}

// --- settings ---

std::string needed(const std::map<std::string, std::string>& settings, const std::string& key) {
    const auto it = settings.find(key);
    if (it == settings.end()) {
        throw InputError(fmt::format("projet incomplet : le réglage « {} » manque", key));
    }
    return it->second;
}

double needed_number(const std::map<std::string, std::string>& settings, const std::string& key) {
    return read_number(needed(settings, key), "réglage " + key);
}

int needed_int(const std::map<std::string, std::string>& settings, const std::string& key) {
    const auto value = parse_integer(needed(settings, key));
    if (!value || *value < -2000000000 || *value > 2000000000) {
        throw InputError(fmt::format("projet abîmé : réglage « {} » illisible", key));
    }
    return static_cast<int>(*value);
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
           {"profil", settings.profile},
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

Settings read_settings(ProjectTables& stored) {
    Settings settings;
    const auto date = parse_date(needed(stored.settings, "date_reference"));
    const auto basis = Words<PopulationBasis>::read(needed(stored.settings, "base_population"));
    if (!date || !basis) {
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
    settings.profile = needed(stored.settings, "profil");
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
    territory.has_approximate_contours = needed(stored.settings, "territoire_contours_approches") == "oui";
    territory.source = needed(stored.settings, "territoire_source");
    territory.communes = read_table(communes(), stored);
    return territory;
}

} // namespace

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
    project.cells = read_table(cells(), stored);
    project.buildings = read_table(buildings(), stored);
    project.roads = read_newer_table(roads(), stored, {});
    project.parcels = read_newer_table(parcels(), stored, {});
    project.elevation = read_elevation(stored);
    project.crime = read_table(crime(), stored);
    project.sources = read_table(sources(), stored);
    project.findings = read_table(findings(), stored);
    project.scenarios = read_table(scenarios(), stored);
    return project;
}

} // namespace maillage::domain
