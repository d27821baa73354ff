// verb.h: how a verb says its name, its options and its work. Keeps the library of command lines in one file.
#pragma once

#include "cli/console.h"

#include <functional>
#include <map>
#include <string>

namespace CLI {
class App;
class Option;
} // namespace CLI

namespace maillage::cli {

class Option {
  public:
    explicit Option(CLI::Option& option) : option_(&option) {}

    Option& required();
    /// "a,b" is two values.
    Option& comma_separated();
    /// Exactly so many values.
    Option& values(int number);
    /// May be given several times.
    Option& repeated();
    Option& excludes(const Option& other);

  private:
    CLI::Option* option_;
};

/// What each verb does, by its name.
using Works = std::map<std::string, std::function<void(const Console&)>>;

class Verb {
  public:
    Verb(CLI::App& app, Works& works) : app_(&app), works_(&works) {}

    /// `name`: "--count", or "FICHIER" for a word in its place. T: string, path, int, int64_t, double, an
    /// optional of one of these, or a vector of strings, paths or doubles. `where` must live as long as what
    /// `runs` was given.
    template <class T> Option option(const std::string& name, T& where, const std::string& text);
    Option flag(const std::string& name, bool& where, const std::string& text);
    /// What the verb does when it is the one that was chosen: after the whole line has been read.
    void runs(std::function<void(const Console&)> work);

  private:
    CLI::App* app_;
    Works* works_;
};

/// The words of the command line, in the order of --help.
class Shelf {
  public:
    Shelf(CLI::App& app, Works& works) : app_(&app), works_(&works) {}

    Verb add(const std::string& name, const std::string& text);

  private:
    CLI::App* app_;
    Works* works_;
};

} // namespace maillage::cli
