// Any bytes as what the window remembers, and as a table of densities: read, or a message; what is read is
// written and read again the same.
#include "base/error.h"
#include "fuzz/comes_back.h"
#include "session/density_tables.h"
#include "session/preferences.h"
#include "support/example_project.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace maillage;
    static const OneFile one_file;
    static unsigned runs = 0;
    if (size < 1) {
        return 0;
    }
    if (data[0] % 2 == 0) {
        const std::string text(reinterpret_cast<const char*>(data + 1), size - 1);
        const session::Preferences read = session::parse_preferences(text);
        if (!(session::parse_preferences(session::to_text(read)) == read)) {
            fail("preferences that do not come back");
        }
        return 0;
    }
    domain::Project project = test::small_project();
    try {
        session::use_density_table(project.settings,
                                   session::density_table(one_file.put(".csv", data + 1, size - 1).string()));
    } catch (const InputError&) {
        return 0;
    }
    require_comes_back(project, ++runs % 1024 == 0);
    return 0;
}
