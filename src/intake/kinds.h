// kinds.h: one reader per kind of data. Each changes `out`, adds findings to the log of `rows` and
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

    std::vector<T> take() { return std::move(values_); }

  private:
    static constexpr std::size_t kCompared = 16; ///< an identifier repeated more often is no identifier

    std::vector<T> values_;
    std::unordered_map<std::string, std::vector<std::size_t>> by_id_;
    Identifiers identifiers_;
};

/// Where a value lies; empty when it tells no place.
template <class T> geo::Box place_of(const T& value) {
    geo::Box box;
    if constexpr (requires { value.position; }) {
        if (value.position) {
            box.extend(*value.position);
        }
    } else if constexpr (requires { value.centre; }) {
        box.extend(value.centre);
    } else if constexpr (requires { value.line; }) {
        box.extend(geo::bounds(geo::Geometry(geo::MultiLine{value.line})));
    } else if constexpr (requires { value.shape; }) {
        box.extend(geo::bounds(value.shape));
    }
    return box;
}

/// One object told twice: the same place, or for acts, which have none, the same number, commune and day. An
/// identifier alone proves nothing: every commune numbers its cameras from 1.
template <class T> bool is_same_object(const T& a, const T& b) {
    constexpr double kSamePlaceM = 2;
    if constexpr (requires { a.decided; }) {
        return a.number == b.number && a.commune == b.commune && a.decided == b.decided;
    } else {
        const geo::Box here = place_of(a);
        const geo::Box there = place_of(b);
        return !here.is_empty() && !there.is_empty() && here.grown(kSamePlaceM).intersects(there);
    }
}

/// From the same file and layer, read before.
template <class T> bool is_of_source(const T& value, const std::string& source) {
    if constexpr (requires { value.source; }) {
        return value.source == source;
    } else {
        return false;
    }
}

/// What the project holds after an import: `fresh` alone, or the old values too. Then what the same source
/// gave before goes, a value that is the same object is replaced, and two objects of one identifier both
/// stay: the later one gets an identifier of its own. Sorted by identifier.
template <class T> std::vector<T> settled(ImportRows& rows, const std::vector<T>& old, std::vector<T> fresh) {
    if (!rows.options.replaces) {
        Identifiers identifiers;
        std::unordered_map<std::string, std::size_t> by_id;
        std::vector<bool> is_gone(old.size());
        for (std::size_t i = 0; i < old.size(); ++i) {
            is_gone[i] = is_of_source(old[i], rows.options.source);
            if (!is_gone[i]) {
                identifiers.give(old[i].id);
                by_id.emplace(old[i].id, i);
            }
        }
        for (T& value : fresh) {
            const auto it = by_id.find(value.id);
            if (it != by_id.end() && is_same_object(value, old[it->second])) {
                is_gone[it->second] = true;
                rows.log.add(
                    Severity::warning, 0, {}, "objet déjà donné par un autre fichier, valeur remplacée",
                    "« " + value.id + " » était déjà dans le projet, au même endroit : valeur remplacée");
                continue;
            }
            if (it != by_id.end()) {
                const std::string told = value.id;
                value.id = identifiers.give(told + " (" + short_name(rows.options.source) + ")");
                rows.log.add(
                    Severity::warning, 0, {}, "identifiant déjà pris par un autre objet, un autre est donné",
                    "l'identifiant « " + told +
                        " » est celui d'un autre objet du projet : celui-ci devient « " + value.id + " »");
            } else {
                value.id = identifiers.give(value.id);
            }
        }
        for (std::size_t i = 0; i < old.size(); ++i) {
            if (!is_gone[i]) {
                fresh.push_back(old[i]);
            }
        }
    }
    std::ranges::stable_sort(fresh, std::less<>(), &T::id);
    return fresh;
}

/// The same for values known by a national code or a name: `fresh` alone, or the old values with those of the
/// same key replaced. Sorted by key.
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
