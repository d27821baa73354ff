// map_panel.h: the map as something to handle: moves the view, picks, measures, places and aims cameras. The
// picture itself is drawn under it by the canvas; only sketches are drawn here.
#pragma once

#include "geo/geometry.h"
#include "scene/scene.h"
#include "scene/view.h"
#include "session/session.h"
#include "ui/kit/widgets.h"
#include "views/camera_handles.h"
#include "views/field_lines.h"
#include "views/hover.h"
#include "views/snap.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace maillage::ui {

enum class Tool {
    pan,
    add_camera,
    add_site,
    add_candidate,
    measure_length,
    measure_area,
    select_rectangle,
    select_polygon,
    draw_perimeter
};

struct MapPanel {
    scene::View view;
    bool has_view = false;                  ///< false: shows everything as soon as there is something
    std::vector<scene::View> before, after; ///< for the previous and next view
    double settled_at = 0;                  ///< time of the last change of the view, seconds
    Tool tool = Tool::pan;
    std::vector<geo::Point> sketch; ///< of the measuring and selecting tools
    bool is_sketch_done = false;
    std::optional<views::Handle> dragged; ///< handle of the selected camera in hand
    geo::Point drag_to;

    struct Handles { ///< kept while nothing they depend on changes: they ask the projection for its
                     ///< convergence
        std::shared_ptr<const domain::Project> project;
        std::string camera;
        std::optional<views::Handle> dragged;
        geo::Point drag_to;
        std::optional<views::CameraHandles> handles;
        std::optional<views::AimedField> field; ///< while dragged: what it would really see
    } handles;

    struct Moving { ///< everything selected, in hand by one of its points
        geo::Point from, by;
    };

    std::optional<Moving> moving;
    views::Snapper snapper;
    std::optional<views::Snap> snap; ///< what the point in hand has caught

    double split = 0.5; ///< where the other map begins, as a share of the width
    bool is_splitting = false;
    bool is_panning = false;
    bool is_armed = false;             ///< the button went down on the map and the mouse has not moved since
    geo::Point menu_at;                ///< where the context menu was asked for
    std::optional<geo::Point> cursor;  ///< map position under the mouse; empty when it is elsewhere
    std::vector<views::Hovered> under; ///< what is there
    geo::Point under_of;               ///< cursor and view that `under` was computed for
    scene::View under_view;
    const void* under_scene = nullptr;  ///< compared only, never followed
    std::optional<geo::Point> question; ///< "which cameras see this point?", asked in this frame
    std::optional<geo::Point> asked_at; ///< where the last answer holds
};

/// Remembers the present view for "previous view".
void keep_view(MapPanel& map);
/// Shows `box` with some space around it; everything when it is empty.
void show(MapPanel& map, const geo::Box& box, const geo::Box& everything, double now);
void step_view(MapPanel& map, bool is_back, double now);
void zoom(MapPanel& map, double factor, double now);
/// False while the view moves: the cached picture is enough.
bool is_resting(const MapPanel& map, double now);
std::string hint(const MapPanel& map);

/// `scene` may be null while the first one is being made.
void draw(MapPanel& map, const Ui& ui, const session::Session& session, const scene::Scene* scene, Rect rect,
          double now);

} // namespace maillage::ui
