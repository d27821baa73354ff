// system_reason.h: why the system refused a file, in French: it speaks English itself, whatever the language.
#pragma once

#include <string>
#include <system_error>

namespace maillage {

/// "accès refusé par le système", "le disque est plein"...; the system's own words where there are none of
/// ours.
std::string system_reason(std::error_code failed);
/// Of `errno`.
std::string system_reason();

} // namespace maillage
