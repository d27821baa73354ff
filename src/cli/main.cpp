#include "cli/arguments.h"

#include <iostream>

int main(int argc, char** argv) { return maillage::cli::run(argc, argv, {std::cout, std::cerr}); }
