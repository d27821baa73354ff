#include "session/relief.h"

#include "base/error.h"
#include "geo/crs.h"
#include "io/read/read_raster.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

namespace maillage::session {
namespace {

using geo::ElevationGrid;
using geo::Point;

constexpr int kMesh = 16; ///< cells between two exact transformations; in between they are interpolated
constexpr double kMostCells = 400e6;    ///< of a resampled grid, like those of a file
constexpr double kEverydayCells = 16e6; ///< however few the file has

/// FNV-1a, of 64 bits: an exchanged file must be noticed, nobody forges one.
class Checksum {
  public:
    void add(std::uint64_t word) {
        for (int i = 0; i < 8; ++i) {
            hash_ = (hash_ ^ ((word >> (8 * i)) & 0xff)) * 0x100000001b3;
        }
    }

    void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }

    std::string text() const { return fmt::format("{:016x}", hash_); }

  private:
    std::uint64_t hash_ = 0xcbf29ce484222325;
};

std::string checksum_of(const ElevationGrid& grid, int epsg) {
    Checksum sum;
    for (const double place : {grid.north_west.x, grid.north_west.y, grid.cell_width_m, grid.cell_height_m}) {
        sum.add(place);
    }
    sum.add(static_cast<std::uint64_t>(epsg));
    sum.add(static_cast<std::uint64_t>(grid.columns));
    for (const float height : grid.heights_m) {
        sum.add(std::uint64_t{std::isnan(height) ? 0x7fc00000U : std::bit_cast<std::uint32_t>(height)});
    }
    return sum.text();
}

/// Bounds of the image of a grid's rim.
geo::Box image(const ElevationGrid& grid, const geo::Reprojection& moves) {
    geo::Box box;
    constexpr int kSteps = 64;
    for (int i = 0; i <= kSteps; ++i) {
        const double x = grid.north_west.x + grid.columns * grid.cell_width_m * i / kSteps;
        const double y = grid.north_west.y - grid.rows * grid.cell_height_m * i / kSteps;
        const double right = grid.north_west.x + grid.columns * grid.cell_width_m;
        const double bottom = grid.north_west.y - grid.rows * grid.cell_height_m;
        for (const Point p :
             {Point{x, grid.north_west.y}, Point{x, bottom}, Point{grid.north_west.x, y}, Point{right, y}}) {
            if (const auto moved = moves(p)) {
                box.extend(*moved);
            }
        }
    }
    return box;
}

/// Metres of the target CRS in one cell at the middle of the grid.
double cell_in(const ElevationGrid& grid, const geo::Reprojection& moves) {
    const Point middle{grid.north_west.x + grid.columns * grid.cell_width_m / 2,
                       grid.north_west.y - grid.rows * grid.cell_height_m / 2};
    const auto a = moves(middle);
    const auto b = moves({middle.x + grid.cell_width_m, middle.y});
    const auto c = moves({middle.x, middle.y + grid.cell_height_m});
    if (!a || !b || !c) {
        throw InputError("la grille d'altitudes est hors du domaine du système de coordonnées du projet");
    }
    return std::min(geo::distance(*a, *b), geo::distance(*a, *c));
}

/// Source positions of the corners of meshes of kMesh cells of the target.
class Mesh {
  public:
    Mesh(const ElevationGrid& target, const geo::Reprojection& back) {
        columns_ = target.columns / kMesh + 2;
        const int rows = target.rows / kMesh + 2;
        constexpr double nowhere = std::numeric_limits<double>::quiet_NaN();
        for (int r = 0; r < rows; ++r) {
            for (int c = 0; c < columns_; ++c) {
                const Point p{target.north_west.x + c * kMesh * target.cell_width_m,
                              target.north_west.y - r * kMesh * target.cell_height_m};
                corners_.push_back(back(p).value_or(Point{nowhere, nowhere}));
            }
        }
    }

    /// `column` and `row` count cells of the target from its corner.
    Point operator()(double column, double row) const {
        const int c = static_cast<int>(column / kMesh);
        const int r = static_cast<int>(row / kMesh);
        const double u = column / kMesh - c;
        const double v = row / kMesh - r;
        const Point& a = at(c, r);
        const Point& b = at(c + 1, r);
        const Point& d = at(c, r + 1);
        const Point& e = at(c + 1, r + 1);
        const auto mix = [&](double Point::*axis) {
            return (1 - v) * ((1 - u) * a.*axis + u * b.*axis) + v * ((1 - u) * d.*axis + u * e.*axis);
        };
        return {mix(&Point::x), mix(&Point::y)};
    }

  private:
    const Point& at(int c, int r) const {
        return corners_[static_cast<std::size_t>(r) * static_cast<std::size_t>(columns_) +
                        static_cast<std::size_t>(c)];
    }

    int columns_ = 0;
    std::vector<Point> corners_;
};

ElevationGrid resampled(const ElevationGrid& source, int from, int to, Progress& progress) {
    const geo::Reprojection moves(from, to);
    const double cell = cell_in(source, moves);
    const geo::Box box = image(source, moves);
    ElevationGrid out;
    out.north_west = {box.min.x, box.max.y};
    out.cell_width_m = out.cell_height_m = cell;
    const double columns = std::ceil(box.width() / cell);
    const double rows = std::ceil(box.height() / cell);
    const double most = std::clamp(4.0 * source.columns * source.rows, kEverydayCells, kMostCells);
    if (!(columns >= 1 && rows >= 1 && columns * rows <= most)) {
        throw InputError(
            "la grille d'altitudes est trop grande une fois dans le système de coordonnées du projet");
    }
    out.columns = static_cast<int>(columns);
    out.rows = static_cast<int>(rows);
    out.heights_m.reserve(static_cast<std::size_t>(out.columns) * static_cast<std::size_t>(out.rows));
    const Mesh mesh(out, geo::Reprojection(to, from));
    for (int r = 0; r < out.rows; ++r) {
        progress.report(static_cast<double>(r) / out.rows, "relief");
        for (int c = 0; c < out.columns; ++c) {
            out.heights_m.push_back(static_cast<float>(geo::height_at(source, mesh(c + 0.5, r + 0.5))));
        }
    }
    return out;
}

} // namespace

Relief read_relief(const std::filesystem::path& file, int epsg, int target_epsg, Progress& progress) {
    io::Raster raster = io::read_raster(file, epsg, progress);
    ElevationGrid grid{raster.top_left, raster.cell_width, raster.cell_height,
                       raster.width,    raster.height,     std::move(raster.values)};
    Relief relief;
    relief.epsg = raster.epsg;
    relief.checksum = checksum_of(grid, raster.epsg);
    relief.note = fmt::format("{} x {} cellules · {}", grid.columns, grid.rows, raster.crs_note);
    relief.grid =
        raster.epsg == target_epsg ? std::move(grid) : resampled(grid, raster.epsg, target_epsg, progress);
    return relief;
}

domain::Project with_relief(domain::Project project, const std::filesystem::path& file, Relief relief,
                            const std::filesystem::path& folder) {
    const auto absolute = std::filesystem::absolute(file);
    const auto near = folder.empty() ? std::filesystem::path()
                                     : absolute.lexically_relative(std::filesystem::absolute(folder));
    // A file beside the project, or below it, moves with it.
    const bool is_beside = !near.empty() && *near.begin() != "..";
    project.elevation = {(is_beside ? near : absolute).generic_string(), relief.epsg, relief.checksum};
    project.relief = std::move(relief.grid);
    return project;
}

std::filesystem::path outside_relief(const domain::Project& project, const std::filesystem::path& folder) {
    if (project.elevation.file.empty()) {
        return {};
    }
    namespace fs = std::filesystem;
    const fs::path home = fs::absolute(folder).lexically_normal() / "";
    const fs::path file =
        (home / project.elevation.file).lexically_normal(); // an absolute name stays as it is
    const auto is_below = [](const fs::path& inner, const fs::path& outer) {
        const fs::path way = inner.lexically_relative(outer);
        return !way.empty() && *way.begin() != "..";
    };
    if (!is_below(file, home)) {
        return file; // before anything is asked of the place: asking may wake a server
    }
    std::error_code error;
    const fs::path real = fs::weakly_canonical(file, error);
    return error || !is_below(real, fs::weakly_canonical(home, error)) ? file : fs::path();
}

std::string stored_name(const std::string& file, const std::filesystem::path& folder) {
    const std::filesystem::path stated(file);
    return stated.is_absolute()
               ? stated.lexically_relative(std::filesystem::absolute(folder).lexically_normal())
                     .generic_string()
               : file;
}

Findings load_relief(domain::Project& project, const std::filesystem::path& folder, Progress& progress) {
    const geo::ElevationSource& source = project.elevation;
    if (source.file.empty()) {
        return {};
    }
    const std::filesystem::path stated(source.file);
    const auto file = stated.is_absolute() ? stated : folder / stated;
    const auto warn = [&](const std::string& why) {
        return Findings{{Severity::warning, stated.filename().string(), 0, "",
                         why + " : les champs sont calculés sans relief"}};
    };
    if (!std::filesystem::exists(file)) {
        return warn("le fichier du relief manque");
    }
    try {
        Relief relief = read_relief(file, source.epsg, project.territory->epsg, progress);
        if (relief.checksum != source.checksum) {
            return warn("le fichier du relief n'est plus celui qui a été importé");
        }
        project.relief = std::move(relief.grid);
    } catch (const InputError& error) {
        return warn(error.what());
    }
    return {};
}

} // namespace maillage::session
