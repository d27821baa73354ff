// arguments.h: the command line in words. Parsing touches no file; the verb does the work.
#pragma once

#include "cli/verbs.h"

namespace maillage::cli {

/// The exit code. Errors are printed on `console.err` in one line.
int run(int argc, const char* const* argv, const Console& console);

} // namespace maillage::cli
