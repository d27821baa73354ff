// by_id.h: lists that are kept in the order of their identifiers: finding, putting and removing one value.
#pragma once

#include "base/error.h"
#include "base/translate.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace maillage::session {

template <class T> bool less_by_id(const T& a, const std::string& id) {
    return a.id < id;
}

/// Position of `id` in a list sorted by id.
template <class T>
std::optional<std::size_t> find_by_id(const std::vector<T>& values, const std::string& id) {
    const auto it = std::lower_bound(values.begin(), values.end(), id, less_by_id<T>);
    if (it == values.end() || it->id != id) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(it - values.begin());
}

template <class T> std::vector<T> with(const std::vector<T>& values, T value) {
    std::vector<T> next = values;
    if (const auto at = find_by_id(next, value.id)) {
        next[*at] = std::move(value);
    } else {
        next.insert(std::lower_bound(next.begin(), next.end(), value.id, less_by_id<T>), std::move(value));
    }
    return next;
}

template <class T>
std::vector<T> without(const std::vector<T>& values, const std::string& id, const char* what) {
    std::vector<T> next = values;
    const auto at = find_by_id(next, id);
    if (!at) {
        throw InputError(std::string(what) + tr(" inconnu(e) : ") + id);
    }
    next.erase(next.begin() + static_cast<std::ptrdiff_t>(*at));
    return next;
}

} // namespace maillage::session
