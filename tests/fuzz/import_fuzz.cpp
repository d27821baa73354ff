// Any table, any kind: importing ends in a project that is saved and comes back as it is, or in an
// InputError.
#include "base/error.h"
#include "fuzz/comes_back.h"
#include "intake/import.h"
#include "support/example_project.h"
#include "support/random_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    static const domain::Project example = test::small_project();
    static unsigned runs = 0;
    test::RandomTable random({data, size});
    const auto kinds = intake::all_import_kinds();
    const intake::ImportKind kind = kinds[random.byte() % kinds.size()];
    const domain::Project before = random.byte() % 2 == 0 ? example : domain::Project();
    intake::ImportOptions options;
    options.source = "hostile.csv";
    options.azimuth_convention = random.byte() % 2 == 0 ? "trigo" : "";
    options.replaces = random.byte() % 2 == 0;
    std::optional<intake::ImportResult> result;
    try {
        result = intake::import_table(before, kind, random.make(), options);
    } catch (const InputError&) { // a reason told to the user: the other legal end
        return 0;
    }
    if (result->imported <= 0) {
        fail("an import of nothing");
    }
    require_comes_back(result->project, ++runs % 4096 == 0);
    return 0;
}
