#include "ui/window/perform_action.h"

#include "base/translate.h"
#include "domain/project.h"

#include <imgui.h>

#include <algorithm>
#include <ctime>
#include <utility>

namespace maillage::ui {

namespace {

constexpr double kZoomStep = 1.1;
constexpr double kLeastZoom = 0.8;
constexpr double kMostZoom = 2;

std::filesystem::path last_folder(const Desktop& desktop, const session::Session& session) {
    return session.path.empty() ? desktop.preferences.folder : session.path.parent_path();
}

FileRequest export_request(const char* title, const char* suggested) {
    return {title, tr("Exporter"), {".shp", ".gpkg", ".geojson", ".csv", ".xlsx", ".ods"}, true, suggested};
}

FileRequest request_for(FilePurpose purpose) {
    switch (purpose) {
    case FilePurpose::open:
        return {tr("Ouvrir un projet"), tr("Ouvrir"), {".gpkg"}, false, ""};
    case FilePurpose::save:
        return {tr("Enregistrer le projet"), tr("Enregistrer"), {".gpkg"}, true, "projet.gpkg"};
    case FilePurpose::picture:
        return {tr("Enregistrer l’image de la carte"),
                tr("Enregistrer"),
                {".png", ".pdf", ".svg"},
                true,
                "carte.png"};
    case FilePurpose::import:
        return {tr("Importer des données"), tr("Choisir"), {}, false, ""};
    case FilePurpose::basemap:
        return {tr("Choisir un fond de plan"),
                tr("Choisir"),
                {".mbtiles", ".tif", ".tiff", ".gpkg", ".png", ".jpg", ".jp2", ".vrt"},
                false,
                ""};
    case FilePurpose::export_sites:
        return export_request(tr("Exporter les sites prioritaires"), "sites_prioritaires.shp");
    case FilePurpose::export_gaps:
        return export_request(tr("Exporter les lacunes"), "lacunes.csv");
    case FilePurpose::export_coverage:
        return export_request(tr("Exporter la couverture"), "couverture.gpkg");
    case FilePurpose::export_registry:
        return export_request(tr("Exporter le registre"), "registre.xlsx");
    case FilePurpose::export_communes:
        return export_request(tr("Exporter les communes"), "communes.gpkg");
    case FilePurpose::export_cameras:
        return export_request(tr("Exporter les caméras"), "cameras.gpkg");
    case FilePurpose::log:
        return {tr("Enregistrer le journal des commandes"), tr("Enregistrer"), {".txt"}, true, "journal.txt"};
    }
    return {};
}

std::optional<report::ExportWhat> exported(FilePurpose purpose) {
    switch (purpose) {
    case FilePurpose::export_sites:
        return report::ExportWhat::priority_sites;
    case FilePurpose::export_gaps:
        return report::ExportWhat::gaps;
    case FilePurpose::export_coverage:
        return report::ExportWhat::coverage;
    case FilePurpose::export_registry:
        return report::ExportWhat::registry;
    case FilePurpose::export_communes:
        return report::ExportWhat::communes;
    case FilePurpose::export_cameras:
        return report::ExportWhat::cameras;
    default:
        return std::nullopt;
    }
}

void save(Desktop& desktop, const session::Session& session, Requests& out) {
    if (session.path.empty()) {
        choose_file(desktop, session, FilePurpose::save);
    } else {
        out.commands.push_back(session::Save{session.path});
    }
}

void set_tool(MapPanel& map, Tool tool) {
    map.tool = map.tool == tool ? Tool::pan : tool;
    map.sketch.clear();
    map.is_sketch_done = false;
}

void scale_interface(Desktop& desktop, double factor) {
    desktop.preferences.zoom = std::clamp(desktop.preferences.zoom * factor, kLeastZoom, kMostZoom);
}

void remove_selected(const session::Session& session, Requests& out) {
    if (!session.also.empty()) {
        out.commands.push_back(session::RemoveSelection{});
    } else if (session.selection.kind == map::SelectionKind::camera) {
        out.commands.push_back(session::RemoveCamera{session.selection.id});
    } else if (session.selection.kind == map::SelectionKind::site) {
        out.commands.push_back(session::RemoveSite{session.selection.id});
    }
}

/// "Laon, 1 : 5 000": the commune in the middle of the view tells people where they were.
std::string place_name(const session::Session& session, const scene::View& view) {
    const domain::Commune* nearest = nullptr;
    for (const auto& commune : session.project->territory->communes) {
        if (nearest == nullptr ||
            geo::distance(commune.centre, view.centre) < geo::distance(nearest->centre, view.centre)) {
            nearest = &commune;
        }
    }
    const auto scale = views::scale_text(view.metres_per_pixel, view.scale);
    return nearest == nullptr ? scale : nearest->name + ", " + scale;
}

void add_bookmark(Desktop& desktop, const session::Session& session) {
    if (!desktop.map.has_view) {
        return;
    }
    const session::Bookmark mark{session.path, place_name(session, desktop.map.view), desktop.map.view.box()};
    auto& marks = desktop.preferences.bookmarks;
    std::erase_if(
        marks, [&](const session::Bookmark& m) { return m.project == mark.project && m.name == mark.name; });
    marks.push_back(mark);
}

/// First asked for: with the same day a year earlier, which the date field of the panel then changes.
session::CompareWith toggled_comparison(const session::Session& session) {
    if (map::is_comparing(session.style)) {
        return {};
    }
    const Date date = session.project->settings.reference_date;
    const Date earlier = date - std::chrono::years(1);
    return {earlier.ok() ? earlier : Date(earlier.year() / earlier.month() / std::chrono::last)};
}

/// First asked for: with the scenario that was worked on before the present one.
void toggle_scenarios(const session::Session& session, Requests& out) {
    const auto& all = session.project->scenarios;
    if (!session.style.compared_scenario.empty()) {
        out.commands.push_back(session::CompareWith{});
    } else if (all.size() > 1) {
        out.commands.push_back(session::CompareWith{{}, all[1].name});
    }
}

geo::Box box_of_all(const session::Session& session) {
    geo::Box box;
    for (const auto& one : session::selected(session)) {
        box.extend(views::box_of(*session.project, one));
    }
    return box;
}

bool is_in_scenario(const session::Session& session, std::vector<std::string> domain::Scenario::*list) {
    const auto& scenarios = session.project->scenarios;
    if (scenarios.empty()) {
        return false;
    }
    const auto& ids = scenarios.front().*list;
    return std::find(ids.begin(), ids.end(), session.selection.id) != ids.end();
}

void show_tab(Desktop& desktop, TableTab tab) {
    desktop.layout.is_map_alone = false;
    desktop.layout.has_bottom = true;
    desktop.tables.tab = tab;
}

std::string log_text(const session::Session& session) {
    std::string lines;
    for (const auto& line : session.log) {
        lines += line + "\n";
    }
    return lines;
}

void perform_on_file(Desktop& desktop, const session::Session& session, Action action, Requests& out) {
    switch (action) {
    case Action::new_project:
        replace_project(desktop, session, session::NewProject{today()}, out);
        break;
    case Action::new_example:
        replace_project(desktop, session, session::NewExample{}, out);
        break;
    case Action::open:
        choose_file(desktop, session, FilePurpose::open);
        break;
    case Action::save:
        save(desktop, session, out);
        break;
    case Action::save_as:
        choose_file(desktop, session, FilePurpose::save);
        break;
    case Action::import:
        choose_file(desktop, session, FilePurpose::import);
        break;
    case Action::export_sites:
        choose_file(desktop, session, FilePurpose::export_sites);
        break;
    case Action::export_gaps:
        choose_file(desktop, session, FilePurpose::export_gaps);
        break;
    case Action::export_coverage:
        choose_file(desktop, session, FilePurpose::export_coverage);
        break;
    case Action::export_registry:
        choose_file(desktop, session, FilePurpose::export_registry);
        break;
    case Action::export_communes:
        choose_file(desktop, session, FilePurpose::export_communes);
        break;
    case Action::export_cameras:
        choose_file(desktop, session, FilePurpose::export_cameras);
        break;
    case Action::save_log:
        choose_file(desktop, session, FilePurpose::log);
        break;
    case Action::save_picture:
        choose_file(desktop, session, FilePurpose::picture);
        break;
    case Action::quit:
        ask_to_quit(desktop, session, out);
        break;
    default:
        break;
    }
}

void perform_on_view(Desktop& desktop, const session::Session& session, Action action, double now) {
    auto& layout = desktop.layout;
    switch (action) {
    case Action::full_extent:
        show(desktop.map, {}, everything(session), now);
        break;
    case Action::zoom_to_selection:
        show(desktop.map, box_of_all(session), everything(session), now);
        break;
    case Action::zoom_in:
        zoom(desktop.map, 1.5, now);
        break;
    case Action::zoom_out:
        zoom(desktop.map, 1 / 1.5, now);
        break;
    case Action::previous_view:
        step_view(desktop.map, true, now);
        break;
    case Action::next_view:
        step_view(desktop.map, false, now);
        break;
    case Action::add_bookmark:
        add_bookmark(desktop, session);
        break;
    case Action::clear_bookmarks:
        std::erase_if(desktop.preferences.bookmarks,
                      [&](const session::Bookmark& mark) { return mark.project == session.path; });
        break;
    case Action::map_alone:
        layout.is_map_alone = !layout.is_map_alone;
        break;
    case Action::toggle_left:
        layout.has_left = !layout.has_left;
        break;
    case Action::toggle_right:
        layout.has_right = !layout.has_right;
        break;
    case Action::toggle_table:
        layout.has_bottom = !layout.has_bottom;
        break;
    case Action::present:
        layout.is_presenting = !layout.is_presenting;
        break;
    case Action::larger:
        scale_interface(desktop, kZoomStep);
        break;
    case Action::smaller:
        scale_interface(desktop, 1 / kZoomStep);
        break;
    case Action::normal_size:
        desktop.preferences.zoom = 1;
        break;
    default:
        break;
    }
}

void perform_on_project(Desktop& desktop, const session::Session& session, Action action, Requests& out) {
    const bool is_site = session.selection.kind == map::SelectionKind::site;
    switch (action) {
    case Action::undo:
        out.commands.push_back(session::Undo{});
        break;
    case Action::redo:
        out.commands.push_back(session::Redo{});
        break;
    case Action::toggle_language:
        desktop.preferences.is_english = !desktop.preferences.is_english;
        break;
    case Action::toggle_dark:
        out.commands.push_back(session::SetDark{!session.style.is_dark});
        break;
    case Action::compare_dates:
        out.commands.push_back(toggled_comparison(session));
        break;
    case Action::choose_basemap:
        choose_file(desktop, session, FilePurpose::basemap);
        break;
    case Action::online_basemap:
        desktop.dialogs.asks_service = true;
        desktop.dialogs.service =
            desktop.preferences.service.empty() ? kSuggestedService : desktop.preferences.service;
        break;
    case Action::remove_basemap:
        out.commands.push_back(session::SetBasemap{});
        break;
    case Action::clear_selection:
        out.commands.push_back(session::Select{map::SelectionKind::none, ""});
        break;
    case Action::mount_camera:
        if (session.selection.kind == map::SelectionKind::camera) {
            out.commands.push_back(session::MountCamera{session.selection.id});
        }
        break;
    case Action::remove_selected:
        remove_selected(session, out);
        break;
    case Action::rank:
        for (const session::Command& command : ranking(desktop.inspector, session)) {
            out.commands.push_back(command);
        }
        break;
    case Action::compare_scenarios:
        out.commands.push_back(session::CompareScenarios{});
        show_tab(desktop, TableTab::scenarios);
        break;
    case Action::compare_on_map:
        toggle_scenarios(session, out);
        break;
    case Action::pin_site:
        if (is_site) {
            out.commands.push_back(
                session::PinSite{session.selection.id, !is_in_scenario(session, &domain::Scenario::pinned)});
        }
        break;
    case Action::forbid_site:
        if (is_site) {
            out.commands.push_back(session::ForbidSite{
                session.selection.id, !is_in_scenario(session, &domain::Scenario::forbidden)});
        }
        break;
    default:
        break;
    }
}

void perform_on_window(Desktop& desktop, const session::Session& session, Action action) {
    switch (action) {
    case Action::add_camera:
        set_tool(desktop.map, Tool::add_camera);
        break;
    case Action::select_rectangle:
        set_tool(desktop.map, Tool::select_rectangle);
        break;
    case Action::select_polygon:
        set_tool(desktop.map, Tool::select_polygon);
        break;
    case Action::measure_length:
        set_tool(desktop.map, Tool::measure_length);
        break;
    case Action::measure_area:
        set_tool(desktop.map, Tool::measure_area);
        break;
    case Action::copy_table:
        desktop.tables.wants_copy = true;
        break;
    case Action::copy_log:
        ImGui::SetClipboardText(log_text(session).c_str());
        break;
    case Action::add_site:
        set_tool(desktop.map, Tool::add_site);
        break;
    case Action::add_candidate:
        set_tool(desktop.map, Tool::add_candidate);
        break;
    case Action::draw_perimeter:
        set_tool(desktop.map, Tool::draw_perimeter);
        break;
    case Action::plan_box:
        desktop.plan.is_open = !desktop.plan.is_open;
        break;
    case Action::dashboard:
        desktop.dashboard.is_open = !desktop.dashboard.is_open;
        break;
    case Action::show_findings:
        show_tab(desktop, TableTab::findings);
        break;
    case Action::find:
        open(desktop.palette);
        break;
    case Action::filter_table:
        show_tab(desktop, desktop.tables.tab);
        desktop.tables.wants_filter_focus = true;
        break;
    case Action::shortcuts:
        desktop.dialogs.shows_shortcuts = true;
        break;
    case Action::tour:
        desktop.layout = {};
        desktop.dialogs.tour_step = 0;
        break;
    case Action::about:
        desktop.dialogs.shows_about = true;
        break;
    default:
        break;
    }
}

} // namespace

Date today() {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    return std::chrono::year(local.tm_year + 1900) / (local.tm_mon + 1) / local.tm_mday;
}

geo::Box everything(const session::Session& session) {
    constexpr double kFarthest_m = 1'000'000;
    const geo::Box all = domain::bounds(*session.project->territory);
    const auto& communes = session.project->territory->communes;
    if (all.width() <= 2 * kFarthest_m && all.height() <= 2 * kFarthest_m) {
        return all;
    }
    // France with its overseas départements: the ocean between them is not what anybody wants to see.
    std::vector<double> xs;
    std::vector<double> ys;
    for (const auto& commune : communes) {
        xs.push_back(commune.centre.x);
        ys.push_back(commune.centre.y);
    }
    const auto median = [](std::vector<double>& values) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::ranges::nth_element(values, middle);
        return *middle;
    };
    const geo::Point centre{median(xs), median(ys)};
    geo::Box near;
    for (const auto& commune : communes) {
        if (geo::distance(commune.centre, centre) <= kFarthest_m) {
            near.extend(geo::bounds(commune.shape));
        }
    }
    return near;
}

void choose_file(Desktop& desktop, const session::Session& session, FilePurpose purpose) {
    desktop.purpose = purpose;
    desktop.browser.open(request_for(purpose), last_folder(desktop, session));
}

void replace_project(Desktop& desktop, const session::Session& session, session::Command command,
                     Requests& out) {
    if (session.is_modified) {
        desktop.after_saving = std::move(command);
        desktop.dialogs.asks_to_save = true;
    } else {
        out.commands.push_back(std::move(command));
    }
}

void save_first(Desktop& desktop, const std::filesystem::path& path, Requests& out) {
    out.commands.push_back(session::Save{path});
    desktop.is_saving_first = desktop.after_saving.has_value();
    out.quits = std::exchange(desktop.quits_after_saving, false);
}

void use_file(Desktop& desktop, const session::Session& session, const std::filesystem::path& path,
              Requests& out) {
    desktop.preferences.folder = path.parent_path();
    if (const auto what = exported(desktop.purpose)) {
        out.commands.push_back(session::Export{*what, path});
        return;
    }
    switch (desktop.purpose) {
    case FilePurpose::open:
        session::remember(desktop.preferences, path);
        replace_project(desktop, session, session::Open{path}, out);
        break;
    case FilePurpose::save:
        remember(desktop.preferences, path);
        save_first(desktop, path, out);
        break;
    case FilePurpose::picture:
        out.commands.push_back(map::Render{path});
        break;
    case FilePurpose::log:
        out.commands.push_back(session::SaveLog{path});
        break;
    case FilePurpose::import:
        open(desktop.import, path);
        break;
    case FilePurpose::basemap:
        out.commands.push_back(session::SetBasemap{path, 1});
        break;
    default:
        break;
    }
}

void perform(Desktop& desktop, const session::Session& session, Action action, Requests& out, double now) {
    perform_on_file(desktop, session, action, out);
    perform_on_view(desktop, session, action, now);
    perform_on_project(desktop, session, action, out);
    perform_on_window(desktop, session, action);
}

} // namespace maillage::ui
