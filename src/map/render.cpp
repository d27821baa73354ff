#include "map/render.h"

#include "base/error.h"
#include "base/translate.h"
#include "io/write/write_output.h"
#include "io/write/write_png.h"
#include "map/basemap.h"
#include "map/map_scene.h"
#include "map/other_map.h"
#include "paper/draw.h"
#include "scene/adapt.h"
#include "scene/furniture.h"
#include "scene/legend.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace maillage::map {
namespace {

/// What the view shows of a scene, with its base map; the legend lists what is there.
scene::Scene drawn_scene(const scene::Scene& whole, const scene::View& view, const MapInput& input) {
    scene::Scene drawn = scene::adapted(whole, view.metres_per_pixel, view.scale);
    drawn.furniture.legend = scene::legend_in(drawn, view);
    add_basemap(input.style, input.project->territory->epsg, view, drawn);
    return drawn;
}

/// The lines of `whole`, in its order, that one of two legends has.
std::vector<scene::LegendGroup> one_legend(std::vector<scene::LegendGroup> whole, const scene::Furniture& a,
                                           const scene::Furniture& b) {
    const auto lists = [](const scene::Furniture& furniture, const std::string& title,
                          const std::string& text) {
        return std::ranges::any_of(furniture.legend, [&](const scene::LegendGroup& group) {
            return group.title == title &&
                   std::ranges::any_of(group.entries, [&](const auto& entry) { return entry.text == text; });
        });
    };
    for (scene::LegendGroup& group : whole) {
        std::erase_if(group.entries, [&](const scene::LegendEntry& entry) {
            return !lists(a, group.title, entry.text) && !lists(b, group.title, entry.text);
        });
    }
    std::erase_if(whole, [](const scene::LegendGroup& group) { return group.entries.empty(); });
    return whole;
}

Findings write_sheets(const std::filesystem::path& path, std::span<const paper::Sheet> sheets) {
    const std::string extension = path.extension().string();
    if (std::ranges::find(picture_extensions(), extension) == picture_extensions().end()) {
        throw InputError("« " + path.string() + " » : la carte s'écrit en .png, .pdf ou .svg");
    }
    if (extension == ".png") {
        return io::write_png(sheets.size() == 1
                                 ? paper::draw_picture(sheets.front().scene, sheets.front().view)
                                 : paper::draw_picture(sheets),
                             path);
    }
    return io::write_output(path,
                            [&](const std::filesystem::path& file) { paper::write_page(file, sheets); });
}

/// Key figures of both maps, as lines of the legend without a sample.
scene::LegendGroup difference_group(const std::vector<std::string>& figures) {
    scene::LegendGroup group{tr("Ce qui change"), {}};
    for (const std::string& figure : figures) {
        group.entries.push_back({.text = figure, .sample = scene::LineStyle{}});
    }
    return group;
}

/// A column that holds nothing but the legend.
scene::Scene legend_sheet(const scene::Scene& like, std::vector<scene::LegendGroup> legend) {
    scene::Scene sheet;
    sheet.theme = like.theme;
    sheet.furniture.legend = std::move(legend);
    sheet.furniture.has_north_arrow = sheet.furniture.has_scale_bar = false;
    return sheet;
}

/// Left what is, beside it what it is compared with, at the right one legend: both maps show the same ground
/// at the same scale.
Findings render_both(const MapInput& input, const Render& how, Progress& progress) {
    constexpr int kMargin_px = 50; // both sides of the legend
    const ComparedMaps maps = compared_maps(input, progress);
    scene::Scene here = map_scene(maps.here);
    scene::Scene there = map_scene(maps.there);
    here.furniture.subtitle = there.furniture.subtitle =
        here.furniture.title + " · " + here.furniture.subtitle;
    here.furniture.title = maps.here_title;
    there.furniture.title = maps.there_title;
    there.furniture.has_north_arrow = there.furniture.has_scale_bar = false;
    std::vector<scene::LegendGroup> legend = there.furniture.legend;
    legend.insert(legend.begin(), difference_group(maps.difference));

    scene::View column;
    column.width = how.width;
    column.height = how.height;
    const auto widest = scene::lay_out(legend_sheet(here, legend).furniture, column, paper::measure_text);
    column.width = std::min(how.width / 2, static_cast<int>(std::ceil(widest.legend.width)) + kMargin_px);
    const int half = (how.width - column.width) / 2;
    column.width = how.width - 2 * half;

    scene::Furniture without_legend = here.furniture;
    without_legend.legend.clear();
    const scene::View view =
        scene::fit_beside(without_legend, scene::bounds(there), half, how.height, 1, paper::measure_text);
    scene::Scene drawn_here = drawn_scene(here, view, maps.here);
    scene::Scene drawn_there = drawn_scene(there, view, maps.there);
    const std::vector<scene::LegendGroup> difference(legend.begin(), legend.begin() + 1);
    std::vector<scene::LegendGroup> shown =
        one_legend(there.furniture.legend, drawn_here.furniture, drawn_there.furniture);
    shown.insert(shown.begin(), difference.begin(), difference.end());
    drawn_here.furniture.legend.clear();
    drawn_there.furniture.legend.clear();
    const scene::Scene legend_column = legend_sheet(here, std::move(shown));
    const std::array<paper::Sheet, 3> sheets = {
        {{drawn_here, view}, {drawn_there, view}, {legend_column, column}}};
    return write_sheets(how.path, sheets);
}

/// The shapes of a picture drawn once: one of pixels needs no levels of detail, whose making costs more than
/// drawing every vertex; a file of paths is smaller with them.
std::shared_ptr<const MapGeometry> picture_geometry(const domain::Project& project, const Render& how) {
    return map_geometry(project, {.has_levels = how.path.extension() != ".png"});
}

/// What is public of a style: gaps are the fill of every new map, and give way without a word.
Style disclosed_style(Style style, const plan::Released& from) {
    if (from.is_public() && style.indicator == Indicator::gap_level) {
        style.indicator = Indicator::zone;
    }
    return style;
}

} // namespace

std::span<const std::string_view> picture_extensions() {
    static constexpr std::array<std::string_view, 3> kExtensions = {".png", ".pdf", ".svg"};
    return kExtensions;
}

void check_disclosed(const domain::Project& project, const Style& style) {
    if (is_comparing(style)) {
        refuse_if_public(project, "les comparaisons");
    }
    if (style.indicator == Indicator::cameras_per_1000) {
        refuse_if_public(project, "le nombre des caméras");
    }
    if (style.indicator == Indicator::crime) {
        refuse_if_public(project, "les chiffres de la délinquance");
    }
}

Findings render_map(const plan::Released& from, const Style& style, const Render& how, Progress& progress) {
    if (how.width < 64 || how.height < 64 || how.width > 20000 || how.height > 20000) {
        throw InputError("taille d'image entre 64 et 20 000 pixels");
    }
    const InFrench is_document;
    check_disclosed(from.project(), style);
    const MapInput input{.project = from.shared_project(),
                         .geometry = picture_geometry(from.project(), how),
                         .results = from.shared_results(),
                         .results_of = from.shared_project(),
                         .scheme = from.scheme(),
                         .style = disclosed_style(style, from),
                         .selection = {}};
    if (is_comparing(input.style) && input.results) {
        return render_both(input, how, progress);
    }
    const scene::Scene whole = map_scene(input);
    const scene::View view = scene::fit_beside(whole.furniture, scene::bounds(whole), how.width, how.height,
                                               1, paper::measure_text);
    const scene::Scene drawn = drawn_scene(whole, view, input);
    const paper::Sheet sheet{drawn, view};
    return write_sheets(how.path, {&sheet, 1});
}

} // namespace maillage::map
