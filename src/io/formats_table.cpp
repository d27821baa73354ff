#include "io/formats.h"

extern "C" [[gnu::visibility("default")]] const maillage::io::Formats* maillage_formats() {
    namespace direct = maillage::io::direct;
    static constexpr maillage::io::Formats table = {
        direct::read_table,  direct::list_layers,  direct::write_tables, direct::save_project,
        direct::read_raster, direct::read_basemap, direct::read_service};
    return &table;
}
