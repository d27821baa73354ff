#include "base/heap.h"
#include "cli/arguments.h"
#include "cli/signals.h"
#include "io/read/outside_settings.h"

#include <iostream>
#include <sys/stat.h>

int main(int argc, char** argv) {
    maillage::io::forget_outside_settings();
    maillage::use_large_pages();
    ::umask(077); // for what libraries make on their own; every output sets its rights itself
    maillage::cli::take_signals();
    return maillage::cli::run(argc, argv, {std::cout, std::cerr});
}
