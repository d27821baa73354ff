#include "base/heap.h"
#include "cli/arguments.h"

#include <iostream>

int main(int argc, char** argv) {
    maillage::use_large_pages();
    return maillage::cli::run(argc, argv, {std::cout, std::cerr});
}
