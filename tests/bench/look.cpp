// look: draws the demonstration scene over a file of communes to PNG, PDF or SVG, with times: for looking at
// the map. usage: look COMMUNES OUT.(png|pdf|svg) [WIDTH HEIGHT SCALE gl|paper]
#include "gl/offscreen.h"
#include "paper/draw.h"
#include "support/read_communes.h"

#include <png.h>

#include <cstdio>
#include <cstring>
#include <ctime>

int main(int argc, char** argv) {
    using namespace maillage;
    if (argc < 3) {
        return 2;
    }
    const int width = argc > 4 ? std::atoi(argv[3]) : 1920;
    const int height = argc > 4 ? std::atoi(argv[4]) : 1080;
    const double scale = argc > 5 ? std::atof(argv[5]) : 1;
    const auto clock = [] {
        return 1000.0 * static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    }; // processor time
    auto last = clock();
    const auto lap = [&](const char* what) {
        std::printf("%-12s %7.1f ms CPU\n", what, clock() - last);
        last = clock();
    };
    const auto communes = std::strcmp(argv[1], "-") == 0 ? demo_communes(12, 10) : read_communes(argv[1]);
    lap("read");
    const scene::Scene scene = demo_scene(communes);
    lap("scene");
    const scene::View view =
        scene::fit_beside(scene.furniture, scene::bounds(scene), width, height, scale, paper::measure_text);
    lap("fit");
    const std::string out = argv[2];
    if (out.ends_with(".pdf")) {
        paper::write_pdf(out, scene, view);
        lap("pdf");
        return 0;
    }
    if (out.ends_with(".svg")) {
        paper::write_svg(out, scene, view);
        lap("svg");
        return 0;
    }
    const bool is_gl = argc > 6 && std::strcmp(argv[6], "gl") == 0;
    const auto draw = [&] {
        return is_gl ? gl::draw_picture(scene, view, paper::draw_labels(scene, view),
                                        paper::draw_furniture(scene, view))
                     : paper::draw_picture(scene, view);
    };
    Picture picture = draw();
    lap("draw");
    picture = draw();
    lap("again");
    png_image png{};
    png.version = PNG_IMAGE_VERSION;
    png.width = static_cast<png_uint_32>(picture.width);
    png.height = static_cast<png_uint_32>(picture.height);
    png.format = PNG_FORMAT_RGBA;
    return png_image_write_to_file(&png, out.c_str(), 0, picture.rgba.data(), 0, nullptr) != 0 ? 0 : 1;
}
