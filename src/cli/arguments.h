// arguments.h: the command line in words. Parsing touches no file; the verb does the work.
#pragma once

#include "cli/console.h"

#include <string>
#include <vector>

namespace maillage::cli {

/// The exit code. Errors are printed on `console.err` in one line.
int run(int argc, const char* const* argv, const Console& console);

/// Every word that `run` knows, as --help lists them.
std::vector<std::string> verbs();

} // namespace maillage::cli
