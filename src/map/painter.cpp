#include "map/painter.h"

#include "base/error.h"
#include "map/basemap.h"
#include "map/date_preview.h"
#include "map/other_map.h"
#include "paper/draw.h"
#include "scene/adapt.h"
#include "scene/legend.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace maillage::map {

namespace {

bool has_same_shapes(const domain::Project& a, const domain::Project& b) {
    return a.territory.is_same(b.territory) && a.zones.is_same(b.zones) && a.councils.is_same(b.councils) &&
           a.qpvs.is_same(b.qpvs) && a.buildings.is_same(b.buildings) && a.cells.is_same(b.cells);
}

bool has_same_scene(const MapRequest& a, const MapRequest& b) {
    return a.project == b.project && a.results == b.results && a.results_of == b.results_of &&
           a.scheme == b.scheme && a.style == b.style && a.selection == b.selection &&
           a.plan_lines == b.plan_lines && a.language == b.language && a.comparison == b.comparison;
}

const plan::ScenarioResult* scenario_named(const MapRequest& request, const std::string& name) {
    if (!request.comparison) {
        return nullptr;
    }
    const auto& all = request.comparison->scenarios;
    const auto it = std::ranges::find(all, name, &plan::ScenarioResult::name);
    return it == all.end() ? nullptr : &*it;
}

/// The scenario beside the present one; null when there is none, or its list is not made yet.
const plan::ScenarioResult* compared(const MapRequest& request) {
    const std::string& name = request.style.compared_scenario;
    return name.empty() ? nullptr : scenario_named(request, name);
}

/// Of the present scenario: the list that was asked for, or the one made for the comparison.
std::shared_ptr<const plan::Scheme> scheme_here(const MapRequest& request) {
    if (request.scheme || compared(request) == nullptr || request.project->scenarios.empty()) {
        return request.scheme;
    }
    const plan::ScenarioResult* present = scenario_named(request, request.project->scenarios.front().name);
    return present == nullptr ? nullptr : present->scheme;
}

/// What the worker keeps from one drawing to the next.
class Workshop {
  public:
    explicit Workshop(OnlineBasemap& online) : online_(online) {}

    MapDrawing draw(const MapRequest& request) {
        MapDrawing drawing{request, nullptr, {}, {}, {}, {}, {}};
        try {
            prepare(request, drawing.note);
            last_ = request;
            drawing.scene = scene_;
            if (request.draws_everything) {
                drawing.map = map(request);
            } else {
                drawing.labels = paper::draw_labels(with_legend(*scene_, request.view), request.view);
            }
            if (const plan::ScenarioResult* other = compared(request); other != nullptr) {
                drawing.note = other->problem.empty() ? drawing.note : other->problem;
            }
            drawing.furniture = paper::draw_furniture(with_legend(*scene_, request.view), request.view);
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
            MapInput input = input_of(request);
            if (const plan::ScenarioResult* other = compared(request); other != nullptr) {
                input.compared_scheme = other->scheme;
            }
            whole_ = whole_scene(input);
            other_.reset();
            drawn_.reset();
        }
        const bool has_basemap = !request.style.basemap.empty();
        const bool is_same_scale = is_whole &&
                                   last_->view.metres_per_pixel == request.view.metres_per_pixel &&
                                   last_->view.scale == request.view.scale;
        const unsigned arrived = online_.revision();
        const bool is_new_ground = is_online(request.style) && ground_ != arrived;
        ground_ = arrived;
        if (is_new_ground) {
            drawn_.reset();
        }
        if (!is_same_scale || is_new_ground || (has_basemap && last_->view != request.view)) {
            scene_ = fitted(*whole_, request, note);
        }
    }

    MapInput input_of(const MapRequest& request) {
        if (!geometry_ || !geometry_of_ || !has_same_shapes(*geometry_of_, *request.project)) {
            geometry_ = map_geometry(*request.project);
            geometry_of_ = request.project;
        }
        return {request.project,      geometry_,     request.results,   request.results_of,
                scheme_here(request), request.style, request.selection, request.plan_lines};
    }

    static std::shared_ptr<const scene::Scene> whole_scene(const MapInput& input) {
        auto drawn = std::make_shared<scene::Scene>(map_scene(input));
        drawn->furniture = window_furniture(std::move(drawn->furniture));
        return drawn;
    }

    /// With what has arrived of an online base map, and a wish for what the view lacks.
    void add_online(const MapRequest& request, scene::Scene& scene, std::string& note) {
        const OnlineBasemap::Wish wish{request.style.basemap.string(), request.project->territory->epsg,
                                       request.view};
        online_.wish(wish);
        const auto ground = online_.ground();
        if (!ground || ground->of.service != wish.service || ground->of.epsg != wish.epsg) {
            return;
        }
        if (ground->picture) {
            add_ground(request.style, ground->picture, ground->of.view.box(), scene);
        }
        note = ground->problem.empty() ? note : ground->problem;
    }

    std::shared_ptr<const scene::Scene> fitted(const scene::Scene& whole, const MapRequest& request,
                                               std::string& note) {
        auto fitted = std::make_shared<scene::Scene>(
            scene::adapted(whole, request.view.metres_per_pixel, request.view.scale));
        if (is_online(request.style)) {
            add_online(request, *fitted, note);
            return fitted;
        }
        try {
            add_basemap(request.style, request.project->territory->epsg, request.view, *fitted);
        } catch (const InputError& error) { // the map is still worth seeing without it
            note = error.what();
        }
        return fitted;
    }

    static scene::Scene with_legend(scene::Scene scene, const scene::View& view) {
        scene.furniture.legend = scene::legend_in(scene, view);
        return scene;
    }

    static Picture layers(const scene::Scene& scene, const scene::View& view) {
        paper::Options options;
        options.has_furniture = false;
        options.leaves_room = true;
        return paper::draw_picture(with_legend(scene, view), view, options);
    }

    Picture map(const MapRequest& request) {
        const bool can_show_date = request.date && request.results && request.results_of &&
                                   request.results_of->cameras.is_same(request.project->cameras);
        const std::optional<Date> date = can_show_date ? request.date : std::nullopt;
        if (!is_comparing(request.style)) {
            return here(request, date);
        }
        if (!drawn_ || drawn_->view != request.view ||
            drawn_->date != date) { // kept while only the line is moved
            const bool is_same_view = drawn_ && drawn_->view == request.view;
            Picture there =
                is_same_view ? std::move(drawn_->there) : layers(*other_scene(request), request.view);
            drawn_ = Pair{request.view, date, here(request, date), std::move(there)};
        }
        return side_by_side(drawn_->here, drawn_->there, request.split);
    }

    Picture here(const MapRequest& request, std::optional<Date> date) const {
        return layers(date ? at_date(*scene_, *request.results, *date) : *scene_, request.view);
    }

    /// The same map at the other date, with the results of that date, or with the list of the other scenario.
    std::shared_ptr<const scene::Scene> other_scene(const MapRequest& request) {
        if (!other_) {
            MapInput input = input_of(request);
            if (request.style.compared_with) {
                Progress progress;
                input = at_other_date(input, *request.style.compared_with, progress, 1);
            } else {
                const plan::ScenarioResult* other = compared(request);
                input.compared_scheme = input.scheme;
                input.scheme = other == nullptr ? nullptr : other->scheme;
            }
            other_ = whole_scene(input);
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
        std::optional<Date> date; ///< of the preview
        Picture here;
        Picture there;
    };

    OnlineBasemap& online_;
    unsigned ground_ = 0; ///< revision of the online base map that was drawn
    std::optional<MapRequest> last_;
    std::shared_ptr<const domain::Project> geometry_of_;
    std::shared_ptr<const MapGeometry> geometry_;
    std::shared_ptr<const scene::Scene> whole_; ///< for every scale
    std::shared_ptr<const scene::Scene> scene_; ///< adapted to the scale of the last view
    std::shared_ptr<const scene::Scene> other_; ///< of the other date, for every scale
    std::optional<Pair> drawn_;                 ///< the two maps of a comparison
};

} // namespace

MapPainter::MapPainter() : worker_([this] { run(); }) {
    online_.on_arrival = [this] { draw_again(); };
}

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
        newest_ = request;
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

bool MapPainter::is_fetching() const {
    return online_.is_busy();
}

void MapPainter::draw_again() {
    {
        const std::lock_guard lock(mutex_);
        if (!pending_) {
            pending_ = newest_;
        }
    }
    changed_.notify_all();
}

void MapPainter::wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !is_drawing_ && !pending_; });
}

void MapPainter::run() {
    Workshop workshop(online_);
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return is_stopping_ || pending_; });
        if (is_stopping_) {
            return;
        }
        const MapRequest request = *std::exchange(pending_, std::nullopt);
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

} // namespace maillage::map
