// painter.h: prepares the map on a worker thread, so that a window never waits for it: the scene, its
// labels and furniture, and the whole picture where the processor draws faster than the graphics card.
#pragma once

#include "base/picture.h"
#include "base/translate.h"
#include "map/map_scene.h"
#include "map/online_basemap.h"
#include "plan/scenarios.h"
#include "scene/view.h"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace maillage::map {

struct MapRequest {
    std::shared_ptr<const domain::Project> project;
    std::shared_ptr<const analysis::Results> results;
    std::shared_ptr<const domain::Project> results_of;
    std::shared_ptr<const plan::Scheme> scheme;
    Style style;
    std::vector<Selection> selection;
    scene::View view;
    std::size_t plan_lines = 0;    ///< of the list of priority sites; 0: all
    bool draws_everything = false; ///< false: labels and furniture alone, the layers are drawn by OpenGL
    Language language = Language::french; ///< of the legend
    double split = 1; ///< share of the width left to the present map when two are compared
    std::shared_ptr<const plan::Comparison> comparison = {}; ///< the lists of the scenarios; null until made
    std::optional<Date> date = {}; ///< being chosen: cameras are shown as their acts make them on that day
    friend bool operator==(const MapRequest&, const MapRequest&) = default;
};

struct MapDrawing {
    MapRequest of;
    std::shared_ptr<const scene::Scene> scene; ///< the same object while the map is only moved
    Picture map;                               ///< empty unless `draws_everything`
    Picture labels;                            ///< empty when `draws_everything`: they are in the map
    Picture furniture;
    std::string error; ///< French; not empty: nothing else is
    std::string note;  ///< French: what is missing from a map that is drawn all the same
};

class MapPainter {
  public:
    MapPainter();
    ~MapPainter();
    MapPainter(const MapPainter&) = delete;
    MapPainter& operator=(const MapPainter&) = delete;

    /// The newest request replaces one that has not begun.
    void request(MapRequest request);
    /// The newest drawing that nobody has taken.
    std::optional<MapDrawing> take();
    bool is_busy() const;
    /// Part of an online base map is on its way; the map is drawn again when it arrives.
    bool is_fetching() const;
    /// Blocks until every request is drawn, not until base maps have arrived.
    void wait();
    /// Called on the worker when a drawing is ready. Set it before the first request.
    std::function<void()> on_ready;

  private:
    void run();
    void draw_again();

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<MapRequest> pending_;
    std::optional<MapRequest> newest_;
    std::optional<MapDrawing> ready_;
    bool is_drawing_ = false;
    bool is_stopping_ = false;
    OnlineBasemap online_;
    std::thread worker_; ///< last: it uses everything above
};

/// Legend, scale bar and north alone: title, banner, date and source stand elsewhere in a window.
scene::Furniture window_furniture(scene::Furniture furniture);

} // namespace maillage::map
