// online_basemap.h: the part of a map service that a view shows, fetched on a thread of its own: the map is
// drawn with what has arrived and drawn again when more has. Nothing is asked of a network before the first
// wish.
#pragma once

#include "base/picture.h"
#include "scene/view.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace maillage::map {

class OnlineBasemap {
  public:
    struct Wish {
        std::string service; ///< see io::read_service
        int epsg = 0;
        scene::View view;
        friend bool operator==(const Wish&, const Wish&) = default;
    };

    struct Ground {
        Wish of;                                ///< may be of an earlier view
        std::shared_ptr<const Picture> picture; ///< null when there was a problem
        std::string problem;                    ///< French
    };

    OnlineBasemap() = default;
    ~OnlineBasemap();
    OnlineBasemap(const OnlineBasemap&) = delete;
    OnlineBasemap& operator=(const OnlineBasemap&) = delete;

    /// The newest wish replaces one that is not answered yet. Asking twice for the same is asking once.
    void wish(const Wish& wish);
    /// What arrived last; empty until something did.
    std::optional<Ground> ground() const;
    /// Grows with every arrival.
    unsigned revision() const;
    bool is_busy() const;
    /// Called on the fetching thread after every arrival. Set it before the first wish.
    std::function<void()> on_arrival;

  private:
    void run();
    Ground fetch(const Wish& wish) const;
    bool is_stale(const Wish& wish) const;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<Wish> wish_; ///< newest
    std::optional<Ground> ground_;
    unsigned revision_ = 0;
    bool is_fetching_ = false;
    bool is_stopping_ = false;
    std::thread worker_; ///< started by the first wish
};

} // namespace maillage::map
