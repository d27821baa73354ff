// Any table, any kind: importing ends in a project that survives its own tables, or in an InputError.
#include "base/error.h"
#include "domain/project_tables.h"
#include "intake/import.h"
#include "support/example_project.h"
#include "support/random_table.h"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    test::RandomTable random({data, size});
    const auto kinds = intake::all_import_kinds();
    const intake::ImportKind kind = kinds[random.byte() % kinds.size()];
    const domain::Project before = random.byte() % 2 == 0 ? test::small_project() : domain::Project();
    intake::ImportOptions options;
    options.source = "hostile.csv";
    options.azimuth_convention = random.byte() % 2 == 0 ? "trigo" : "";
    options.replaces = random.byte() % 2 == 0;
    try {
        const intake::ImportResult result = intake::import_table(before, kind, random.make(), options);
        const domain::Project back = domain::from_tables(domain::to_tables(result.project));
        if (result.imported <= 0 || back.cameras->size() != result.project.cameras->size()) {
            std::abort();
        }
    } catch (const InputError&) { // a reason told to the user: the other legal end
    }
    return 0;
}
