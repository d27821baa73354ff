#include "base/error.h"
#include "io/project_store.h"
#include "io/read_table.h"
#include "io/write_table.h"
#include "support/test_data.h"
#include <gtest/gtest.h>
#include <chrono>
#include <iostream>
namespace maillage::io {
TEST(Explore, All) {
    auto root = *test_data("communes-02-aisne.geojson");
    for (auto& e : std::filesystem::recursive_directory_iterator(root.parent_path())) {
        if (!e.is_regular_file()) continue;
        const auto t0 = std::chrono::steady_clock::now();
        Progress p;
        std::vector<std::string> layers{""};
        try { layers = list_layers(e.path()); } catch (const Error& x) { std::cout << "LIST " << x.what() << "\n"; continue; }
        if (layers.size() == 1) layers = {""};
        for (auto& l : layers) {
            try {
                ReadOptions o; o.layer = l; o.target_epsg = 2154;
                auto r = read_table(e.path(), o, p);
                std::cout << e.path().filename().string() << " [" << l << "] rows=" << r.table.features.size() << " cols=" << r.table.columns.size() << " kind=" << int(r.table.geometry_kind) << " enc=" << r.info.encoding << " sep=" << r.info.separator << " src=" << r.info.source_epsg << " epsg=" << r.table.epsg << " findings=" << r.findings.size();
                for (std::size_t i = 0; i < std::min<std::size_t>(6, r.table.columns.size()); ++i) std::cout << " | " << r.table.columns[i].name << "=" << (r.table.features.empty() ? "" : geo::to_text(r.table.features[0].values[i]));
                std::cout << "\n";
                for (std::size_t i = 0; i < std::min<std::size_t>(4, r.findings.size()); ++i) std::cout << "     " << to_string(r.findings[i]) << "\n";
            } catch (const Error& x) { std::cout << "READ " << x.what() << "\n"; }
        }
        std::cout << "    " << std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count() << " s\n";
    }
}
}
