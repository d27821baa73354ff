// random.h: the numbers the example is drawn from. The same on every machine, which the distributions
// of the standard library do not promise.
#pragma once

#include <cstdint>
#include <string_view>

namespace maillage::example {

/// SplitMix64 (Steele, Lea, Flood 2014), started from a text so that one commune's draw does not move
/// another's.
class Random {
  public:
    explicit Random(std::string_view seed) {
        for (const char c : seed) { // FNV-1a
            state_ = (state_ ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
        }
    }

    std::uint64_t next() {
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }

    /// In [0, 1).
    double unit() { return static_cast<double>(next() >> 11U) * 0x1.0p-53; }

    double between(double low, double high) { return low + (high - low) * unit(); }

    /// In [low, high].
    int whole(int low, int high) {
        return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
    }

    bool chance(double probability) { return unit() < probability; }

    /// About normal: mean 0, deviation 1, never beyond 3.5.
    double bell() {
        double sum = 0;
        for (int i = 0; i < 4; ++i) {
            sum += unit();
        }
        return (sum - 2) * 1.7320508075688772;
    }

  private:
    std::uint64_t state_ = 0xCBF29CE484222325ULL;
};

} // namespace maillage::example
