#include "base/delivered.h"
#include "base/sentences.h"
#include "base/translate.h"

#include <gtest/gtest.h>

#include <clocale>
#include <cstdint>
#include <cstdlib>
#include <fstream>

namespace maillage {
namespace {

/// A compiled catalogue of one text, as msgfmt writes it.
void write_catalogue(const std::filesystem::path& file, const std::string& from, const std::string& to) {
    std::string bytes;
    const auto add = [&](std::size_t number) {
        for (int shift = 0; shift < 32; shift += 8) {
            bytes += static_cast<char>(number >> shift & 0xFFU);
        }
    };
    for (const std::size_t number : {std::size_t{0x950412de}, std::size_t{0}, std::size_t{1}, std::size_t{28},
                                     std::size_t{36}, std::size_t{0}, std::size_t{44}}) {
        add(number);
    }
    add(from.size());
    add(44);
    add(to.size());
    add(44 + from.size() + 1);
    std::ofstream(file, std::ios::binary) << bytes << from << '\0' << to << '\0';
}

TEST(Catalogue, SingularAndPluralAreTwoSentences) {
    const auto file = std::filesystem::path(::testing::TempDir()) / "plural.mo";
    write_catalogue(file, std::string(" ligne\0 lignes", 14), std::string(" row\0 rows", 10));
    const SentencePairs expected = {{" ligne", " row"}, {" lignes", " rows"}};
    EXPECT_EQ(read_catalogue(file), expected);
    write_catalogue(file, "ligne", "row");
    EXPECT_EQ(read_catalogue(file), (SentencePairs{{"ligne", "row"}}));
    std::filesystem::remove(file);
}

class Translate : public ::testing::Test {
  protected:
    void SetUp() override {
        if (delivered("locale/en/LC_MESSAGES/maillage.mo").empty()) {
            GTEST_SKIP() << "a build without a window has no catalogue";
        }
        set_language(Language::english);
    }

    void TearDown() override { set_language(Language::french); }
};

// gettext translates nothing where the locale is C, and C.UTF-8 is one of those since glibc 2.41.
TEST_F(Translate, WhateverTheLocaleOfTheSystem) {
    std::setlocale(LC_ALL, "C");
    ::unsetenv("LANGUAGE");
    EXPECT_STREQ(tr("Thème sombre"), "Dark theme");
    ::setenv("LANGUAGE", "fr", 1);
    EXPECT_EQ(tr(std::string("Thème sombre")), "Dark theme");
    EXPECT_STREQ(tr("Château-Thierry"), "Château-Thierry");
    EXPECT_STREQ(tr(""), "");
    ::unsetenv("LANGUAGE");
}

TEST_F(Translate, NoneIsOneInFrenchAndManyInEnglish) {
    const auto rows = [](double count) { return std::string(tr_plural(" ligne", " lignes", count)); };
    EXPECT_EQ(rows(0), " rows");
    EXPECT_EQ(rows(1), " row");
    EXPECT_EQ(rows(2), " rows");
    set_language(Language::french);
    EXPECT_EQ(rows(0), " ligne");
    EXPECT_EQ(rows(1.5), " ligne");
    EXPECT_EQ(rows(2), " lignes");
}

TEST_F(Translate, ADocumentIsInFrench) {
    {
        const InFrench is_document;
        EXPECT_STREQ(tr("Thème sombre"), "Thème sombre");
        EXPECT_EQ(language(), Language::french);
    }
    EXPECT_STREQ(tr("Thème sombre"), "Dark theme");
}

TEST(Delivered, FontsAreThereAndOtherFilesAreNot) {
    const FontFiles files = font_files();
    for (const auto& file : {files.regular, files.bold, files.fallback, files.bold_fallback}) {
        EXPECT_TRUE(std::filesystem::is_regular_file(file)) << file;
    }
    EXPECT_EQ(delivered("no such file"), std::filesystem::path());
}

} // namespace
} // namespace maillage
