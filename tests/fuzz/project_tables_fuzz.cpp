// Any values in any cells of a project's tables and settings: refused, or a project that comes back as it is,
// is computed and drawn.
#include "fuzz/comes_back.h"
#include "fuzz/hostile_project.h"

#include <array>
#include <bit>
#include <limits>

namespace {

using namespace maillage;

class Bytes {
  public:
    Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}

    bool is_empty() const { return size_ == 0; }

    std::uint8_t byte() { return size_ == 0 ? std::uint8_t{0} : (--size_, *data_++); }

    std::size_t below(std::size_t n) {
        const std::size_t high = byte();
        return n == 0 ? 0 : (high * 256 + byte()) % n;
    }

    double number() {
        static constexpr auto kNumbers = std::to_array<double>(
            {0, -1, 1, 0.5, 360, 1e6, 1e15, 1e16, 1e300, -1e300, 745500, 6940500, 3e7, 3.1e7, 1e-310,
             std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(),
             -std::numeric_limits<double>::infinity()});
        return kNumbers[byte() % kNumbers.size()] + (byte() % 4 == 0 ? byte() : 0);
    }

    geo::Value value() {
        static constexpr auto kWords = std::to_array<const char*>(
            {"",           "police",    "fixe",    "dome",          "02001",       "02002",  "2024/1",
             "s1",         "c1",        "nan",     "inf",           "1e300",       "90;180", ";",
             "\\",         "\\e",       "\xff",    "zone:police=1", "epci:a=200%", "2027=1", "2028=1;2027=1",
             "uncovered",  "mesh-qpv",  "entries", "autorisation",  "retrait",     "sites",  "given",
             "municipale", "restreint", "oui"});
        switch (byte() % 8) {
        case 0:
            return {};
        case 1:
            return number();
        case 2:
            return static_cast<std::int64_t>(byte()) - 3;
        case 3:
            return std::bit_cast<std::int64_t>(std::uint64_t{byte()} << 56U | byte());
        case 4:
            return byte() % 2 == 0;
        case 5:
            return Date(std::chrono::year(byte() * 40 - 200) / (byte() % 14) / (byte() % 33));
        case 6: {
            std::string text(byte() % 9, ' ');
            for (char& c : text) {
                c = static_cast<char>(byte());
            }
            return text;
        }
        default:
            return std::string(kWords[byte() % kWords.size()]);
        }
    }

    geo::Geometry geometry() {
        const auto point = [&] { return geo::Point{number(), number()}; };
        const auto ring = [&] {
            geo::Ring made(byte() % 6);
            for (geo::Point& p : made) {
                p = byte() % 2 == 0 ? point() : geo::Point{745000.0 + byte(), 6940000.0 + byte()};
            }
            return made;
        };
        switch (byte() % 4) {
        case 0:
            return {};
        case 1:
            return point();
        case 2:
            return geo::MultiLine{ring()};
        default:
            return geo::MultiPolygon{{ring(), {}}};
        }
    }

  private:
    const std::uint8_t* data_;
    std::size_t size_;
};

void damage(Bytes& in, domain::ProjectTables& tables) {
    const std::uint8_t kind = in.byte();
    if (kind % 16 == 0) { // a setting
        auto it = tables.settings.begin();
        std::advance(it, static_cast<std::ptrdiff_t>(in.below(tables.settings.size())));
        it->second = geo::to_text(in.value());
        return;
    }
    geo::Table& table = tables.tables[in.below(tables.tables.size())];
    if (table.features.empty()) {
        return;
    }
    geo::Feature& feature = table.features[in.below(table.features.size())];
    switch (kind % 16) {
    case 1:
        table.epsg = in.byte() % 2 == 0 ? 4326 : 5490;
        return;
    case 2:
        table.features.push_back(feature);
        return;
    case 3:
        feature.values.resize(in.below(feature.values.size() + 1));
        return;
    case 4:
    case 5:
    case 6:
        feature.geometry = in.geometry();
        return;
    default:
        if (!feature.values.empty()) {
            feature.values[in.below(feature.values.size())] = in.value();
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const domain::ProjectTables sound = domain::to_tables(project_of_everything());
    static unsigned runs = 0;
    Bytes in(data, size);
    domain::ProjectTables tables = sound;
    const bool is_used = in.byte() % 32 == 0; // computing takes far longer than opening
    for (int changes = 0; changes < 6 && !in.is_empty(); ++changes) {
        damage(in, tables);
    }
    domain::Project opened;
    try {
        opened = domain::from_tables(std::move(tables));
    } catch (const InputError&) {
        return 0;
    }
    require_comes_back(opened, ++runs % 2048 == 0);
    if (is_used) {
        compute_and_draw(opened);
    }
    return 0;
}
