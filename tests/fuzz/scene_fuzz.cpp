// A scene of any coordinates at all, finite or not, drawn as pixels and as paths, picked and labelled: it
// ends, inside its arrays.
#include "fuzz/one_file.h"
#include "paper/draw.h"
#include "paper/raster.h"
#include "scene/lines.h"
#include "scene/pick.h"
#include "scene/scene.h"
#include "scene/triangulate.h"

#include <array>
#include <bit>
#include <cstdlib>
#include <limits>

namespace {

using namespace maillage;

class Bytes {
  public:
    Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

    bool is_empty() const { return size_ == 0; }

    std::uint8_t byte() { return size_ == 0 ? std::uint8_t{0} : (--size_, *data_++); }

    double number() {
        static constexpr auto kWild = std::to_array<double>(
            {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
             -std::numeric_limits<double>::infinity(), 1e300, -1e300, 1e20, -1e20, 4e9, -2147483649.0, 1e-310,
             -1e-310, 1e-30, std::numeric_limits<double>::max(), std::numeric_limits<double>::lowest()});
        const std::uint8_t kind = byte();
        if (kind < 160) {
            return kind - 20;
        }
        if (kind < 200) {
            return kWild[kind % kWild.size()];
        }
        if (kind < 240) {
            return (kind - 220) * 37.5 + byte() / 16.0;
        }
        std::uint64_t bits = 0;
        for (int i = 0; i < 8; ++i) {
            bits = bits << 8U | byte();
        }
        return std::bit_cast<double>(bits);
    }

    geo::Point point() {
        const double x = number();
        return {x, number()};
    }

    std::vector<geo::Point> points() {
        std::vector<geo::Point> made(byte() % 8);
        for (geo::Point& p : made) {
            p = point();
        }
        return made;
    }

  private:
    const std::uint8_t* data_;
    std::size_t size_;
};

scene::AreaStyle style_of(std::uint8_t b) {
    scene::AreaStyle style;
    style.fill = {200, 40, 40, static_cast<std::uint8_t>(b & 1U ? 255 : 90)};
    style.hatch.pattern = static_cast<scene::Hatch>(b / 2 % 5);
    style.hatch.colour = {0, 0, 0, 255};
    style.outline = {{0, 0, 200, 255}, 2, b & 64U ? 6.0 : 0.0, 4};
    return style;
}

void add_layer(Bytes& in, scene::Scene& scene) {
    const std::uint8_t kind = in.byte();
    const scene::AreaStyle style = style_of(in.byte());
    std::vector<geo::MultiPolygon> polygons(1 + kind / 8 % 3);
    for (geo::MultiPolygon& polygon : polygons) {
        polygon.push_back({in.points(), {}});
        if (in.byte() % 3 == 0) {
            polygon.back().holes.push_back(in.points());
        }
    }
    switch (kind % 5) {
    case 0:
        scene.layers.push_back(scene::PolygonLayer{"a", scene::make_shapes(polygons), {style}, {}});
        break;
    case 1: {
        const auto coverage = std::make_shared<const scene::Coverage>(polygons);
        scene.layers.push_back(scene::CoverageLayer{
            "b", coverage, {style}, std::vector<std::uint16_t>(polygons.size(), std::uint16_t{0})});
        scene.layers.push_back(scene::BorderLayer{"c", coverage, {}, style.outline});
        std::vector<std::int32_t> groups(polygons.size(), 1);
        groups[0] = geo::kOutside;
        scene.layers.push_back(scene::BorderLayer{"d", coverage, groups, style.outline});
        break;
    }
    case 2: {
        auto lines = std::make_shared<geo::MultiLine>();
        for (const geo::MultiPolygon& polygon : polygons) {
            lines->push_back(polygon[0].outer);
        }
        scene.layers.push_back(scene::LineLayer{"e", lines, style.outline});
        break;
    }
    case 3: {
        auto points = std::make_shared<scene::Points>();
        points->positions = polygons[0][0].outer;
        points->numbers.assign(points->positions.size(), 3);
        for (std::size_t i = 0; i < points->positions.size(); ++i) {
            points->azimuth_deg.push_back(static_cast<float>(in.number()));
        }
        scene::PointLayer layer;
        layer.points = points;
        layer.classes.resize(1);
        layer.classes[0].symbol = static_cast<scene::Symbol>(kind / 16 % 9);
        layer.blocks_labels = layer.keeps_apart = (kind & 128U) != 0;
        scene.layers.push_back(layer);
        break;
    }
    default: {
        auto picture = std::make_shared<Picture>();
        picture->width = picture->height = 2;
        picture->rgba.assign(16, 99);
        geo::Box extent;
        extent.min = in.point();
        extent.max = in.point();
        scene.layers.push_back(scene::ImageLayer{"g", picture, extent});
    }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes in(data, size);
    scene::View view{{50, 50}, 1, 96, 80};
    const std::uint8_t choice = in.byte();
    if (choice % 4 == 0) {
        view.centre = in.point();
        view.metres_per_pixel = in.number();
    }
    scene::Scene scene;
    auto labels = std::make_shared<scene::LabelSet>();
    labels->styles = {{}};
    while (!in.is_empty() && scene.layers.size() < 8) {
        add_layer(in, scene);
    }
    if (choice % 8 == 3) {
        labels->labels.push_back({"Laon", in.point(), in.number()});
        labels->labels.push_back({"Évry", {40, 40}, 1});
        scene.labels = labels;
    }
    if (choice % 16 == 5) {
        view = scene::fit(scene::bounds(scene), 96, 80);
    }
    paper::Options options;
    options.has_furniture = choice % 32 == 7;
    const Picture picture = paper::draw_picture(scene, view, options);
    if (picture.width != 96 || picture.rgba.size() != 4U * 96 * 80) {
        std::abort();
    }
    if (choice % 64 == 9) {
        static const OneFile page;
        paper::write_svg(page.put_file(".svg", nullptr, 0), scene, view, options);
    }
    for (const scene::Pick& pick : scene::pick(scene, view, {in.number(), in.number()}, 5)) {
        if (pick.layer >= scene.layers.size()) {
            std::abort();
        }
    }
    for (const scene::Layer& layer : scene.layers) {
        if (const auto* areas = std::get_if<scene::PolygonLayer>(&layer)) {
            for (const geo::MultiPolygon& polygons : areas->shapes->polygons) {
                for (const geo::Polygon& polygon : polygons) {
                    const scene::Triangles triangles = scene::triangulate(polygon);
                    for (const std::uint32_t i : triangles.indices) {
                        if (i >= triangles.points.size()) {
                            std::abort();
                        }
                    }
                }
            }
        }
    }
    return 0;
}
