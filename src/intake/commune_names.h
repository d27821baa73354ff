// commune_names.h: communes by their names as people write them: without article, as in a postal address,
// with « St », by arrondissement. A name that two communes may bear is never guessed.
#pragma once

#include "domain/territory.h"

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace maillage::intake {

class CommuneNames {
  public:
    explicit CommuneNames(const domain::Territory& territory);

    struct Match {
        std::string code;                    ///< empty when none is sure
        std::vector<std::string> candidates; ///< "Laon (02408)": those that may be meant when none is sure
        std::string remark; ///< French; what was left aside to find it, when that is worth telling
    };

    Match find(std::string_view name) const;

  private:
    using Codes = std::unordered_map<std::string, std::vector<std::size_t>>; ///< key to communes

    Match unique(const Codes& by_key, const std::string& key) const;
    Match near(const std::string& key) const;
    std::string described(std::size_t commune) const;

    const domain::Territory& territory_;
    Codes whole_;           ///< by every word of the name
    Codes without_article_; ///< by the name without its leading article
    std::vector<std::string> keys_;
};

} // namespace maillage::intake
