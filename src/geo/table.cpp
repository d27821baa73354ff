#include "geo/table.h"

#include "base/number.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace maillage::geo {
namespace {

template <class... Ts> struct Overloaded : Ts... {
    using Ts::operator()...;
};
template <class... Ts> Overloaded(Ts...) -> Overloaded<Ts...>;

} // namespace

std::optional<std::size_t> find_column(const Table& table, std::string_view name) {
    const auto it = std::ranges::find(table.columns, name, &Column::name);
    if (it == table.columns.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(it - table.columns.begin());
}

bool is_missing(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) {
        return maillage::is_missing(*text);
    }
    return std::holds_alternative<std::monostate>(value);
}

std::string to_text(const Value& value) {
    return std::visit(Overloaded{[](std::monostate) { return std::string(); },
                                 [](const std::string& text) { return text; },
                                 [](std::int64_t number) { return std::to_string(number); },
                                 [](double number) { return fmt::format("{}", number); },
                                 [](bool flag) { return std::string(flag ? "oui" : "non"); },
                                 [](Date date) { return to_iso(date); }},
                      value);
}

std::optional<double> to_number(const Value& value) {
    return std::visit(
        Overloaded{[](const std::string& text) { return parse_number(text); },
                   [](std::int64_t number) { return std::optional(static_cast<double>(number)); },
                   [](double number) { return std::isfinite(number) ? std::optional(number) : std::nullopt; },
                   [](const auto&) { return std::optional<double>(); }},
        value);
}

std::optional<std::int64_t> to_integer(const Value& value) {
    const auto number = to_number(value);
    if (!number || *number != std::floor(*number) || std::abs(*number) > 9e15) {
        return std::nullopt;
    }
    return static_cast<std::int64_t>(*number);
}

std::optional<Date> to_date(const Value& value) {
    if (const auto* date = std::get_if<Date>(&value)) {
        return *date;
    }
    const auto* text = std::get_if<std::string>(&value);
    return text ? parse_date(*text) : std::nullopt;
}

std::optional<bool> to_bool(const Value& value) {
    if (const auto* flag = std::get_if<bool>(&value)) {
        return *flag;
    }
    const std::string text = fold(trim(to_text(value)));
    if (text == "oui" || text == "true" || text == "1" || text == "vrai" || text == "o" || text == "yes") {
        return true;
    }
    if (text == "non" || text == "false" || text == "0" || text == "faux" || text == "n" || text == "no") {
        return false;
    }
    return std::nullopt;
}

} // namespace maillage::geo
