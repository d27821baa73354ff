#include "cli/read_instance.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"
#include "io/read/read_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <optional>
#include <sstream>

namespace maillage::cli {
namespace {

using cover::CoverInstance;
using Names = std::initializer_list<const char*>;

constexpr Names kCosts = {"cout", "cost", "prix", "coutht", "couteur"};
constexpr Names kRadii = {"rayon", "rayonm", "radius", "portee", "porteem", "reach", "seuil", "threshold"};
constexpr Names kWeights = {"poids", "weight", "demande", "demand", "population"};

/// A table with what messages need.
struct Sheet {
    geo::Table table;
    std::string source;
};

Sheet read_sheet(const std::filesystem::path& path) {
    Progress progress;
    return {io::read_table(path, {}, progress).table, path.filename().string()};
}

std::optional<std::size_t> column(const Sheet& sheet, Names names) {
    for (const char* name : names) {
        for (std::size_t i = 0; i < sheet.table.columns.size(); ++i) {
            if (fold_name(sheet.table.columns[i].name) == name) {
                return i;
            }
        }
    }
    return std::nullopt;
}

/// The column the user names, else one recognised.
std::optional<std::size_t> column(const Sheet& sheet, const std::string& wanted, Names names) {
    if (wanted.empty()) {
        return column(sheet, names);
    }
    const auto at = geo::find_column(sheet.table, wanted);
    if (!at) {
        throw InputError(fmt::format("{} : pas de colonne « {} »", sheet.source, wanted));
    }
    return at;
}

double number(const Sheet& sheet, const geo::Feature& row, std::size_t at) {
    const auto value = geo::to_number(row.values[at]);
    if (!value || !std::isfinite(*value)) {
        throw InputError(fmt::format("{}, ligne {}, colonne {} : nombre attendu, pas « {} »", sheet.source,
                                     row.row, sheet.table.columns[at].name, geo::to_text(row.values[at])));
    }
    return *value;
}

/// A cost or a weight: 1 when the table has none.
double amount(const Sheet& sheet, const geo::Feature& row, std::optional<std::size_t> at) {
    const double value = at ? number(sheet, row, *at) : 1;
    if (value < 0) {
        throw InputError(fmt::format("{}, ligne {}, colonne {} : {} est négatif", sheet.source, row.row,
                                     sheet.table.columns[*at].name, value));
    }
    return value;
}

/// A candidate's own radius, that of all where it says nothing.
double radius_of(const Sheet& sheet, const geo::Feature& row, std::optional<std::size_t> at,
                 double otherwise) {
    const bool has_own = at && !geo::is_missing(row.values[*at]);
    const double radius = has_own ? number(sheet, row, *at) : otherwise;
    if (has_own && radius < 0) {
        throw InputError(fmt::format("{}, ligne {}, colonne {} : {} est négatif", sheet.source, row.row,
                                     sheet.table.columns[*at].name, radius));
    }
    if (!has_own && !(otherwise > 0)) {
        const std::string where = at ? ", colonne " + sheet.table.columns[*at].name : "";
        throw InputError(
            fmt::format("{}, ligne {}{} : pas de rayon, et --radius (ou --threshold) n'en donne pas",
                        sheet.source, row.row, where));
    }
    return radius;
}

struct Points {
    std::vector<std::string> ids;
    std::vector<cover::PlanePoint> at;
    std::vector<double> amounts; ///< cost or weight
    std::vector<double> radii;   ///< of candidates
};

Points read_points(const Sheet& sheet, const std::string& amount_column, Names amount_names) {
    const auto x = column(sheet, {"x", "xl93", "lambertx"});
    const auto y = column(sheet, {"y", "yl93", "lamberty"});
    if (!x || !y) {
        throw InputError(
            sheet.source +
            " : colonnes x et y attendues, en mètres (ou une matrice de distances avec --threshold)");
    }
    const auto id = column(sheet, {"id", "identifiant", "code", "nom", "name"});
    const auto value = column(sheet, amount_column, amount_names);
    Points points;
    for (const geo::Feature& row : sheet.table.features) {
        points.ids.push_back(id ? geo::to_text(row.values[*id]) : std::to_string(row.row));
        points.at.push_back({number(sheet, row, *x), number(sheet, row, *y)});
        points.amounts.push_back(amount(sheet, row, value));
    }
    return points;
}

CoverInstance from_points(const Points& candidates, const Points& demand) {
    CoverInstance instance;
    for (std::size_t i = 0; i < candidates.ids.size(); ++i) {
        instance.candidates.push_back(
            {candidates.ids[i], candidates.amounts[i], -1, cover::CandidateRule::free});
    }
    for (const double weight : demand.amounts) {
        instance.demand.push_back({weight, -1, 0});
    }
    cover_by_radii(instance, candidates.at, demand.at, candidates.radii, 0);
    return instance;
}

/// The lines of a text of Lorena and Pereira, nothing when the file is something else: its first line holds a
/// whole number and words, the others three numbers apart by blanks.
std::optional<std::vector<std::string>> nodes_of(const std::filesystem::path& path) {
    if (fold(path.extension().string()) != ".txt") {
        return std::nullopt;
    }
    std::ifstream in(path);
    std::string line;
    long announced = 0;
    if (!in || !std::getline(in, line) || !(std::istringstream(line) >> announced) || announced <= 0 ||
        line.find_first_of(";,") != std::string::npos) {
        return std::nullopt;
    }
    std::vector<std::string> lines;
    while (std::getline(in, line)) {
        if (!trim(line).empty()) {
            lines.push_back(line);
        }
    }
    if (static_cast<long>(lines.size()) != announced) {
        throw InputError(fmt::format("{} : {} nœuds annoncés en première ligne, {} lus",
                                     path.filename().string(), announced, lines.size()));
    }
    return lines;
}

Points read_nodes(const std::vector<std::string>& lines, const std::string& source) {
    constexpr const char* kColumns[] = {"x", "y", "demande"};
    Points points;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        std::istringstream words(lines[i]);
        double values[3] = {};
        for (std::size_t k = 0; k < 3; ++k) {
            std::string word;
            words >> word;
            const auto value = parse_number(word);
            if (!value || !std::isfinite(*value) || (k == 2 && *value < 0)) {
                throw InputError(fmt::format("{}, ligne {}, colonne {} : nombre attendu, pas « {} »", source,
                                             i + 2, kColumns[k], word));
            }
            values[k] = *value;
        }
        points.ids.push_back(std::to_string(i + 1));
        points.at.push_back({values[0], values[1]});
        points.amounts.push_back(values[2]);
    }
    return points;
}

/// Distances between numbered candidates and demand rows.
struct Matrix {
    std::vector<std::string> candidates, demand;
    std::vector<double> costs, weights;
    std::vector<double> distance;   ///< a line a candidate; NaN where nothing is said
    std::vector<double> thresholds; ///< one a candidate
};

CoverInstance from_matrix(const Matrix& matrix) {
    CoverInstance instance;
    for (std::size_t j = 0; j < matrix.candidates.size(); ++j) {
        instance.candidates.push_back(
            {matrix.candidates[j], matrix.costs[j], -1, cover::CandidateRule::free});
    }
    for (const double weight : matrix.weights) {
        instance.demand.push_back({weight, -1, 0});
    }
    cover_by_matrix(instance, matrix.distance, matrix.thresholds);
    return instance;
}

std::size_t number_of(const std::string& id, std::map<std::string, std::size_t>& index,
                      std::vector<std::string>& list) {
    const auto [at, is_new] = index.emplace(id, list.size());
    if (is_new) {
        list.push_back(id);
    }
    return at->second;
}

/// Of two rows for one pair the shorter counts: there is a way of that length.
CoverInstance from_pairs(const Sheet& sheet, std::size_t from, std::size_t to, std::size_t distance,
                         const InstanceFiles& files) {
    const auto cost = column(sheet, files.cost_column, kCosts);
    const auto own_radius = column(sheet, files.radius_column, kRadii);
    auto weight = column(sheet, files.weight_column, kWeights);
    weight = weight == to ? std::nullopt : weight;
    std::vector<std::string> candidate_ids;
    std::vector<std::string> demand_ids;
    std::map<std::string, std::size_t> candidates;
    std::map<std::string, std::size_t> demand;
    std::vector<double> costs;
    std::vector<double> weights;
    std::vector<double> radii;
    std::vector<std::vector<std::uint32_t>> lists;
    const auto keep = [&](std::vector<double>& list, std::size_t at, double value, const geo::Feature& row,
                          const char* what) {
        if (at == list.size()) {
            list.push_back(value);
        } else if (list[at] != value) {
            throw InputError(
                fmt::format("{}, ligne {} : {} différent de celui d'une ligne précédente ({} et {})",
                            sheet.source, row.row, what, value, list[at]));
        }
    };
    for (const geo::Feature& row : sheet.table.features) {
        const std::size_t j = number_of(geo::to_text(row.values[from]), candidates, candidate_ids);
        const std::size_t i = number_of(geo::to_text(row.values[to]), demand, demand_ids);
        keep(costs, j, amount(sheet, row, cost), row, "coût");
        keep(weights, i, amount(sheet, row, weight), row, "poids");
        keep(radii, j, radius_of(sheet, row, own_radius, files.radius), row, "rayon");
        lists.resize(candidate_ids.size());
        if (number(sheet, row, distance) <= radii[j]) {
            lists[j].push_back(static_cast<std::uint32_t>(i));
        }
    }
    CoverInstance instance;
    for (std::size_t j = 0; j < candidate_ids.size(); ++j) {
        instance.candidates.push_back({candidate_ids[j], costs[j], -1, cover::CandidateRule::free});
    }
    for (const double one : weights) {
        instance.demand.push_back({one, -1, 0});
    }
    cover_by_lists(instance, lists);
    return instance;
}

std::vector<double> weights_by_id(const Matrix& matrix, const InstanceFiles& files) {
    if (files.demand.empty()) {
        return std::vector<double>(matrix.demand.size(), 1);
    }
    const Sheet sheet = read_sheet(files.demand);
    const auto id = column(sheet, {"id", "identifiant", "code", "nom", "name"});
    const auto weight = column(sheet, files.weight_column, kWeights);
    if (!id || !weight) {
        throw InputError(sheet.source + " : colonnes id et poids attendues");
    }
    std::map<std::string, double> by_id;
    for (const geo::Feature& row : sheet.table.features) {
        by_id[geo::to_text(row.values[*id])] = amount(sheet, row, weight);
    }
    std::vector<double> weights;
    for (const std::string& name : matrix.demand) {
        const auto at = by_id.find(name);
        if (at == by_id.end()) {
            throw InputError(
                fmt::format("{} : pas de poids pour la colonne « {} » de la matrice", sheet.source, name));
        }
        weights.push_back(at->second);
    }
    return weights;
}

Matrix read_wide(const Sheet& sheet, const InstanceFiles& files) {
    const auto cost = column(sheet, files.cost_column, kCosts);
    const auto own_radius = column(sheet, files.radius_column, kRadii);
    Matrix matrix;
    std::vector<std::size_t> columns;
    for (std::size_t c = 1; c < sheet.table.columns.size(); ++c) { // the first one names the candidates
        if (c != cost && c != own_radius) {
            columns.push_back(c);
            matrix.demand.push_back(sheet.table.columns[c].name);
        }
    }
    if (columns.empty()) {
        throw InputError(sheet.source + " : ni points (x, y), ni paires (distance), ni matrice de distances");
    }
    for (const geo::Feature& row : sheet.table.features) {
        matrix.candidates.push_back(geo::to_text(row.values[0]));
        matrix.costs.push_back(amount(sheet, row, cost));
        matrix.thresholds.push_back(radius_of(sheet, row, own_radius, files.radius));
        for (const std::size_t c : columns) {
            const bool is_empty = geo::is_missing(row.values[c]);
            matrix.distance.push_back(is_empty ? std::numeric_limits<double>::quiet_NaN()
                                               : number(sheet, row, c));
        }
    }
    matrix.weights = weights_by_id(matrix, files);
    return matrix;
}

} // namespace

CoverInstance read_instance(const InstanceFiles& files) {
    if (files.radius < 0 || !std::isfinite(files.radius)) {
        throw InputError("--radius (ou --threshold pour une matrice) : distance de couverture attendue");
    }
    if (const auto lines = nodes_of(files.candidates)) {
        const Points nodes = read_nodes(*lines, files.candidates.filename().string());
        if (!(files.radius > 0)) {
            throw InputError("--radius : distance de couverture attendue");
        }
        Points candidates = nodes;
        candidates.amounts.assign(nodes.ids.size(), 1); // the third column is what a node asks for
        candidates.radii.assign(nodes.ids.size(), files.radius);
        return from_points(candidates, nodes);
    }
    const Sheet sheet = read_sheet(files.candidates);
    const auto from = column(sheet, {"candidat", "candidate", "site", "origine", "origin", "name", "from"});
    const auto to =
        column(sheet, {"destination", "destinationname", "iddemande", "demandid", "demande", "to"});
    const auto distance = column(sheet, {"distance", "dist", "distancem"});
    if (from && to && distance) {
        return from_pairs(sheet, *from, *to, *distance, files);
    }
    if (column(sheet, {"x", "xl93", "lambertx"})) {
        Points candidates = read_points(sheet, files.cost_column, kCosts);
        const auto own_radius = column(sheet, files.radius_column, kRadii);
        for (const geo::Feature& row : sheet.table.features) {
            candidates.radii.push_back(radius_of(sheet, row, own_radius, files.radius));
        }
        const Points demand = files.demand.empty()
                                  ? read_points(sheet, files.weight_column, kWeights)
                                  : read_points(read_sheet(files.demand), files.weight_column, kWeights);
        return from_points(candidates, demand);
    }
    return from_matrix(read_wide(sheet, files));
}

} // namespace maillage::cli
