// Published maximum-coverage instances against their proved optima (tests/README.md says where they are
// looked for).
#include "cover/max_cover.h"
#include "support/cover_checker.h"
#include "support/cover_scenes.h"
#include "support/require.h"
#include "support/source_dir.h"

#include <gtest/gtest.h>

#include <cstdlib>

namespace maillage::cover {
namespace {

std::filesystem::path instances() {
    if (const char* data = std::getenv("MAILLAGE_TEST_INSTANCES")) {
        return data;
    }
    return source_dir() / ".." / "shared" / "instances";
}

TEST(CoverPublished, EveryOptimumIsFoundAndProved) {
    if (!std::filesystem::exists(instances() / "optima.csv")) {
        MAILLAGE_SKIP_WITHOUT("data", "published instances absent: " << instances());
    }
    std::ifstream optima(instances() / "optima.csv");
    std::string line;
    std::getline(optima, line);
    std::string loaded;
    CoverInstance instance;
    int checked = 0;
    while (std::getline(optima, line)) {
        std::istringstream fields(line);
        std::string name;
        std::string number[4];
        std::getline(fields, name, ';');
        for (std::string& n : number) {
            std::getline(fields, n, ';');
        }
        if (loaded != name + number[0]) {
            loaded = name + number[0];
            const double radius = std::stod(number[0]);
            instance = name.starts_with("SJC")
                           ? test::read_sjc(instances() / (name + ".txt"), radius)
                           : test::read_pairs(instances() / "san-francisco-205x16-distances.csv", radius);
        }
        CoverProblem problem;
        problem.most_sites = std::stod(number[1]);
        Progress progress;
        const CoverAnswer answer = solve_cover(instance, problem, {}, progress);
        EXPECT_EQ(answer.value, std::stod(number[2])) << line;
        EXPECT_TRUE(answer.is_proved) << line;
        EXPECT_EQ(answer.gap(), 0) << line;
        EXPECT_EQ(test::check_answer(instance, problem, answer), "") << line;
        ++checked;
        if (std::getenv("MAILLAGE_SHOW_TIMES") != nullptr) {
            std::printf("%s %.4f s %ld nodes\n", line.c_str(), answer.seconds, answer.nodes);
        }
    }
    EXPECT_EQ(checked, 52);
}

} // namespace
} // namespace maillage::cover
