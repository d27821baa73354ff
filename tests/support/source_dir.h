// source_dir.h: where the source tree lies. One source file knows it, so that the others compile to the same
// object wherever the tree was cloned, and a compiler cache serves them all.
#pragma once

#include <filesystem>

namespace maillage {

std::filesystem::path source_dir();

} // namespace maillage
