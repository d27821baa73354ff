// columns.h: which column of a file plays which role: one table of accepted names per kind of data.
#pragma once

#include "intake/import.h"

#include <string>
#include <string_view>
#include <vector>

namespace maillage::intake {

/// How the values of a column are looked at before a name is believed.
enum class ValueCheck { none, commune_code };

struct RoleNames {
    std::string_view key;   ///< as typed after --map
    std::string_view label; ///< French
    bool is_required = false;
    ValueCheck check = ValueCheck::none;
    /// Names folded by base fold_name, in order of preference; a final '*' stands for any ending.
    std::vector<std::string_view> names;
};

const std::vector<RoleNames>& role_names(ImportKind kind);

/// Roles recognised by name, then those that `overrides` gives. Throws InputError for an override whose role
/// or column does not exist.
ColumnMap resolve_columns(ImportKind kind, const geo::Table& table, const ColumnMap& overrides);

/// OpenStreetMap by GDAL: the tags that no column holds are in one text, "a"=>"b","c"=>"d". A copy of the
/// table with the tags that some role of `kind` knows as columns of their own; the table itself when there is
/// no such text.
bool has_packed_tags(const geo::Table& table);
geo::Table unpack_tags(ImportKind kind, const geo::Table& table);

} // namespace maillage::intake
