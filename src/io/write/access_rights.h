// access_rights.h: who may read a file. Private to the room.
#pragma once

#include <filesystem>
#include <string>

namespace maillage::io {

/// Gives `fresh` the owner, group, mode and access list of `old`, or its owner alone when there is no `old`;
/// never to more people than `old`. Returns what could not be kept, in French, empty when nothing was lost.
/// Writes `fresh` through to the disk. Throws StorageError naming `place`.
std::string take_access_and_sync(const std::filesystem::path& old, const std::filesystem::path& fresh,
                                 const std::filesystem::path& place);

} // namespace maillage::io
