// columns.h: which column of a file plays which role. role_table.cpp holds the words, header_words.h
// compares.
#pragma once

#include "intake/import.h"

#include <string>
#include <string_view>
#include <vector>

namespace maillage::intake {

/// How the values of a column are looked at before a name is believed.
enum class ValueCheck { none, commune_code };

using Phrases = std::vector<std::string_view>;

struct RoleNames {
    std::string_view key;   ///< as typed after --map
    std::string_view label; ///< French
    bool is_required = false;
    ValueCheck check = ValueCheck::none;
    /// Names folded by base fold_name, in order of preference; a final '*' stands for any ending.
    std::vector<std::string_view> names;
    /// In words, for titles that have none of the names; compared by header_score.
    Phrases phrases = {};
};

const std::vector<RoleNames>& role_names(ImportKind kind);

/// A title that has none of the known names, read by its words.
struct Guess {
    std::string role;
    std::string column;
    double score = 0; ///< 0 to 1
};

/// A column that no role took, with the role that its title is nearest to; empty when it is near none.
struct UnusedColumn {
    std::string column;
    std::string nearest;
};

struct Recognition {
    ColumnMap columns;
    std::vector<Guess> guesses;
    std::vector<UnusedColumn> unused; ///< those that hold something
};

/// Roles by known names, then by names that a shapefile cut, then by words; those that `overrides` gives
/// first. Throws InputError for an override whose role or column does not exist.
Recognition recognise(ImportKind kind, const geo::Table& table, const ColumnMap& overrides);

/// OpenStreetMap by GDAL: the tags that no column holds are in one text, "a"=>"b","c"=>"d". A copy of the
/// table with the tags that some role of `kind` knows as columns of their own; the table itself when there is
/// no such text.
bool has_packed_tags(const geo::Table& table);
geo::Table unpack_tags(ImportKind kind, const geo::Table& table);

} // namespace maillage::intake
