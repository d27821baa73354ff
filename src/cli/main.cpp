#include "base/heap.h"
#include "cli/arguments.h"
#include "io/outside_settings.h"

#include <iostream>

int main(int argc, char** argv) {
    maillage::io::forget_outside_settings();
    maillage::use_large_pages();
    return maillage::cli::run(argc, argv, {std::cout, std::cerr});
}
