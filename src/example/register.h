// register.h: the invented register of authorised systems and cameras, beside the real acts known by
// number.
#pragma once

#include "base/date.h"
#include "example/town.h"
#include "registry/registry.h"

#include <span>
#include <vector>

namespace maillage::example {

/// Order of magnitude of the plan (S34): its year 2020 counted 3,266 authorised cameras, 396 on public roads.
inline constexpr int kExampleCameras = 3266;
inline constexpr int kExamplePublicCameras = 396;
inline constexpr int kExampleActs =
    1500; ///< five years at the plan's 312 a year (S33), the real ones included

struct ExampleRegister {
    std::vector<registry::Authorisation> acts; ///< sorted by id
    std::vector<registry::Camera> cameras;     ///< sorted by id
};

/// Dates are spread around `reference` so that some acts are expired and some about to be. Cameras on public
/// roads stand at crossings of the invented streets, most of them in view of one of `sites`.
ExampleRegister example_register(const std::vector<Town>& towns, std::span<const domain::Site> sites,
                                 int epsg, Date reference);
/// The acts of geodata/arretes_2025.csv: facts, without counts because the publications give none.
std::vector<registry::Authorisation> known_acts();
/// Blocks of invented houses around cameras on public roads, in towns of at least 4,000 inhabitants.
std::vector<domain::Building> example_buildings(const std::vector<Town>& towns,
                                                const std::vector<registry::Camera>& cameras);

} // namespace maillage::example
