// furniture.h: where title, legend, scale bar and the rest stand in the picture.
#pragma once

#include "scene/scene.h"
#include "scene/text.h"
#include "scene/view.h"

#include <cstddef>
#include <string>
#include <vector>

namespace maillage::scene {

struct ScaleBar {
    double length_m = 0; ///< 1, 2 or 5 times a power of ten
    double length_px = 0;
    std::string text; ///< "10 km"
};

/// The longest round length that fits in `max_px`.
ScaleBar scale_bar(double metres_per_pixel, double max_px);

/// Text sizes and distances of the furniture at scale 1, in pixels.
inline constexpr double kTitlePx = 20;
inline constexpr double kTextPx = 12;
inline constexpr double kSmallPx = 11;
inline constexpr double kFooterRowPx = 16; ///< between the lines of the footer
inline constexpr double kMarginPx = 16;
inline constexpr double kSwatchWidthPx = 20;

struct LegendRow {
    std::size_t group = 0;
    int entry = -1; ///< -1: the title of the group
    ScreenBox box;
};

/// Boxes are empty (width 0) for what is absent.
struct FurnitureLayout {
    ScreenBox title; ///< title and subtitle together
    ScreenBox banner;
    ScreenBox legend;
    std::vector<LegendRow> legend_rows;
    ScreenBox north;
    ScreenBox scale;
    ScreenBox footer;                      ///< date, profile and source: one strip at the bottom
    int footer_rows = 1;                   ///< 2 and more: the source stands under the date
    std::vector<std::string> source_lines; ///< the source, cut between words where it is wider than the map
    ScaleBar bar;

    std::vector<ScreenBox> taken() const;
};

/// Date and profile: the left part of the footer.
std::string footer_text(const Furniture& furniture);
FurnitureLayout lay_out(const Furniture& furniture, const View& view, const MeasureText& measure);

/// The view that shows all of `box` as large as can be without running under the furniture.
View fit_beside(const Furniture& furniture, const geo::Box& box, int width, int height, double scale,
                const MeasureText& measure);

} // namespace maillage::scene
