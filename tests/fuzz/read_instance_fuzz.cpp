// Any bytes as a bare instance: reading ends in an instance that is solved and checked, or in an InputError.
#include "base/error.h"
#include "cli/read_instance.h"
#include "cover/max_cover.h"
#include "fuzz/one_file.h"
#include "support/cover_checker.h"

#include <algorithm>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    if (size < 3) {
        return 0;
    }
    static const OneFile folder;
    static const OneFile other;
    const std::size_t cut =
        std::min<std::size_t>(size, 3 + std::size_t{data[2]} * 8); // where the second file begins
    cli::InstanceFiles files;
    files.radius = 1 + data[1] * 4.0;
    files.candidates = folder.put(data[0] % 2 == 0 ? ".csv" : ".txt", data + 3, cut - 3);
    if (data[0] % 4 >= 2) {
        files.demand = other.put(".csv", data + cut, size - cut);
    }
    try {
        const cover::CoverInstance instance = cli::read_instance(files);
        cover::CoverProblem problem;
        problem.most_sites = 2;
        cover::CoverLimits limits;
        limits.nodes = 50;
        Progress progress;
        const cover::CoverAnswer answer = cover::solve_cover(instance, problem, limits, progress);
        if (!test::check_answer(instance, problem, answer).empty()) {
            std::abort();
        }
    } catch (const InputError&) { // a reason told to the user: the other legal end
    }
    return 0;
}
