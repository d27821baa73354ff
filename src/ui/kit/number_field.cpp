#include "ui/kit/number_field.h"

#include "base/number.h"
#include "base/text.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <cmath>

namespace maillage::ui {
namespace {

std::string unescaped(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        plain += text[i];
        i += text.substr(i).starts_with("%%") ? 1 : 0;
    }
    return plain;
}

std::string without_last_zeros(std::string text) {
    if (text.find(',') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == ',') {
            text.pop_back();
        }
    }
    return text;
}

} // namespace

std::string figure_text(std::string_view format, double value) {
    const std::size_t at = format.find("%.");
    if (at == std::string_view::npos || at + 3 >= format.size()) {
        return unescaped(format);
    }
    const int decimals = format[at + 2] - '0';
    return unescaped(format.substr(0, at)) + without_last_zeros(to_french(value, decimals)) +
           unescaped(format.substr(at + 4));
}

std::optional<double> typed_figure(std::string_view text, double none) {
    const std::size_t first = text.find_first_of("0123456789-,.");
    if (first == std::string_view::npos) {
        return trim(text).empty() || trim(text) == "–" ? std::optional(none) : std::nullopt;
    }
    text.remove_prefix(first);
    // The longest beginning that is a figure: units follow it.
    for (std::size_t size = text.size(); size > 0; --size) {
        if (const auto value = parse_number(text.substr(0, size)); value && std::isfinite(*value)) {
            return value;
        }
    }
    return std::nullopt;
}

bool number_field(const char* id, double& value, std::string_view format, double none) {
    std::string text = figure_text(format, value);
    if (!ImGui::InputText(id, &text, ImGuiInputTextFlags_AutoSelectAll)) {
        return false;
    }
    const auto typed = typed_figure(text, none);
    const bool is_other = typed && *typed != value;
    value = typed.value_or(value);
    return is_other;
}

bool number_field(const char* id, float& value, std::string_view format) {
    double wide = static_cast<double>(value);
    const bool is_other = number_field(id, wide, format);
    value = is_other ? static_cast<float>(wide) : value;
    return is_other;
}

} // namespace maillage::ui
