// scene.h: what to draw, as plain values in map coordinates. It knows no renderer, no font and no domain;
// geometry is shared, so that changing colours copies next to nothing.
#pragma once

#include "base/picture.h"
#include "geo/geometry.h"
#include "scene/coverage.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace maillage::scene {

/// Sizes in pixels are meant at scale 1 (96 dots an inch) and are multiplied by View::scale.

enum class Hatch : std::uint8_t { none, rising, falling, crossed, dots };

struct HatchStyle {
    Hatch pattern = Hatch::none;
    Colour colour;
    double spacing_px = 6;
    double width_px = 1;
    friend bool operator==(const HatchStyle&, const HatchStyle&) = default;
};

struct LineStyle {
    Colour colour{0, 0, 0, 0}; ///< transparent: not drawn
    double width_px = 1;
    double dash_px = 0; ///< 0: solid
    double gap_px = 0;
    friend bool operator==(const LineStyle&, const LineStyle&) = default;
};

/// How an area is painted: a colour, then a hatch over it, then an outline.
struct AreaStyle {
    Colour fill{0, 0, 0, 0};
    HatchStyle hatch;
    LineStyle outline; ///< free polygons only: a coverage is outlined by a BorderLayer
    friend bool operator==(const AreaStyle&, const AreaStyle&) = default;
};

/// What is right at one scale is too much at another: goes from `near` to `far` between two scales, in metres
/// per pixel on a screen of scale 1. `near_mpp` 0: always 1.
struct Fade {
    double near_mpp = 0;
    double far_mpp = 0;
    double near = 1;
    double far = 1;
    friend bool operator==(const Fade&, const Fade&) = default;
};

/// Colours (and hatches) of the features of a coverage, one class a feature.
struct CoverageLayer {
    std::string name; ///< for picking and for messages
    std::shared_ptr<const Coverage> coverage;
    std::vector<AreaStyle> classes;
    std::vector<std::uint16_t> class_of; ///< one a feature; kNoClass: not painted
    double opacity = 1;
    bool is_pickable = true;
    Fade fade{}; ///< of the opacity, here and below; see adapt.h
};

inline constexpr std::uint16_t kNoClass = 0xFFFF;

/// Borders of a coverage, each drawn once: those between different groups, or all of them when `groups` is
/// empty.
struct BorderLayer {
    std::string name;
    std::shared_ptr<const Coverage> coverage;
    std::vector<std::int32_t> groups; ///< one a feature; geo::kOutside: in no group
    LineStyle line;
    double opacity = 1;
    Fade fade{};
};

/// Polygons that may overlap: camera fields, perimeters, QPV. Drawn in order, one over the other.
struct Shapes {
    std::vector<geo::MultiPolygon> polygons;
    std::vector<geo::Box> boxes;    ///< one a polygon
    std::vector<std::uint32_t> ids; ///< what picking answers; empty: the index
};

/// Fills in the boxes.
std::shared_ptr<const Shapes> make_shapes(std::vector<geo::MultiPolygon> polygons,
                                          std::vector<std::uint32_t> ids = {});

struct PolygonLayer {
    std::string name;
    std::shared_ptr<const Shapes> shapes;
    std::vector<AreaStyle> classes;
    std::vector<std::uint16_t> class_of; ///< one a shape; empty: all in class 0
    double opacity = 1;
    bool is_pickable = true;
    Fade fade{};
};

struct LineLayer {
    std::string name;
    std::shared_ptr<const geo::MultiLine> lines;
    LineStyle line;
    double opacity = 1;
    Fade fade{};
};

enum class Symbol : std::uint8_t { circle, square, triangle, diamond, star, ring, cross, pin, wedge };

struct SymbolStyle {
    Symbol symbol = Symbol::circle;
    double size_px = 8; ///< full height
    Colour fill;
    Colour outline{255, 255, 255, 255};
    double outline_px = 1; ///< 0: none. A ring is drawn by its outline alone, in the fill colour.
    friend bool operator==(const SymbolStyle&, const SymbolStyle&) = default;
};

struct Points {
    std::vector<geo::Point> positions;
    std::vector<float> azimuth_deg;    ///< clockwise from grid north, for wedges; empty: 0
    std::vector<std::int32_t> numbers; ///< written in pins; empty: none
    std::vector<std::uint32_t> ids;    ///< what picking answers; empty: the index
};

/// A pin stands on its position; the other symbols are centred on it.
struct PointLayer {
    std::string name;
    std::shared_ptr<const Points> points;
    std::vector<SymbolStyle> classes;
    std::vector<std::uint16_t> class_of; ///< one a point; empty: all in class 0; kNoClass: hidden
    double opacity = 1;
    bool is_pickable = true;
    bool blocks_labels = false; ///< labels keep clear of these symbols
    Fade fade{};
    Fade size{};              ///< of the symbols
    bool keeps_apart = false; ///< pins that would hide each other are moved, with a leader to their place
};

/// A picture laid on the ground: the base map. North is up, pixels are square on the map.
struct ImageLayer {
    std::string name;
    std::shared_ptr<const Picture> picture;
    geo::Box extent;
    double opacity = 1;
    Fade fade{};
};

using Layer = std::variant<ImageLayer, CoverageLayer, PolygonLayer, BorderLayer, LineLayer, PointLayer>;

struct TextStyle {
    double size_px = 12;
    bool is_bold = false;
    Colour colour{0x1d, 0x1d, 0x1d, 255};
    Colour halo{255, 255, 255, 230};
    double halo_px = 1.6;
    friend bool operator==(const TextStyle&, const TextStyle&) = default;
};

struct Label {
    std::string text;
    geo::Point anchor;
    double priority = 0; ///< higher is placed first; ties by text, then position
    std::uint16_t style = 0;
    double gap_px = 0;               ///< 0: over the anchor if possible; else beside a symbol of that radius
    double max_metres_per_pixel = 0; ///< not shown further out; 0: always
};

struct LabelSet {
    std::vector<TextStyle> styles;
    std::vector<Label> labels;
};

/// What a legend line shows before its text.
struct LegendEntry {
    std::string text; ///< French
    std::variant<AreaStyle, LineStyle, SymbolStyle> sample;
    Fade fade{};                       ///< that of what it explains
    std::string layer = {};            ///< name of what it explains; empty: listed whatever the view shows
    std::uint16_t of_class = kNoClass; ///< kNoClass: any of the layer's
};

struct LegendGroup {
    std::string title;
    std::vector<LegendEntry> entries;
};

struct Theme {
    Colour ink{0x1c, 0x1f, 0x24, 255};
    Colour muted{0x6b, 0x72, 0x7c, 255};
    Colour panel{255, 255, 255, 242};
    Colour panel_line{0xd3, 0xd7, 0xdd, 255};
    Colour ground{0xdf, 0xe6, 0xea, 255}; ///< behind the map
    Colour halo{255, 255, 255, 255};
    Colour banner_fill{0xff, 0xf3, 0xd0, 255};
    Colour banner_line{0xe6, 0xb8, 0x4a, 255};
    Colour banner_ink{0x7a, 0x55, 0x00, 255};
};

Theme light_theme();
Theme dark_theme();

/// What stands around the map. Empty texts are not drawn.
struct Furniture {
    std::string title;
    std::string subtitle;
    std::string banner; ///< "Exemple fictif · contours approchés"
    std::vector<LegendGroup> legend;
    bool has_scale_bar = true;
    bool has_north_arrow = true;
    std::string reference_date; ///< "Situation au 22/11/2026"
    std::string source;         ///< "Limites : IGN ADMIN EXPRESS · Licence Ouverte 2.0"
    std::string profile;        ///< "Diffusion restreinte"
};

struct Scene {
    std::vector<Layer> layers; ///< bottom first
    std::shared_ptr<const LabelSet> labels;
    Furniture furniture;
    Theme theme;
};

/// Union of everything that has an extent; empty when nothing has.
geo::Box bounds(const Scene& scene);

} // namespace maillage::scene
