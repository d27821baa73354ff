// scratch.h: a folder of its own for each test, and small files in it.
#pragma once

#include "base/progress.h"
#include "geo/table.h"
#include "io/read/read_table.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace maillage::io {

class Scratch {
  public:
    Scratch() {
        std::string name = (std::filesystem::temp_directory_path() / "maillage-test-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
    }

    ~Scratch() {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    std::filesystem::path operator/(const std::string& name) const { return folder_ / name; }

    const std::filesystem::path& folder() const { return folder_; }

    std::filesystem::path put(const std::string& name, const std::string& bytes) const {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return folder_ / name;
    }

    std::size_t file_count() const {
        return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder_), {}));
    }

  private:
    std::filesystem::path folder_;
};

inline std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline ReadResult read(const std::filesystem::path& file, const ReadOptions& options = {}) {
    Progress progress;
    return read_table(file, options, progress);
}

/// The text of a cell, by row from 0 and column name.
inline std::string cell(const geo::Table& table, std::size_t row, const std::string& column) {
    const auto index = geo::find_column(table, column);
    EXPECT_TRUE(index) << "no column " << column;
    return index ? geo::to_text(table.features.at(row).values.at(*index)) : "";
}

inline bool mentions(const Findings& findings, const std::string& text) {
    for (const Finding& finding : findings) {
        if (finding.message.find(text) != std::string::npos) {
            return true;
        }
    }
    return false;
}

/// The message of the exception of this type that `act` throws; fails the test when there is none.
template <class Exception, class Act> std::string message_of(Act&& act) {
    try {
        act();
    } catch (const Exception& exception) {
        return exception.what();
    }
    ADD_FAILURE() << "nothing was thrown";
    return {};
}

/// Every type, every missing value, accents, and a shape with a hole; near Laon, Lambert-93.
inline geo::Table sample_table(geo::GeometryKind kind) {
    geo::Table table;
    table.name = "sites";
    table.title = "Sites prioritaires";
    table.columns = {{"code", geo::ColumnType::text, "Code INSEE"},
                     {"nom", geo::ColumnType::text, "Nom"},
                     {"habitants", geo::ColumnType::integer, "Habitants"},
                     {"taux", geo::ColumnType::real, "Taux"},
                     {"actif", geo::ColumnType::boolean, "Actif"},
                     {"echeance", geo::ColumnType::date, "Échéance"}};
    table.epsg = kind == geo::GeometryKind::none ? 0 : 2154;
    table.geometry_kind = kind;
    const Date day{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(22)};
    const auto shape = [&](double x) -> geo::Geometry {
        switch (kind) {
        case geo::GeometryKind::none:
            return {};
        case geo::GeometryKind::point:
            return geo::Point{x, 6940716.25};
        case geo::GeometryKind::line:
            return geo::MultiLine{{{x, 6940000}, {x + 10.5, 6940020}}};
        case geo::GeometryKind::polygon:
            return geo::MultiPolygon{
                {{{x, 6940000}, {x + 100, 6940000}, {x + 100, 6940100}, {x, 6940100}},
                 {{{x + 10, 6940010}, {x + 10, 6940020}, {x + 20, 6940020}, {x + 20, 6940010}}}}};
        }
        return {};
    };
    table.features = {
        {{std::string("02408"), std::string("Laon – l’Œuvre, « cité »; \"haute\""), std::int64_t{24201}, 3.5,
          true, day},
         shape(745199.5),
         1},
        {{std::string("2A004"), {}, {}, {}, {}, {}}, shape(745299.5), 2},
        {{std::string("02691"), std::string("Saint-Quentin"), std::int64_t{-7}, -0.125, false, day},
         shape(745399.5),
         3}};
    return table;
}

} // namespace maillage::io
