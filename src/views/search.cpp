#include "views/search.h"

#include "base/number.h"
#include "base/text.h"
#include "base/translate.h"
#include "domain/project.h"
#include "views/inspector.h"

#include <algorithm>

namespace maillage::views {

namespace {

/// 0: the text starts with the query, 1: a word does, 2: it is somewhere inside; empty: no match.
std::optional<int> match(const std::string& folded, const std::string& query) {
    const auto at = folded.find(query);
    if (at == std::string::npos) {
        return std::nullopt;
    }
    if (at == 0) {
        return 0;
    }
    for (auto next = at; next != std::string::npos; next = folded.find(query, next + 1)) {
        const char before = folded[next - 1];
        if (before == ' ' || before == '-' || before == '\'' || before == '\n' || before == '/') {
            return 1;
        }
    }
    return 2;
}

std::string commune_name(const domain::Territory& territory, const std::string& code) {
    const auto index = domain::find_commune(territory, code);
    return index ? territory.communes[*index].name : code;
}

} // namespace

SearchIndex::SearchIndex(const domain::Project& project) {
    const auto& territory = *project.territory;
    for (const auto& commune : territory.communes) {
        entries_.push_back({{commune.name,
                             tr("commune ") + commune.code,
                             {map::SelectionKind::commune, commune.code},
                             geo::bounds(commune.shape)},
                            fold(commune.name) + "\n" + fold(commune.code),
                            0});
    }
    for (const auto& site : *project.sites) {
        const map::Selection target{map::SelectionKind::site, site.id};
        entries_.push_back({{site.name, tr("site · ") + commune_name(territory, site.commune), target,
                             box_of(project, target)},
                            fold(site.name) + "\n" + fold(site.address) + "\n" + fold(site.id),
                            1});
    }
    for (const auto& act : *project.authorisations) {
        const map::Selection target{map::SelectionKind::commune, act.commune};
        entries_.push_back(
            {{act.number, tr("arrêté · ") + act.holder + " · " + commune_name(territory, act.commune), target,
              box_of(project, target)},
             fold(act.number) + "\n" + fold(act.holder) + "\n" + fold(act.address) + "\n" + fold(act.act_id),
             2});
    }
    for (const auto& camera : *project.cameras) {
        const map::Selection target{map::SelectionKind::camera, camera.id};
        entries_.push_back(
            {{camera.id,
              tr("caméra · ") +
                  (camera.location.empty() ? commune_name(territory, camera.commune) : camera.location),
              target, box_of(project, target)},
             fold(camera.id) + "\n" + fold(camera.location),
             3});
    }
}

std::vector<SearchHit> SearchIndex::find(std::string_view query, std::size_t most) const {
    const auto wanted = fold(trim(query));
    if (wanted.empty()) {
        return {};
    }

    struct Match {
        int quality;
        int rank;
        const Entry* entry;
    };

    std::vector<Match> matches;
    for (const auto& entry : entries_) {
        if (const auto quality = match(entry.folded, wanted)) {
            matches.push_back({*quality, entry.rank, &entry});
        }
    }
    const auto is_better = [](const Match& a, const Match& b) {
        if (a.quality != b.quality) {
            return a.quality < b.quality;
        }
        if (a.rank != b.rank) {
            return a.rank < b.rank;
        }
        return a.entry->folded < b.entry->folded;
    };
    const auto kept = std::min(most, matches.size());
    std::partial_sort(matches.begin(), matches.begin() + static_cast<std::ptrdiff_t>(kept), matches.end(),
                      is_better);
    std::vector<SearchHit> hits;
    for (std::size_t i = 0; i < kept; ++i) {
        hits.push_back(matches[i].entry->hit);
    }
    return hits;
}

} // namespace maillage::views
