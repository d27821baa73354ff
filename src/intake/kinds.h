// import_kinds.h: one reader per kind of data. Each changes `out`, adds findings to the log of `rows` and
// gives the number of values made.
#pragma once

#include "intake/rows.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace maillage::intake {

std::int64_t import_communes(ImportRows& rows, domain::Project& out);
std::int64_t import_zones(ImportRows& rows, domain::Project& out);
std::int64_t import_councils(ImportRows& rows, domain::Project& out);
std::int64_t import_qpv(ImportRows& rows, domain::Project& out);
std::int64_t import_authorisations(ImportRows& rows, domain::Project& out);
std::int64_t import_cameras(ImportRows& rows, domain::Project& out);
std::int64_t import_sites(ImportRows& rows, domain::Project& out);
std::int64_t import_buildings(ImportRows& rows, domain::Project& out);
std::int64_t import_crime(ImportRows& rows, domain::Project& out);
std::int64_t import_population(ImportRows& rows, domain::Project& out);
std::int64_t import_candidates(ImportRows& rows, domain::Project& out);
std::int64_t import_prices(ImportRows& rows, domain::Project& out);
std::int64_t import_funding(ImportRows& rows, domain::Project& out);
std::int64_t import_roads(ImportRows& rows, domain::Project& out);
std::int64_t import_parcels(ImportRows& rows, domain::Project& out);
std::int64_t import_perimeters(ImportRows& rows, domain::Project& out);

/// Rows with an identifier of the file: repeated ones are told, none is lost in silence.
template <class T> class IdentifiedRows {
  public:
    /// `what`: "la caméra", "le site". A row that says word for word what an earlier one of this identifier
    /// says is left out.
    void add(ImportRows& rows, long row, const std::string& column, std::string_view what,
             const std::string& wanted, T value) {
        std::vector<std::size_t>& same_id = by_id_[wanted];
        for (const std::size_t earlier : same_id) {
            value.id = values_[earlier].id;
            if (value == values_[earlier]) {
                rows.log.add(Severity::warning, row, column, "ligne répétée à l'identique, non importée",
                             std::string(what) + " " + wanted +
                                 " : ligne répétée à l'identique, non importée");
                return;
            }
        }
        value.id = identifiers_.give(wanted);
        if (value.id != wanted) {
            rows.log.add(Severity::warning, row, column, "identifiant répété, un autre est donné",
                         std::string(what) + " " + wanted + " est déjà dans le fichier : identifiant « " +
                             value.id + " » donné à cette ligne");
        }
        if (same_id.size() < kCompared) {
            same_id.push_back(values_.size());
        }
        values_.push_back(std::move(value));
    }

    /// Adding to what the project has: tells which values of other files are replaced.
    std::vector<T> take(ImportRows& rows, const std::vector<T>& old) {
        for (const T& value : old) {
            const bool is_replaced =
                !rows.options.replaces && value.source != rows.options.source && by_id_.contains(value.id);
            if (is_replaced) {
                rows.log.add(
                    Severity::warning, 0, {}, "identifiant déjà donné par un autre fichier, valeur remplacée",
                    "l'identifiant " + value.id + " venait de " + value.source + " : valeur remplacée");
            }
        }
        return std::move(values_);
    }

  private:
    static constexpr std::size_t kCompared = 16; ///< an identifier repeated more often is no identifier

    std::vector<T> values_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_id_;
    Identifiers identifiers_;
};

/// What the project holds after an import: `fresh` alone, or the old values with those of the same key
/// replaced. Sorted by key.
template <class T, class Key>
std::vector<T> merged(const std::vector<T>& old, std::vector<T> fresh, bool replaces, Key key) {
    std::ranges::stable_sort(fresh, std::less<>(), key);
    if (replaces) {
        return fresh;
    }
    const std::size_t made = fresh.size();
    for (const T& value : old) {
        const auto last = fresh.begin() + static_cast<std::ptrdiff_t>(made);
        const auto it =
            std::ranges::lower_bound(fresh.begin(), last, std::invoke(key, value), std::less<>(), key);
        if (it == last || std::invoke(key, *it) != std::invoke(key, value)) {
            fresh.push_back(value);
        }
    }
    std::ranges::stable_sort(fresh, std::less<>(), key);
    return fresh;
}

} // namespace maillage::intake
