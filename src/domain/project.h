// project.h: everything one project holds, as an immutable value. Copying it shares its parts.
#pragma once

#include "base/finding.h"
#include "domain/demand.h"
#include "domain/plan.h"
#include "domain/roads.h"
#include "domain/settings.h"
#include "domain/territory.h"
#include "geo/elevation.h"
#include "registry/registry.h"

#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace maillage::domain {

/// Shared, immutable, never null: default-constructs to an empty value.
template <class T> class Shared {
  public:
    Shared() : value_(std::make_shared<const T>()) {}

    /// Made when somebody first looks at it, once, in whatever thread; what `make` throws is thrown there.
    static Shared later(std::function<T()> make) {
        Shared shared(nullptr);
        shared.later_ = std::make_shared<Later>(std::move(make));
        return shared;
    }

    Shared(T value)
        : value_(std::make_shared<const T>(std::move(value))) {} // NOLINT: a value is a shared value

    const T& operator*() const { return later_ == nullptr ? *value_ : later_->get(); }

    const T* operator->() const { return &**this; }

    /// Same object: equality without comparing, for caches.
    bool is_same(const Shared& other) const { return value_ == other.value_ && later_ == other.later_; }

    friend bool operator==(const Shared& a, const Shared& b) { return a.is_same(b) || *a == *b; }

  private:
    class Later {
      public:
        explicit Later(std::function<T()> make) : make_(std::move(make)) {}

        const T& get() {
            std::call_once(once_, [this] { made_ = make_(); });
            return made_;
        }

      private:
        std::once_flag once_;
        std::function<T()> make_;
        T made_{};
    };

    explicit Shared(std::nullptr_t) {}

    std::shared_ptr<const T> value_; ///< null: `later_` has it
    std::shared_ptr<Later> later_;
};

/// Where a part of the project came from: one row an import.
struct Source {
    std::string kind; ///< communes, zones, cameras... as on the command line
    std::string file; ///< its name in findings, values and credits: base name, more where two share it
    std::string layer;
    std::string note;        ///< encoding, CRS, conventions that were read or assumed
    std::string attribution; ///< for the source line of maps
    std::int64_t rows = 0;
    bool is_fictitious = false; ///< "exemple fictif" on every map and file
    std::string origin = {};    ///< tells two files of one name apart; see intake::ImportOptions::origin
    friend bool operator==(const Source&, const Source&) = default;
};

struct Project {
    std::string title;
    Settings settings = default_settings();
    Shared<Territory> territory;
    Shared<std::vector<ForceZone>> zones;
    Shared<std::vector<Council>> councils;
    Shared<std::vector<Qpv>> qpvs;
    Shared<std::vector<registry::Authorisation>> authorisations; ///< sorted by id
    Shared<std::vector<registry::Camera>> cameras;               ///< sorted by id
    Shared<std::vector<Site>> sites;                             ///< sorted by id
    Shared<std::vector<Candidate>> candidates; ///< sorted by id; the sites are candidates without it
    Shared<std::vector<Perimeter>> perimeters; ///< sorted by id
    Shared<std::vector<PopulationCell>> cells;
    Shared<std::vector<Building>> buildings;
    Shared<std::vector<Road>> roads; ///< classified ones; sorted by id
    Shared<std::vector<Parcel>> parcels;
    geo::ElevationSource elevation;
    Shared<geo::ElevationGrid> relief; ///< what `elevation` names, in the CRS of the territory; not stored
    Shared<std::vector<CrimeFigure>> crime;
    Shared<std::vector<Source>> sources;
    Shared<Findings> findings;
    std::vector<Scenario> scenarios;
    friend bool operator==(const Project&, const Project&) = default;
};

bool is_fictitious(const Project& project);
/// "Exemple fictif · contours approchés", "Contours approchés", or "": always shown when not empty.
std::string warning_banner(const Project& project);
/// "Limites : ... · Caméras : ...": each attribution once, in the order of import.
std::string attribution(const Project& project);

} // namespace maillage::domain
