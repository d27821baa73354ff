#include "map/online_basemap.h"

#include "base/error.h"
#include "io/read/read_basemap.h"
#include "map/basemap.h"

#include <utility>

namespace maillage::map {

OnlineBasemap::~OnlineBasemap() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    changed_.notify_all();
    if (worker_.joinable()) {
        worker_.join();
    }
}

void OnlineBasemap::wish(const Wish& wish) {
    {
        const std::lock_guard lock(mutex_);
        if (wish_ == wish) {
            return;
        }
        wish_ = wish;
        if (!worker_.joinable()) {
            worker_ = std::thread([this] { run(); });
        }
    }
    changed_.notify_all();
}

std::optional<OnlineBasemap::Ground> OnlineBasemap::ground() const {
    const std::lock_guard lock(mutex_);
    return ground_;
}

unsigned OnlineBasemap::revision() const {
    const std::lock_guard lock(mutex_);
    return revision_;
}

bool OnlineBasemap::is_busy() const {
    const std::lock_guard lock(mutex_);
    return is_fetching_ || (wish_ && (!ground_ || ground_->of != *wish_));
}

bool OnlineBasemap::is_stale(const Wish& wish) const {
    const std::lock_guard lock(mutex_);
    return is_stopping_ || wish_ != wish;
}

OnlineBasemap::Ground OnlineBasemap::fetch(const Wish& wish) const {
    Ground ground{wish, nullptr, {}};
    try {
        io::ServiceOptions how;
        how.cache = made_tile_cache();
        how.is_cancelled = [&] { return is_stale(wish); };
        ground.picture = std::make_shared<const Picture>(io::read_service(
            wish.service, how, wish.epsg, wish.view.box(), wish.view.width, wish.view.height));
    } catch (const std::exception& error) { // told on the map: it is worth seeing without its ground
        ground.problem = error.what();
    }
    return ground;
}

void OnlineBasemap::run() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [&] { return is_stopping_ || (wish_ && (!ground_ || ground_->of != *wish_)); });
        if (is_stopping_) {
            return;
        }
        const Wish wish = *wish_;
        is_fetching_ = true;
        lock.unlock();
        Ground ground = fetch(wish);
        lock.lock();
        is_fetching_ = false;
        if (wish_ != wish) {
            continue; // half of what nobody wants any more
        }
        ground_ = std::move(ground);
        ++revision_;
        if (on_arrival) {
            lock.unlock();
            on_arrival();
            lock.lock();
        }
    }
}

} // namespace maillage::map
