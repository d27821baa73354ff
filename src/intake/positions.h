// positions.h: where a row is, in the metric CRS of the territory, from whatever columns the file has.
#pragma once

#include "geo/crs.h"
#include "intake/rows.h"

#include <memory>
#include <optional>

namespace maillage::intake {

/// Decides once how the position columns of a file are to be read, says so in a finding, then reads row by
/// row.
class Positions {
  public:
    explicit Positions(ImportRows& rows);

    struct Place {
        std::optional<geo::Point> point;
        std::optional<std::size_t> commune; ///< index in the territory of the commune that holds it
        bool is_outside = false; ///< there is a territory with shapes and the point is in none of them
        bool is_wrecked = false; ///< there was something, but it could not be read
    };

    /// Geometry of the row, else its columns. Numbers wrecked by a spreadsheet give a finding and no
    /// position.
    Place read(const geo::Feature& feature);
    /// True when rows may have a position at all.
    bool has_source() const;

  private:
    enum class Form { none, one_cell, two_columns };

    struct Reading {
        int epsg = 0;
        double unit = 1; ///< 1000 for kilometres
        bool is_swapped = false;
    };

    struct Cells {
        std::optional<geo::Point> point;
        bool is_empty = true;
        bool is_longitude_first = false;
        bool is_latitude_first = false;
    };

    void choose_form();
    void choose_reading();
    Cells cells(const geo::Feature& feature) const;
    std::optional<geo::Point> place(const Reading& reading, geo::Point raw) const;
    bool is_plausible(geo::Point p) const;
    void report_wrecked(const geo::Feature& feature);
    std::optional<double> only_repair(const std::string& text, bool is_latitude) const;
    const geo::Reprojection* reprojection(int epsg) const;
    std::string columns_text() const;

    ImportRows& rows_;
    int target_ = geo::kLambert93;
    Form form_ = Form::none;
    Cell first_, second_; ///< longitude or x, latitude or y; `first_` alone for one cell
    bool is_degrees_ = false;
    Reading reading_;
    geo::Box neighbourhood_;
    std::optional<geo::Box> degrees_; ///< of the territory, in longitude and latitude
    mutable std::vector<std::pair<int, std::unique_ptr<geo::Reprojection>>> reprojections_;
};

/// Commune of a row from its columns and its position: the column wins; a finding when the position says
/// otherwise.
std::string settle_commune(ImportRows& rows, const geo::Feature& feature, const ImportRows::Commune& declared,
                           const Positions::Place& place);

} // namespace maillage::intake
