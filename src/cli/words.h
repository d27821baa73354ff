// words.h: options that several verbs have, read the same way everywhere.
#pragma once

#include "analysis/gaps.h"
#include "cli/computed.h"
#include "cli/verb.h"
#include "session/command.h"

#include <filesystem>
#include <string>
#include <vector>

namespace maillage::cli {

/// 22/11/2026 or 2026-11-22. Throws InputError.
Date read_date(const std::string& text);
std::optional<Date> maybe_date(const std::string& text);
/// --by. Throws InputError.
analysis::Grouping read_grouping(const std::string& word);

/// PROJET, --date and --profile.
struct SubjectWords {
    std::filesystem::path project;
    std::string date, profile;

    Subject read(const Console& console) const;
};

void add_project(Verb& verb, SubjectWords& words);
void add_date(Verb& verb, SubjectWords& words);
void add_profile(Verb& verb, SubjectWords& words);

/// How a file is to be read: the same words wherever one is.
struct ReadingWords {
    std::string layer, crs, encoding;
    std::vector<std::string> map;

    void read(session::Import& what) const;
};

void add_reading_options(Verb& verb, ReadingWords& words);

} // namespace maillage::cli
