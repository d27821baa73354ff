// osm_tags.h: which OpenStreetMap tags become columns. Private to the room.
#pragma once

#include "geo/table.h"
#include "io/read/budget.h"

#include <map>
#include <string>
#include <string_view>

namespace maillage::io {

/// Tags that some reader of the domain asks for.
bool is_useful_osm_tag(std::string_view key);
/// Parses GDAL's `"key"=>"value","key2"=>"value2"`.
std::map<std::string, std::string> parse_hstore(std::string_view text);
/// Moves the useful tags of the `other_tags` column to columns of their own; the rest stays there.
void explode_osm_tags(geo::Table& table, Budget& budget);

} // namespace maillage::io
