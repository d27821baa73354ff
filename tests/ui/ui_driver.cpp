#include "ui/ui_driver.h"

#include "base/error.h"
#include "map/map_scene.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <cmath>
#include <numbers>

namespace maillage::test {

void UiDriver::ContextDeleter::operator()(ImGuiContext* context) const noexcept {
    ImGui::DestroyContext(context);
}

UiDriver::UiDriver(float width, float height, float scale)
    : fonts_(ui::make_fonts(scale)), context_(ImGui::CreateContext(fonts_.atlas.get())) {
    auto& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.ConfigInputTextCursorBlink = false;
    io.DeltaTime = 1.0F / 60;
    io.ClipboardUserData = &clipboard_;
    io.SetClipboardTextFn = [](void* to, const char* text) { *static_cast<std::string*>(to) = text; };
    io.GetClipboardTextFn = [](void* from) { return static_cast<std::string*>(from)->c_str(); };
    ui::map_keys();
    ui::use(fonts_);
    ui::apply(palette_, scale);
    screen_ = {width, height, scale, 100};
}

UiDriver::~UiDriver() = default;

void UiDriver::frame(int count) {
    for (int i = 0; i < count; ++i) {
        auto& io = ImGui::GetIO();
        io.DisplaySize = {screen_.width, screen_.height};
        screen_.now += 1.0 / 60;
        input.feed();
        ImGui::NewFrame();
        auto requests = ui::draw_frame(desktop, session, jobs, scene.get(), palette_, fonts_.fonts, screen_);
        ImGui::Render();
        triangles_ = static_cast<std::size_t>(ImGui::GetDrawData()->TotalIdxCount) / 3;
        quits = quits || requests.quits;
        for (const auto& command : requests.commands) {
            sent.push_back(command);
            if (applies) {
                try {
                    session::apply(session, jobs, command);
                } catch (const Error& error) { // as the stage does
                    session.messages.push_back({true, error.what()});
                }
            }
        }
        if (session.has_zoom_request) { // the window's part of the work
            ui::show(desktop.map, session.zoom_request, domain::bounds(*session.project->territory),
                     screen_.now);
            session.has_zoom_request = false;
        }
    }
    if (!input.is_empty()) {
        frame();
    }
}

void UiDriver::settle() {
    session::finish_all(session, jobs);
    frame(2);
}

void UiDriver::draw_map() {
    const map::MapInput in{session.project,
                           map::map_geometry(*session.project),
                           session.results,
                           session.results_of,
                           session.scheme,
                           session.style,
                           session::selected(session)};
    scene = std::make_shared<const scene::Scene>(map::map_scene(in));
    frame(2);
}

ui::Rect UiDriver::rect(const std::string& label) {
    const auto found = desktop.items.find(label);
    if (!found) {
        ADD_FAILURE() << "no control is called " << label;
    }
    return found.value_or(ui::Rect{});
}

void UiDriver::move_to(float x, float y) {
    input.push(ui::MouseMoved{x, y});
    frame(2);
}

void UiDriver::press(int button) {
    input.push(ui::MouseButton{button, true, {}});
    frame(2);
}

void UiDriver::release(int button) {
    input.push(ui::MouseButton{button, false, {}});
    frame(2);
}

void UiDriver::click_at(float x, float y, int button) {
    move_to(x, y);
    press(button);
    release(button);
    frame(30); // so that the next one is not its second half
}

void UiDriver::click(const std::string& label) {
    const auto r = rect(label);
    click_at(r.x + std::min(r.width / 2, 40.0F), r.y + r.height / 2);
}

void UiDriver::double_click(const std::string& label) {
    const auto r = rect(label);
    move_to(r.x + std::min(r.width / 2, 40.0F), r.y + r.height / 2);
    for (int i = 0; i < 2; ++i) {
        press();
        release();
    }
    frame(30);
}

void UiDriver::drag(float x, float y, float to_x, float to_y) {
    move_to(x, y);
    press();
    move_to(x + (to_x - x) / 2, y + (to_y - y) / 2);
    move_to(to_x, to_y);
    release();
    frame(30);
}

void UiDriver::wheel(float x, float y, float steps) {
    move_to(x, y);
    input.push(ui::MouseWheel{0, steps});
    frame(2);
}

void UiDriver::type(const std::string& text) {
    input.push(ui::TextTyped{text});
    frame(2);
}

void UiDriver::key(ui::Key key, ui::Modifiers modifiers) {
    input.push(ui::KeyChanged{key, true, modifiers});
    input.push(ui::KeyChanged{key, false, {}});
    frame(2);
}

void UiDriver::choose(const std::string& menu, const std::string& entry) {
    click(menu);
    click(menu + "/" + entry);
}

std::string UiDriver::clipboard() const {
    return clipboard_;
}

namespace {

constexpr double kSide_m = 3000;
const geo::Point kMiddle{745000, 6940000};

geo::Polygon hexagon(geo::Point centre) {
    geo::Polygon polygon;
    for (int corner = 0; corner < 6; ++corner) {
        const double angle = (60.0 * corner + 30) * std::numbers::pi / 180;
        polygon.outer.push_back({centre.x + kSide_m * std::cos(angle), centre.y + kSide_m * std::sin(angle)});
    }
    return polygon;
}

domain::Commune commune(int i, const char* name, geo::Point centre, std::int64_t population) {
    domain::Commune c;
    c.code = "0200" + std::to_string(i + 1);
    c.name = name;
    c.population = population;
    c.arrondissement = i < 4 ? "021" : "022";
    c.epci = "200000001";
    c.epci_name = "CC des Hexagones";
    c.force = i == 0 ? domain::ForceKind::police : domain::ForceKind::gendarmerie;
    c.centre = centre;
    c.area_km2 = 23.4;
    c.shape = {hexagon(centre)};
    return c;
}

registry::Authorisation act(const char* number, const char* commune, Date decided, std::int64_t public_road) {
    registry::Authorisation a;
    a.id = number;
    a.number = number;
    a.commune = commune;
    a.holder = "Commune";
    a.decided = decided;
    a.public_road = public_road;
    a.retention_days = 30;
    return a;
}

} // namespace

domain::Project hexagons() {
    using std::chrono::year;
    domain::Project project;
    project.title = "Hexagones";
    domain::Territory territory;
    territory.departement = "02";
    territory.name = "Hexagones";
    territory.has_approximate_contours = true;
    constexpr const char* kNames[] = {"Évergnicourt", "Œuilly",  "L’Échelle", "Laon",
                                      "Guise",        "Étampes", "Soupir"};
    territory.communes.push_back(commune(0, kNames[0], kMiddle, 12000));
    for (int i = 1; i < 7; ++i) {
        const double angle = 60.0 * i * std::numbers::pi / 180;
        const double reach = kSide_m * std::numbers::sqrt3;
        territory.communes.push_back(
            commune(i, kNames[i], {kMiddle.x + reach * std::cos(angle), kMiddle.y + reach * std::sin(angle)},
                    1000 * i));
    }
    project.territory = territory;
    project.authorisations = std::vector<registry::Authorisation>{
        act("2019/0001", "02002", year(2019) / 3 / 1, 2), act("2024/0001", "02001", year(2024) / 5 / 2, 4)};
    registry::Camera fixed;
    fixed.id = "CAM-1";
    fixed.authorisation = "2024/0001";
    fixed.commune = "02001";
    fixed.type = registry::CameraType::fixed;
    fixed.position = kMiddle;
    fixed.azimuths_deg = {90};
    fixed.field_of_view_deg = 80;
    fixed.range_m = 600;
    fixed.is_public_road = true;
    fixed.location = "Place du marché";
    project.cameras = std::vector<registry::Camera>{fixed};
    std::vector<domain::Site> sites;
    for (int i = 0; i < 7; ++i) {
        domain::Site site;
        site.id = "S" + std::to_string(i);
        site.name = "Gare de " + territory.communes[static_cast<std::size_t>(i)].name;
        site.site_class = "gare";
        site.commune = territory.communes[static_cast<std::size_t>(i)].code;
        const auto centre = territory.communes[static_cast<std::size_t>(i)].centre;
        site.position = geo::Point{centre.x + 300, centre.y};
        sites.push_back(site);
    }
    project.sites = sites;
    project.findings = Findings{{Severity::error, "registre.csv", 12, "azimut", "angle illisible « NNX »"},
                                {Severity::warning, "registre.csv", 14, "", "caméra sans position"}};
    project.sources =
        std::vector<domain::Source>{{"communes", "hexagones.geojson", "", "", "Dessin à la règle", 7, true}};
    return project;
}

} // namespace maillage::test
