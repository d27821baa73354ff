// The fuzz harness of bare instances over files of every form, damaged at random: what libFuzzer looks for at
// length, briefly in every run.
#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <string>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace maillage {
namespace {

TEST(ReadInstanceFuzz, DamagedFilesAreRefusedOrSolved) {
    const std::string forms[] = {
        "id;x;y;cout\na;0;0;4\nb;10,5;3;2\nc;7;7;0\n",
        "id,x,y,poids\n1,0,0,3\n2,5.5,1,1e3\n3,900,12,2\n",
        "3 9 p S\n1\t2\t3\n4\t5\t6\n7\t8\t9\n",
        "candidate,destination,distance,demand,cost\nA,1,5,10,3\nA,2,9,4,3\nB,2,5,4,1\n",
        "id;cout;d1;d2\nA;2;1;9\nB;1;8;2\nC;5;;2\n",
    };
    const std::string pieces[] = {
        "", ";", ",", "\n", "\"", "nan", "inf", "-1", "1e309", "9999999999999999999", "é", "\t", "x"};
    std::mt19937 random(7);
    for (int run = 0; run < 600; ++run) {
        std::string text = forms[random() % std::size(forms)];
        for (unsigned k = random() % 4; k > 0 && !text.empty(); --k) {
            const std::size_t at = random() % text.size();
            text.replace(at, random() % 3, pieces[random() % std::size(pieces)]);
        }
        const std::string second = forms[random() % 2];
        std::string bytes = {static_cast<char>(random() % 4), static_cast<char>(random() % 8),
                             static_cast<char>((text.size() + 7) / 8)};
        bytes += text + std::string((8 - text.size() % 8) % 8, '\n') + second;
        EXPECT_EQ(LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()),
                  0)
            << text;
    }
}

} // namespace
} // namespace maillage
