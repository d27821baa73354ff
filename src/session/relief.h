// relief.h: the relief of a project, from a raster in any CRS to heights in the CRS of the territory. A
// project holds the name and the checksum of the file; the heights are read anew when it is opened.
#pragma once

#include "base/finding.h"
#include "base/progress.h"
#include "domain/project.h"

#include <filesystem>
#include <string>

namespace maillage::session {

struct Relief {
    geo::ElevationGrid grid; ///< in the CRS of the territory
    int epsg = 0;            ///< of the file
    std::string checksum;    ///< sixteen hexadecimal digits over the cells of the file and their place
    std::string note;        ///< French: size, cell, CRS
};

/// `epsg`: stated by the user, 0 for the file's own. Between cell centres heights are bilinear, so a grid
/// that is not in the CRS of the territory is sampled once more. Throws InputError when the file is no grid.
Relief read_relief(const std::filesystem::path& file, int epsg, int target_epsg, Progress& progress);

/// Takes the relief into a project that lies, or will lie, in `folder`.
domain::Project with_relief(domain::Project project, const std::filesystem::path& file, Relief relief,
                            const std::filesystem::path& folder);
/// The file that `project.elevation` names, where it does not lie in the project's folder or below; also one
/// that is there by a link alone. Empty: none.
std::filesystem::path outside_relief(const domain::Project& project, const std::filesystem::path& folder);
/// The name of that file as a project in `folder` keeps it: never an absolute path, which tells of this
/// machine.
std::string stored_name(const std::string& file, const std::filesystem::path& folder);
/// Fills `project.relief` from the file that `project.elevation` names. A file that is missing, or no longer
/// the same, leaves the project without relief and gives a warning: lines of sight must not silently change.
Findings load_relief(domain::Project& project, const std::filesystem::path& folder, Progress& progress);

} // namespace maillage::session
