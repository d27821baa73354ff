// rows.h: reading the cells of one import by role, with a finding for whatever cannot be read.
#pragma once

#include "domain/commune_index.h"
#include "intake/columns.h"
#include "intake/commune_names.h"
#include "intake/import.h"
#include "intake/log.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace maillage::intake {

/// A role and where its column is; looked up once, before the loop over the rows.
struct Cell {
    int index = -1;
    std::string column;

    explicit operator bool() const { return index >= 0; }
};

/// What one import works with. Lives as long as `import_table` runs.
class ImportRows {
  public:
    ImportRows(const domain::Project& before, ImportKind import_kind, const geo::Table& from,
               const ImportOptions& with, Recognition recognition);
    ImportRows(const ImportRows&) = delete;
    ImportRows& operator=(const ImportRows&) = delete;

    Cell cell(std::string_view role) const;
    const geo::Value& value(const geo::Feature& feature, const Cell& at) const;
    /// Trimmed; "" when missing ("NR", "inconnue"...).
    std::string text(const geo::Feature& feature, const Cell& at) const;
    /// A finding when there is something that is no number, or a number outside [least, most] (then left
    /// out).
    std::optional<double> number(const geo::Feature& feature, const Cell& at, double least, double most);
    /// As `number`, units allowed ("12 m").
    std::optional<double> length_m(const geo::Feature& feature, const Cell& at, double least, double most);
    std::optional<std::int64_t> count(const geo::Feature& feature, const Cell& at);
    /// A duration in whole days: "30 jours", "1 mois".
    std::optional<std::int64_t> days(const geo::Feature& feature, const Cell& at);
    /// A finding when there are words instead of a day ("Début 2019"); the finding keeps them. Serial numbers
    /// of a spreadsheet are days when the whole column holds nothing else; a month is its first day, and
    /// told.
    std::optional<Date> date(const geo::Feature& feature, const Cell& at);

    /// Commune of a row by its code (old codes mapped), or by its name when that is unique in the territory.
    /// `declared` is what the row says even when the territory does not have it.
    struct Commune {
        std::string code;
        bool is_in_territory = false;
    };

    Commune commune(const geo::Feature& feature, const Cell& code, const Cell& name);
    /// One code: mapped when it is an old one. Adds a finding then.
    std::string current_code(std::string code, long row, const std::string& column);

    /// Code of the only commune of this name, or empty.
    std::string code_of_name(std::string_view name) const { return names_.find(name).code; }

    /// Codes in one cell: "02571; 02691", ["31061"], "02571 02691", or names: "A, B et C".
    std::vector<std::string> commune_list(const geo::Feature& feature, const Cell& at, bool allows_names);

    bool has_territory() const { return !project.territory->communes.empty(); }

    bool is_of_territory(std::string_view commune_code) const;

    const domain::Project& project; ///< as it was
    const ImportKind kind;
    const geo::Table& table;
    const ImportOptions& options;
    ImportLog log;
    ColumnMap recognised;
    const domain::CommuneIndex index;

  private:
    std::optional<double> checked(const geo::Feature& feature, const Cell& at, std::optional<double> read,
                                  double least, double most);
    std::optional<std::int64_t> whole(const geo::Feature& feature, const Cell& at,
                                      std::optional<double> read);
    bool holds_serial_days(const Cell& at);
    std::string told_code(const geo::Feature& feature, const Cell& code) const;
    void tell_recognition(const Recognition& recognition);
    std::string commune_named(const geo::Feature& feature, const Cell& at, const std::string& called);

    CommuneNames names_;
    std::unordered_map<std::string, std::string> now_; ///< code of a former commune to that of today's
    std::set<std::string> departements_;
    Cell code_departement_;
    std::unordered_map<int, bool> serial_days_; ///< by column
};

/// Gives identifiers that differ: `wanted`, else wanted-2, wanted-3...
class Identifiers {
  public:
    std::string give(const std::string& wanted);

  private:
    std::set<std::string> taken_;
    std::unordered_map<std::string, int>
        next_; ///< so that a column that always says "1" does not cost a square
};

/// "beta/cameras.csv" -> "beta", "cameras.kml (Place)" -> "Place", "beta.csv" -> "beta": what sets a source
/// apart.
std::string short_name(const std::string& source);
/// "Dakar cameras.geojson" -> "dakar-cameras": start of the identifiers made for rows without one.
std::string stem_of(const std::string& source);
/// Identifier for a row that has none; the same at each import of the same file.
std::string made_id(const std::string& source, long row);
/// The identifier that the row tells, or else a made one.
std::string told_or_made_id(const ImportRows& rows, const geo::Feature& feature, const Cell& id);
/// Null when the row has none.
const geo::MultiPolygon* outline_of(const geo::Feature& feature);

} // namespace maillage::intake
