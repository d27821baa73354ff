#include "app/map_painter.h"

#include "paper/draw.h"

#include <exception>
#include <utility>

namespace maillage::app {

namespace {

bool has_same_shapes(const domain::Project& a, const domain::Project& b) {
    return a.territory.is_same(b.territory) && a.zones.is_same(b.zones) && a.councils.is_same(b.councils) &&
           a.qpvs.is_same(b.qpvs) && a.buildings.is_same(b.buildings) && a.cells.is_same(b.cells);
}

bool has_same_scene(const MapRequest& a, const MapRequest& b) {
    return a.project == b.project && a.results == b.results && a.results_of == b.results_of &&
           a.scheme == b.scheme && a.style == b.style && a.selection == b.selection &&
           a.plan_lines == b.plan_lines;
}

/// What the worker keeps from one drawing to the next.
struct Workshop {
    std::optional<MapRequest> last;
    std::shared_ptr<const MapGeometry> geometry;
    std::shared_ptr<const scene::Scene> scene;

    void prepare(const MapRequest& request) {
        if (scene && last && has_same_scene(*last, request)) {
            return;
        }
        if (!geometry || !last || !has_same_shapes(*last->project, *request.project)) {
            geometry = map_geometry(*request.project);
        }
        const MapInput input{request.project, geometry,      request.results,  request.results_of,
                             request.scheme,  request.style, request.selection, request.plan_lines};
        auto drawn = std::make_shared<scene::Scene>(map_scene(input));
        drawn->furniture = window_furniture(std::move(drawn->furniture));
        scene = std::move(drawn);
    }

    MapDrawing draw(const MapRequest& request) {
        MapDrawing drawing{request, nullptr, {}, {}, {}, {}};
        try {
            prepare(request);
            last = request;
            drawing.scene = scene;
            if (request.draws_everything) {
                paper::Options options;
                options.has_furniture = false;
                drawing.map = paper::draw_picture(*scene, request.view, options);
            } else {
                drawing.labels = paper::draw_labels(*scene, request.view);
            }
            drawing.furniture = paper::draw_furniture(*scene, request.view);
        } catch (const std::exception& error) {
            drawing.error =
                error.what(); // shown by the window: a map that cannot be drawn must not end the program
        }
        return drawing;
    }
};

} // namespace

MapPainter::MapPainter() : worker_([this] { run(); }) {}

MapPainter::~MapPainter() {
    {
        const std::lock_guard lock(mutex_);
        is_stopping_ = true;
    }
    changed_.notify_all();
    worker_.join();
}

void MapPainter::request(MapRequest request) {
    {
        const std::lock_guard lock(mutex_);
        pending_ = std::move(request);
    }
    changed_.notify_all();
}

std::optional<MapDrawing> MapPainter::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(ready_, std::nullopt);
}

bool MapPainter::is_busy() const {
    const std::lock_guard lock(mutex_);
    return is_drawing_ || pending_.has_value();
}

void MapPainter::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !is_drawing_ && !pending_; });
}

void MapPainter::run() {
    Workshop workshop;
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return is_stopping_ || pending_; });
        if (is_stopping_) {
            return;
        }
        const auto request = *std::exchange(pending_, std::nullopt);
        is_drawing_ = true;
        lock.unlock();
        auto drawing = workshop.draw(request);
        lock.lock();
        ready_ = std::move(drawing);
        is_drawing_ = false;
        changed_.notify_all();
        if (on_ready) {
            lock.unlock();
            on_ready();
            lock.lock();
        }
    }
}

scene::Furniture window_furniture(scene::Furniture furniture) {
    furniture.title.clear();
    furniture.subtitle.clear();
    furniture.banner.clear();
    furniture.reference_date.clear();
    furniture.source.clear();
    furniture.profile.clear();
    return furniture;
}

} // namespace maillage::app
