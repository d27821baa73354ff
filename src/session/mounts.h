// mounts.h: cameras that the register puts inside a building. They see nothing; nobody moves them unasked.
#pragma once

#include "analysis/results.h"
#include "base/finding.h"
#include "domain/project.h"

#include <optional>
#include <string>

namespace maillage::session {

/// "02691-014 : dans un bâtiment, façade la plus proche à 3,2 m ; la commande mount-camera l'y monte".
std::string inside_text(const analysis::CameraView& view, geo::Point at);
/// One warning a camera inside a building, in the order of the register.
Findings mount_findings(const analysis::Results& results);
/// 1 cm in front of the nearest outside wall. Throws InputError when the camera is in no building, or no wall
/// is near.
geo::Point mount_place(const domain::Project& project, const registry::Camera& camera);

} // namespace maillage::session
