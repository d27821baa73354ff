#include "cli/verb.h"

#include <CLI/CLI.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <vector>

namespace maillage::cli {

Option& Option::required() {
    option_->required();
    return *this;
}

Option& Option::comma_separated() {
    option_->delimiter(',');
    return *this;
}

Option& Option::values(int number) {
    option_->expected(number);
    return *this;
}

Option& Option::repeated() {
    option_->take_all();
    return *this;
}

Option& Option::excludes(const Option& other) {
    option_->excludes(other.option_);
    return *this;
}

template <class T> Option Verb::option(const std::string& name, T& where, const std::string& text) {
    return Option(*app_->add_option(name, where, text));
}

template Option Verb::option(const std::string&, std::string&, const std::string&);
template Option Verb::option(const std::string&, std::filesystem::path&, const std::string&);
template Option Verb::option(const std::string&, int&, const std::string&);
template Option Verb::option(const std::string&, std::int64_t&, const std::string&);
template Option Verb::option(const std::string&, double&, const std::string&);
template Option Verb::option(const std::string&, std::optional<std::string>&, const std::string&);
template Option Verb::option(const std::string&, std::optional<int>&, const std::string&);
template Option Verb::option(const std::string&, std::optional<std::int64_t>&, const std::string&);
template Option Verb::option(const std::string&, std::optional<double>&, const std::string&);
template Option Verb::option(const std::string&, std::vector<std::string>&, const std::string&);
template Option Verb::option(const std::string&, std::vector<std::filesystem::path>&, const std::string&);
template Option Verb::option(const std::string&, std::vector<double>&, const std::string&);

Option Verb::flag(const std::string& name, bool& where, const std::string& text) {
    return Option(*app_->add_flag(name, where, text));
}

void Verb::runs(std::function<void(const Console&)> work) {
    (*works_)[app_->get_name()] = std::move(work);
}

Verb Shelf::add(const std::string& name, const std::string& text) {
    return Verb(*app_->add_subcommand(name, text), *works_);
}

} // namespace maillage::cli
