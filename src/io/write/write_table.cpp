#include "io/write/write_table.h"

#include "base/error.h"
#include "io/formats.h"
#include "io/write/staging.h"
#include "io/write/write_csv.h"
#include "io/write/write_ods.h"
#include "io/write/write_ogr.h"
#include "io/write/write_xlsx.h"

#include <fmt/format.h>

namespace maillage::io::direct {

Findings write_tables(std::span<const geo::Table> tables, const std::filesystem::path& path,
                      const WriteOptions& options) {
    const Format format = format_of(path);
    const std::string name = path.filename().string();
    const bool holds_several =
        format == Format::geopackage || format == Format::xlsx || format == Format::ods;
    if (tables.empty() || (tables.size() > 1 && !holds_several)) {
        throw InputError(
            fmt::format("{} : ce format garde une table et une seule ({} demandées)", name, tables.size()));
    }
    FindingLog log(name);
    Staging staging(path);
    if (format == Format::csv) {
        write_csv(tables.front(), staging.file(), log);
    } else if (format == Format::xlsx) {
        write_xlsx(tables, staging.file(), options, log);
    } else if (format == Format::ods) {
        write_ods(tables, staging.file(), log);
    } else if (format == Format::shapefile) {
        geo::Table table = tables.front();
        table.name = path.stem().string(); // GDAL names the file after the layer
        write_ogr({&table, 1}, staging.file(), format, options, log);
    } else {
        write_ogr(tables, staging.file(), format, options, log);
    }
    const std::vector<std::string> companions =
        format == Format::shapefile
            ? std::vector<std::string>{".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx",
                                       ".qix", ".qpj", ".idm", ".ind", ".fix", ".shp.xml"}
            : std::vector<std::string>();
    Findings findings = staging.commit(companions);
    append(findings, log.take());
    return findings;
}

} // namespace maillage::io::direct
