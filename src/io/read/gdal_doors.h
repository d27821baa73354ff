// gdal_doors.h: what exists of GDAL in this process. Private to the room. A file decides what its reader
// opens next (a virtual raster, an overview that is one, a link, a table that is a query over another file):
// so what may not be opened is not there at all, for the whole process and whoever asks.
#pragma once

namespace maillage::io {

/// Registers the drivers of our list and no other, and shuts networks, virtual files, plugins, extensions and
/// whatever the environment says about them. Once, before anything else of GDAL.
void shut_gdal_doors();

/// For as long as it lives, this thread and no other may ask map services: the user named one.
class OnlineDoor {
  public:
    OnlineDoor();
    ~OnlineDoor();
    OnlineDoor(const OnlineDoor&) = delete;
    OnlineDoor& operator=(const OnlineDoor&) = delete;
};

} // namespace maillage::io
