#include "ui/kit/imgui_private.h"

#include "ui/window/keyboard_walk.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <cstddef>

namespace maillage::ui {

namespace {

/// A field of the window in version 1.86, of the context later.
template <class Context, class Window> unsigned focus_scope(const Context& context, const Window& window) {
    if constexpr (requires { context.CurrentFocusScopeId; }) {
        return context.CurrentFocusScopeId;
    } else {
        return window.DC.NavFocusScopeIdCurrent;
    }
}

unsigned id_of_root(const ImGuiWindow* window) {
    return window == nullptr ? 0 : window->RootWindow->ID;
}

} // namespace

LastItem last_item() {
    const auto& context = *ImGui::GetCurrentContext();
    const auto& window = *context.CurrentWindow;
    const auto& item = context.LastItemData;
    LastItem last;
    last.stop.id = item.ID;
    last.stop.window = window.ID;
    last.stop.scope = focus_scope(context, window);
    last.stop.layer = static_cast<int>(window.DC.NavLayerCurrent);
    last.stop.is_field = (item.InFlags & ImGuiItemFlags_Inputable) != 0;
    last.is_disabled = (item.InFlags & ImGuiItemFlags_Disabled) != 0;
    last.is_title = item.ID == window.MoveId;
    return last;
}

bool is_keyboard_shown() {
    const auto& context = *ImGui::GetCurrentContext();
    const bool has_arrows = (context.CurrentWindow->Flags & ImGuiWindowFlags_NoNavInputs) != 0;
    // Dear ImGui never lights anything in a window that takes the arrows itself; there the mouse that does
    // not move is the sign.
    return has_arrows ? context.NavDisableMouseHover : !context.NavDisableHighlight;
}

void hide_mouse() {
    ImGui::GetCurrentContext()->NavDisableMouseHover = true;
}

void show_keyboard() {
    ImGui::GetCurrentContext()->NavDisableHighlight = false;
}

unsigned root_of(unsigned window) {
    return id_of_root(ImGui::FindWindowByID(window));
}

unsigned root_named(const char* name) {
    return id_of_root(ImGui::FindWindowByName(name));
}

unsigned root_with_keyboard() {
    return id_of_root(ImGui::GetCurrentContext()->NavWindow);
}

unsigned root_in_front() {
    const auto& open = ImGui::GetCurrentContext()->OpenPopupStack;
    for (int i = open.Size - 1; i >= 0; --i) {
        if (open[i].Window != nullptr && open[i].Window->WasActive) {
            return id_of_root(open[i].Window);
        }
    }
    return 0;
}

bool is_popup(unsigned window) {
    const auto* found = ImGui::FindWindowByID(window);
    return found != nullptr && (found->Flags & ImGuiWindowFlags_Popup) != 0;
}

unsigned item_with_keyboard() {
    const auto& context = *ImGui::GetCurrentContext();
    return context.ActiveId != 0 ? context.ActiveId : context.NavId;
}

unsigned item_left_in(unsigned root, int layer) {
    const auto* window = ImGui::FindWindowByID(root);
    return window == nullptr ? 0 : window->NavLastIds[layer];
}

void go_to(const Stop& stop) {
    auto& context = *ImGui::GetCurrentContext();
    ImGuiWindow* window = ImGui::FindWindowByID(stop.window);
    if (window == nullptr) {
        return;
    }
    context.ActiveIdNoClearOnFocusLoss = true; // let go of in the next frame, where the field can see it
    ImGui::FocusWindow(window);
    const ImRect rect(stop.rect.x, stop.rect.y, stop.rect.right(), stop.rect.bottom());
    ImGui::SetNavID(stop.id, static_cast<ImGuiNavLayer>(stop.layer), stop.scope,
                    ImGui::WindowRectAbsToRel(window, rect));
    context.NavDisableHighlight = false;
    context.NavDisableMouseHover = true;
    if (stop.layer == ImGuiNavLayer_Main) {
        ImGui::ScrollToBringRectIntoView(window, rect);
    }
    if (stop.is_field) { // ready to type
        context.NavNextActivateId = stop.id;
        context.NavNextActivateFlags = ImGuiActivateFlags_PreferInput;
    }
}

void leave_field() {
    const auto& context = *ImGui::GetCurrentContext();
    if (context.ActiveId != 0 && context.ActiveIdNoClearOnFocusLoss && context.NavId != context.ActiveId &&
        !ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
        ImGui::ClearActiveID();
    }
}

void settle_columns() {
    ImGui::TableUpdateLayout(ImGui::GetCurrentTable());
}

float column_room(int column) {
    const ImGuiTableColumn& place = ImGui::GetCurrentTable()->Columns[column];
    return place.WorkMaxX - place.WorkMinX;
}

std::vector<float> column_weights() {
    const ImGuiTable& table = *ImGui::GetCurrentTable();
    std::vector<float> weights;
    for (int column = 0; column < table.ColumnsCount; ++column) {
        weights.push_back(table.Columns[column].StretchWeight);
    }
    return weights;
}

void set_column_weights(const std::vector<float>& weights) {
    ImGuiTable& table = *ImGui::GetCurrentTable();
    for (std::size_t c = 0; c < weights.size(); ++c) {
        table.Columns[static_cast<int>(c)].StretchWeight = weights[c];
    }
}

std::vector<int> column_order() {
    const ImGuiTable& table = *ImGui::GetCurrentTable();
    std::vector<int> order;
    for (int place = 0; place < table.ColumnsCount; ++place) {
        order.push_back(table.DisplayOrderToIndex[place]);
    }
    return order;
}

void set_column_order(const std::vector<int>& order) {
    ImGuiTable& table = *ImGui::GetCurrentTable();
    for (int place = 0; place < table.ColumnsCount; ++place) {
        const int column = order[static_cast<std::size_t>(place)];
        table.Columns[column].DisplayOrder = static_cast<ImGuiTableColumnIdx>(place);
        table.DisplayOrderToIndex[place] = static_cast<ImGuiTableColumnIdx>(column);
    }
}

} // namespace maillage::ui
