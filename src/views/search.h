// search.h: finds communes, sites, acts and cameras by any part of their name or code.
#pragma once

#include "geo/geometry.h"
#include "session/session.h"

#include <string>
#include <string_view>
#include <vector>

namespace maillage::views {

struct SearchHit {
    std::string label;  ///< "Laon"
    std::string detail; ///< "commune 02408"
    map::Selection target;
    geo::Box box;
};

class SearchIndex {
  public:
    SearchIndex() = default;
    explicit SearchIndex(const domain::Project& project);
    /// Best first: beginning of the name or code, then beginning of a word, then anywhere.
    std::vector<SearchHit> find(std::string_view query, std::size_t most) const;

  private:
    struct Entry {
        SearchHit hit;
        std::string folded; ///< name, code, holder, address
        int rank = 0;       ///< communes before sites before acts before cameras
    };

    std::vector<Entry> entries_;
};

} // namespace maillage::views
