#include "support/source_dir.h"

std::filesystem::path maillage::source_dir() {
    return MAILLAGE_SOURCE_DIR;
}
