#include "app/map_painter.h"

#include "app/basemap.h"
#include "base/error.h"
#include "paper/draw.h"
#include "scene/adapt.h"

#include <algorithm>
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
           a.scheme == b.scheme && a.style == b.style && a.selection == b.selection && a.plan_lines == b.plan_lines &&
           a.language == b.language;
}

/// What the worker keeps from one drawing to the next.
class Workshop {
  public:
    MapDrawing draw(const MapRequest& request) {
        MapDrawing drawing{request, nullptr, {}, {}, {}, {}, {}};
        try {
            prepare(request, drawing.note);
            last_ = request;
            drawing.scene = scene_;
            if (request.draws_everything) {
                drawing.map = map(request);
            } else {
                drawing.labels = paper::draw_labels(*scene_, request.view);
            }
            drawing.furniture = paper::draw_furniture(*scene_, request.view);
        } catch (const std::exception& error) {
            last_.reset(); // nothing of it can be trusted
            drawing.error =
                error.what(); // shown by the window: a map that cannot be drawn must not end the program
        }
        return drawing;
    }

  private:
    void prepare(const MapRequest& request, std::string& note) {
        const bool is_whole = whole_ && last_ && has_same_scene(*last_, request);
        if (!is_whole) {
            whole_ = whole_scene(request, request.project, request.results, request.results_of);
            other_.reset();
            drawn_.reset();
        }
        const bool has_basemap = !request.style.basemap.empty();
        const bool is_same_scale = is_whole &&
                                   last_->view.metres_per_pixel == request.view.metres_per_pixel &&
                                   last_->view.scale == request.view.scale;
        if (!is_same_scale || (has_basemap && last_->view != request.view)) {
            scene_ = fitted(*whole_, request, note);
        }
    }

    std::shared_ptr<const scene::Scene> whole_scene(const MapRequest& request,
                                                    std::shared_ptr<const domain::Project> project,
                                                    std::shared_ptr<const Results> results,
                                                    std::shared_ptr<const domain::Project> results_of) {
        if (!geometry_ || !geometry_of_ || !has_same_shapes(*geometry_of_, *request.project)) {
            geometry_ = map_geometry(*request.project);
            geometry_of_ = request.project;
        }
        const MapInput input{std::move(project), geometry_,     std::move(results), std::move(results_of),
                             request.scheme,     request.style, request.selection,  request.plan_lines};
        auto drawn = std::make_shared<scene::Scene>(map_scene(input));
        drawn->furniture = window_furniture(std::move(drawn->furniture));
        return drawn;
    }

    static std::shared_ptr<const scene::Scene> fitted(const scene::Scene& whole, const MapRequest& request,
                                                      std::string& note) {
        auto fitted = std::make_shared<scene::Scene>(
            scene::adapted(whole, request.view.metres_per_pixel, request.view.scale));
        try {
            add_basemap(request.style, request.project->territory->epsg, request.view, *fitted);
        } catch (const InputError& error) { // the map is still worth seeing without it
            note = error.what();
        }
        return fitted;
    }

    static Picture layers(const scene::Scene& scene, const scene::View& view) {
        paper::Options options;
        options.has_furniture = false;
        return paper::draw_picture(scene, view, options);
    }

    Picture map(const MapRequest& request) {
        if (!request.style.compared_with) {
            return layers(*scene_, request.view);
        }
        if (!drawn_ || drawn_->view != request.view) { // kept while only the line between the two is moved
            drawn_ = Pair{request.view, layers(*scene_, request.view),
                          layers(*other_scene(request), request.view)};
        }
        return side_by_side(drawn_->here, drawn_->there, request.split);
    }

    /// The same map at the other date, with the results of that date.
    std::shared_ptr<const scene::Scene> other_scene(const MapRequest& request) {
        if (!other_) {
            auto project = std::make_shared<domain::Project>(*request.project);
            project->settings.reference_date = *request.style.compared_with;
            std::shared_ptr<const Results> results;
            if (request.results) {
                Progress progress;
                results = compute(*project, project->settings.reference_date, request.results, progress, 1);
            }
            other_ = whole_scene(request, project, results, project);
        }
        std::string note; // told for the first map
        return fitted(*other_, request, note);
    }

    /// Left of the split the first picture, right of it the second.
    static Picture side_by_side(Picture left, const Picture& right, double split) {
        const auto width = static_cast<std::size_t>(left.width);
        const auto from = static_cast<std::size_t>(std::clamp(split, 0.0, 1.0) * left.width);
        for (std::size_t y = 0; y < static_cast<std::size_t>(left.height); ++y) {
            std::copy(right.rgba.begin() + static_cast<std::ptrdiff_t>(4 * (y * width + from)),
                      right.rgba.begin() + static_cast<std::ptrdiff_t>(4 * (y + 1) * width),
                      left.rgba.begin() + static_cast<std::ptrdiff_t>(4 * (y * width + from)));
        }
        return left;
    }

    struct Pair {
        scene::View view;
        Picture here;
        Picture there;
    };

    std::optional<MapRequest> last_;
    std::shared_ptr<const domain::Project> geometry_of_;
    std::shared_ptr<const MapGeometry> geometry_;
    std::shared_ptr<const scene::Scene> whole_; ///< for every scale
    std::shared_ptr<const scene::Scene> scene_; ///< adapted to the scale of the last view
    std::shared_ptr<const scene::Scene> other_; ///< of the other date, for every scale
    std::optional<Pair> drawn_;                 ///< the two maps of a comparison
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
