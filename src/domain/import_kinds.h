// import_kinds.h: one reader per kind of data. Each changes `out`, adds findings to the log of `rows` and
// gives the number of values made.
#pragma once

#include "domain/import_rows.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace maillage::domain {

std::int64_t import_communes(ImportRows& rows, Project& out);
std::int64_t import_zones(ImportRows& rows, Project& out);
std::int64_t import_councils(ImportRows& rows, Project& out);
std::int64_t import_qpv(ImportRows& rows, Project& out);
std::int64_t import_authorisations(ImportRows& rows, Project& out);
std::int64_t import_cameras(ImportRows& rows, Project& out);
std::int64_t import_sites(ImportRows& rows, Project& out);
std::int64_t import_buildings(ImportRows& rows, Project& out);
std::int64_t import_crime(ImportRows& rows, Project& out);
std::int64_t import_population(ImportRows& rows, Project& out);

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

} // namespace maillage::domain
