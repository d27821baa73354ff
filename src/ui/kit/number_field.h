// number_field.h: figures typed and shown as the French write them: 1 234,5 €. Dear ImGui's own fields know
// the decimal point alone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace maillage::ui {

/// `format` is printf's for one figure, with what stands around it: "%.2f €", "× %.1f", "%.0f %%". Its digits
/// are the most that are shown, zeros at the end are left out. Without a figure it is the whole text: "–".
std::string figure_text(std::string_view format, double value);
/// Empty when what was typed is no figure; what stands around it does not matter. Nothing, or a dash, is
/// `none`.
std::optional<double> typed_figure(std::string_view text, double none = 0);

/// An entry field. True while it is being changed, as Dear ImGui's are.
bool number_field(const char* id, double& value, std::string_view format, double none = 0);
bool number_field(const char* id, float& value, std::string_view format);

} // namespace maillage::ui
