#include "ui/kit/number_field.h"

#include <gtest/gtest.h>

namespace maillage::ui {
namespace {

TEST(NumberField, ShowsFiguresAsTheFrenchWriteThem) {
    EXPECT_EQ(figure_text("%.2f", 3), "3");
    EXPECT_EQ(figure_text("%.2f", 0.25), "0,25");
    EXPECT_EQ(figure_text("%.0f €", 10000), "10\u202f000 €");
    EXPECT_EQ(figure_text("%.2f %%", 50), "50 %");
    EXPECT_EQ(figure_text("× %.1f", 1.5), "× 1,5");
    EXPECT_EQ(figure_text("%.1f m", 6.5), "6,5 m");
    EXPECT_EQ(figure_text("%.0f", 100), "100");
    EXPECT_EQ(figure_text("–", 0), "–");
}

TEST(NumberField, ReadsWhatItShowsAndWhatPeopleType) {
    for (const double value : {0.0, 0.25, 3.0, 6.5, 100.0, 1234.5, 120000.0}) {
        for (const char* format : {"%.2f", "%.2f €", "× %.2f", "%.2f %%", "%.2f m"}) {
            EXPECT_EQ(typed_figure(figure_text(format, value)), value) << format << value;
        }
    }
    EXPECT_EQ(typed_figure("1234.5"), 1234.5);
    EXPECT_EQ(typed_figure(" 1 234,5€"), 1234.5);
    EXPECT_EQ(typed_figure("-3"), -3);
    EXPECT_EQ(typed_figure(""), 0);
    EXPECT_EQ(typed_figure("–", -1), -1);
    EXPECT_FALSE(typed_figure("dix"));
}

} // namespace
} // namespace maillage::ui
