// render.cpp: the map without a screen
#include "map/render.h"

#include "base/error.h"
#include "base/text.h"
#include "cli/computed.h"
#include "cli/verb.h"
#include "cli/words.h"

#include <exception>
#include <filesystem>
#include <memory>
#include <ostream>
#include <string>

namespace maillage::cli {
namespace {

struct Words {
    SubjectWords subject;
    std::filesystem::path file;
    std::string size = "1920x1080", layers, indicator = "lacune", compare, basemap;
    bool is_dark = false;
};

void read_size(const std::string& text, map::Render& how) {
    const std::size_t x = text.find('x');
    try {
        how.width = std::stoi(text.substr(0, x));
        how.height = x == std::string::npos ? 0 : std::stoi(text.substr(x + 1));
    } catch (const std::exception&) {
        throw InputError("--size " + text + " : LARGEURxHAUTEUR attendu, par exemple 1920x1080");
    }
}

void read_layers(const std::string& text, map::Style& style) {
    if (text.empty()) {
        return;
    }
    style.is_shown.fill(false);
    for (const std::string& word : split(text, ',')) {
        bool known = false;
        for (std::size_t i = 0; i < map::kLayers; ++i) {
            if (map::key(static_cast<map::Layer>(i)) == word) {
                style.is_shown[i] = known = true;
            }
        }
        if (!known) {
            throw InputError("--layers : couche inconnue « " + word + " »");
        }
    }
}

void read_indicator(const std::string& text, map::Style& style) {
    for (int i = 0; i <= static_cast<int>(map::Indicator::none); ++i) {
        if (map::key(static_cast<map::Indicator>(i)) == text) {
            style.indicator = static_cast<map::Indicator>(i);
            return;
        }
    }
    throw InputError("--indicator : « " + text +
                     " » inconnu (lacune, population, zone, cameras, clspd, cambriolages, aucun)");
}

void draw_map(const Console& console, const Words& words) {
    map::Render how{words.file, 0, 0};
    map::Style style;
    read_size(words.size, how);
    read_layers(words.layers, style);
    read_indicator(words.indicator, style);
    style.is_dark = words.is_dark;
    style.basemap = words.basemap;
    style.compared_with = parse_date(words.compare);
    style.compared_scenario = style.compared_with ? std::string() : words.compare;
    Progress progress;
    domain::Project project = opened(words.subject.read(console));
    check_disclosed(project, style);
    const plan::Released c = released(std::move(project));
    const bool has_pins =
        style.is_shown[static_cast<std::size_t>(map::Layer::priority_sites)] && !c.project().sites->empty();
    tell(map::render_map(has_pins ? ranked(c) : c, style, how, progress), console.err);
    console.out << how.path.string() << " écrit\n";
}

} // namespace

void add_render(Shelf& shelf) {
    const auto w = std::make_shared<Words>();
    Verb verb = shelf.add("render", "Dessine la carte sans écran : .png .pdf .svg");
    add_project(verb, w->subject);
    verb.option("FICHIER", w->file, "").required();
    verb.option("--size", w->size, "LARGEURxHAUTEUR");
    verb.option("--layers", w->layers, "Couches, séparées par des virgules");
    verb.option("--indicator", w->indicator, "lacune population zone cameras clspd cambriolages aucun");
    verb.flag("--dark", w->is_dark, "Thème sombre");
    add_date(verb, w->subject);
    verb.option("--compare", w->compare, "Deux cartes côte à côte : une autre date, ou un autre scénario");
    verb.option("--basemap", w->basemap, "Fond de plan : GeoTIFF, MBTiles...");
    add_profile(verb, w->subject);
    verb.runs([w](const Console& console) { draw_map(console, *w); });
}

} // namespace maillage::cli
