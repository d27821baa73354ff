// cli_driver.h: the command line run in this process, with what it said.
#pragma once

#include "cli/arguments.h"

#include <sstream>
#include <string>
#include <vector>

namespace maillage::test {

struct Answer {
    int code = -1;
    std::string out;
    std::string err;
};

inline Answer run(const std::vector<std::string>& words) {
    std::vector<const char*> argv = {"maillage"};
    for (const std::string& word : words) {
        argv.push_back(word.c_str());
    }
    std::ostringstream out;
    std::ostringstream err;
    const int code = cli::run(static_cast<int>(argv.size()), argv.data(), {out, err});
    return {code, out.str(), err.str()};
}

} // namespace maillage::test
