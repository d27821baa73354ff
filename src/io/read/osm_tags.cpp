#include "io/read/osm_tags.h"

#include <algorithm>
#include <array>
#include <set>

namespace maillage::io {
namespace {

constexpr std::array<std::string_view, 44> kUseful = {"amenity",
                                                      "addr:city",
                                                      "addr:housenumber",
                                                      "addr:postcode",
                                                      "addr:street",
                                                      "admin_level",
                                                      "boundary",
                                                      "building",
                                                      "building:levels",
                                                      "bridge",
                                                      "camera:angle",
                                                      "camera:direction",
                                                      "camera:mount",
                                                      "camera:type",
                                                      "check_date",
                                                      "direction",
                                                      "emergency",
                                                      "height",
                                                      "highway",
                                                      "junction",
                                                      "landuse",
                                                      "layer",
                                                      "leisure",
                                                      "level",
                                                      "man_made",
                                                      "maxspeed",
                                                      "min_height",
                                                      "name",
                                                      "office",
                                                      "oneway",
                                                      "operator",
                                                      "public_transport",
                                                      "railway",
                                                      "ref",
                                                      "ref:INSEE",
                                                      "ref:UAI",
                                                      "religion",
                                                      "school:FR",
                                                      "shop",
                                                      "surveillance",
                                                      "surveillance:type",
                                                      "surveillance:zone",
                                                      "tourism",
                                                      "tunnel"};

/// Reads "quoted", with \" and \\ inside; leaves `at` behind the closing quote.
std::string quoted(std::string_view text, std::size_t& at) {
    std::string out;
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\' && at + 1 < text.size()) {
            ++at;
        }
        out += text[at];
    }
    at = std::min(at + 1, text.size());
    return out;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    return out;
}

std::string to_hstore(const std::map<std::string, std::string>& tags) {
    std::string out;
    for (const auto& [key, value] : tags) {
        out += (out.empty() ? "\"" : ",\"") + escaped(key) + "\"=>\"" + escaped(value) + '"';
    }
    return out;
}

} // namespace

bool is_useful_osm_tag(std::string_view key) {
    return std::ranges::find(kUseful, key) != kUseful.end();
}

std::map<std::string, std::string> parse_hstore(std::string_view text) {
    std::map<std::string, std::string> tags;
    for (std::size_t at = text.find('"'); at < text.size(); at = text.find('"', at)) {
        std::string key = quoted(text, at);
        if (text.substr(at, 3) != "=>\"") {
            continue;
        }
        at += 2;
        tags[std::move(key)] = quoted(text, at);
    }
    return tags;
}

void explode_osm_tags(geo::Table& table, Budget& budget) {
    const auto other = geo::find_column(table, "other_tags");
    if (!other) {
        return;
    }
    std::vector<std::map<std::string, std::string>> tags;
    std::set<std::string> keys;
    for (geo::Feature& feature : table.features) {
        tags.push_back(parse_hstore(geo::to_text(feature.values[*other])));
        for (const auto& [key, value] : tags.back()) {
            if (is_useful_osm_tag(key) && !geo::find_column(table, key)) {
                keys.insert(key);
            }
        }
    }
    budget.spend(keys.size() * table.features.size() * sizeof(geo::Value));
    for (const std::string& key : keys) {
        table.columns.push_back({key, geo::ColumnType::text, ""});
    }
    for (std::size_t i = 0; i < tags.size(); ++i) {
        std::vector<geo::Value>& values = table.features[i].values;
        for (const std::string& key : keys) {
            const auto tag = tags[i].extract(key);
            values.push_back(tag ? geo::Value(tag.mapped()) : geo::Value());
        }
        values[*other] = tags[i].empty() ? geo::Value() : geo::Value(to_hstore(tags[i]));
    }
}

} // namespace maillage::io
