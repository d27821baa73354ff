#include "io/write/write_xlsx.h"

#include "base/error.h"
#include "base/text.h"
#include "io/gdal_session.h"
#include "io/write/work_folders.h"
#include "io/write/write_csv.h"

#include <cpl_vsi.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <xlsxwriter.h>

namespace maillage::io {
namespace {

constexpr std::size_t kMostRows = 1'048'575; ///< of data, one is the header
constexpr std::size_t kMostText = 32'767;    ///< characters in a cell
constexpr std::size_t kMostSheetName = 31;
constexpr std::size_t kWidestColumn = 60; ///< characters
constexpr std::size_t kRowsForWidth = 500;

struct Formats {
    lxw_format* header = nullptr;
    lxw_format* date = nullptr;
    lxw_format* integer = nullptr;
    lxw_format* metres = nullptr;
    lxw_format* degrees = nullptr;
};

Formats make_formats(lxw_workbook* book) {
    Formats formats;
    formats.header = workbook_add_format(book);
    format_set_bold(formats.header);
    format_set_font_color(formats.header, LXW_COLOR_WHITE);
    format_set_bg_color(formats.header, 0x1F3A5F);
    format_set_text_wrap(formats.header);
    format_set_align(formats.header, LXW_ALIGN_VERTICAL_CENTER);
    formats.date = workbook_add_format(book);
    format_set_num_format(formats.date, "dd/mm/yyyy");
    formats.integer = workbook_add_format(book);
    format_set_num_format(formats.integer, "0");
    formats.metres = workbook_add_format(book);
    format_set_num_format(formats.metres, "0.00");
    formats.degrees = workbook_add_format(book);
    format_set_num_format(formats.degrees, "0.0000000");
    return formats;
}

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

class Sheet {
  public:
    Sheet(lxw_worksheet* sheet, const Formats& formats, FindingLog& log)
        : sheet_(sheet), formats_(formats), log_(log) {}

    void write(const geo::Table& table) {
        if (table.features.size() > kMostRows) {
            throw InputError(fmt::format("{} : {} lignes, un tableur en accepte {} au plus", table.name,
                                         table.features.size(), kMostRows));
        }
        const PointColumns points = point_columns(table, log_);
        write_header(table, points);
        for (std::size_t row = 0; row < table.features.size(); ++row) {
            const auto line = static_cast<lxw_row_t>(row + 1);
            for (std::size_t i = 0; i < table.columns.size(); ++i) {
                put(line, i, table, table.features[row].values[i]);
            }
            if (!points.names.empty()) {
                put_point(line, table.columns.size(), points.rows[row]);
            }
        }
        set_widths(table, points);
    }

  private:
    void write_header(const geo::Table& table, const PointColumns& points) {
        lxw_col_t column = 0;
        for (const geo::Column& c : table.columns) {
            const std::string& title = c.title.empty() ? c.name : c.title;
            worksheet_write_string(sheet_, 0, column++, title.c_str(), formats_.header);
        }
        for (const std::string& name : points.names) {
            worksheet_write_string(sheet_, 0, column++, name.c_str(), formats_.header);
        }
        worksheet_freeze_panes(sheet_, 1, 0);
        if (column > 0) {
            worksheet_autofilter(sheet_, 0, 0, static_cast<lxw_row_t>(table.features.size()),
                                 static_cast<lxw_col_t>(column - 1));
        }
    }

    void put(lxw_row_t row, std::size_t index, const geo::Table& table, const geo::Value& value) {
        const auto column = static_cast<lxw_col_t>(index);
        if (const auto* text = std::get_if<std::string>(&value)) {
            put_text(row, column, table.columns[index].name, *text);
        } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
            put_integer(row, column, *whole);
        } else if (const auto* number = std::get_if<double>(&value)) {
            if (std::isfinite(*number)) {
                worksheet_write_number(sheet_, row, column, *number, nullptr);
            }
        } else if (const auto* flag = std::get_if<bool>(&value)) {
            worksheet_write_string(sheet_, row, column, *flag ? "oui" : "non", nullptr);
        } else if (const auto* date = std::get_if<Date>(&value)) {
            put_date(row, column, *date);
        }
    }

    void put_text(lxw_row_t row, lxw_col_t column, const std::string& name, const std::string& text) {
        std::string_view kept = text;
        while (characters(kept) > kMostText) {
            kept = cut_utf8(kept, std::max(kept.size() - (characters(kept) - kMostText), kMostText));
        }
        if (kept.size() < text.size()) {
            log_.add(Severity::warning, "textes coupés", static_cast<long>(row), name,
                     fmt::format("texte coupé à {} caractères, limite d'un tableur", kMostText));
        }
        worksheet_write_string(sheet_, row, column, std::string(kept).c_str(), nullptr);
    }

    /// A cell holds a double: beyond 2^53 a whole number would change.
    void put_integer(lxw_row_t row, lxw_col_t column, std::int64_t whole) {
        constexpr std::int64_t kExact = std::int64_t{1} << 53U;
        if (whole > kExact || whole < -kExact) {
            worksheet_write_string(sheet_, row, column, std::to_string(whole).c_str(), nullptr);
        } else {
            worksheet_write_number(sheet_, row, column, static_cast<double>(whole), formats_.integer);
        }
    }

    /// Excel counts days from 1900 and knows none before.
    void put_date(lxw_row_t row, lxw_col_t column, Date date) {
        const int year = static_cast<int>(date.year());
        if (year < 1901 || year > 9999) {
            worksheet_write_string(sheet_, row, column, to_french(date).c_str(), nullptr);
            return;
        }
        lxw_datetime day = {year,
                            static_cast<int>(static_cast<unsigned>(date.month())),
                            static_cast<int>(static_cast<unsigned>(date.day())),
                            0,
                            0,
                            0};
        worksheet_write_datetime(sheet_, row, column, &day, formats_.date);
    }

    void put_point(lxw_row_t row, std::size_t first, const std::vector<double>& values) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            worksheet_write_number(sheet_, row, static_cast<lxw_col_t>(first + i), values[i],
                                   i < 2 ? formats_.metres : formats_.degrees);
        }
    }

    void set_widths(const geo::Table& table, const PointColumns& points) {
        const std::size_t rows = std::min(table.features.size(), kRowsForWidth);
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const geo::Column& column = table.columns[i];
            std::size_t widest =
                std::min<std::size_t>(characters(column.title.empty() ? column.name : column.title), 24);
            for (std::size_t row = 0; row < rows; ++row) {
                widest = std::max(widest, characters(geo::to_text(table.features[row].values[i])));
            }
            set_width(i, std::min(widest, kWidestColumn) + 3);
        }
        for (std::size_t i = 0; i < points.names.size(); ++i) {
            set_width(table.columns.size() + i, 14);
        }
    }

    void set_width(std::size_t index, std::size_t width) {
        const auto column = static_cast<lxw_col_t>(index);
        worksheet_set_column(sheet_, column, column, static_cast<double>(width), nullptr);
    }

    lxw_worksheet* sheet_;
    const Formats& formats_;
    FindingLog& log_;
};

/// A fixed creation date: the same tables give the same bytes.
void set_properties(lxw_workbook* book, const WriteOptions& options) {
    std::string title = options.title;
    std::string subject = options.description;
    std::string comments = options.source;
    if (!options.licence.empty()) {
        comments += (comments.empty() ? "" : " – ") + options.licence;
    }
    lxw_doc_properties properties = {};
    properties.title = title.data();
    properties.subject = subject.data();
    properties.comments = comments.data();
    properties.created = 946'684'800; // 2000-01-01
    workbook_set_properties(book, &properties);
}

struct VsiCloser {
    void operator()(VSILFILE* file) const noexcept { VSIFCloseL(file); }
};

/// True when the part exists, inflates whole and ends as it should.
bool ends_with(const std::string& part, std::string_view ending) {
    const GdalListener listener;
    const std::unique_ptr<VSILFILE, VsiCloser> in(VSIFOpenL(part.c_str(), "rb"));
    std::string tail;
    std::string piece(1U << 16U, '\0');
    for (std::size_t count = in ? piece.size() : 0; count == piece.size();) {
        count = VSIFReadL(piece.data(), 1, piece.size(), in.get());
        tail = (tail + piece.substr(0, count));
        tail = tail.substr(tail.size() > 64 ? tail.size() - 64 : 0);
    }
    return tail.find(ending) != std::string::npos && !listener.has_error();
}

/// The library keeps sheets in temporary files and does not look whether the disk took them.
void check_written(const std::filesystem::path& file, std::size_t sheets) {
    start_gdal();
    const std::string inside = "/vsizip/{" + file.string() + "}/xl/";
    bool is_whole = ends_with(inside + "workbook.xml", "</workbook>") &&
                    ends_with(inside + "styles.xml", "</styleSheet>");
    for (std::size_t i = 1; i <= sheets; ++i) {
        is_whole = is_whole && ends_with(fmt::format("{}worksheets/sheet{}.xml", inside, i), "</worksheet>");
    }
    VSIStatBufL status;
    if (VSIStatL((inside + "sharedStrings.xml").c_str(), &status) == 0) {
        is_whole = is_whole && ends_with(inside + "sharedStrings.xml", "</sst>");
    }
    if (!is_whole) {
        throw StorageError(
            fmt::format("{} : écriture incomplète, le disque est peut-être plein", file.filename().string()));
    }
}

struct BookCloser {
    void operator()(lxw_workbook* book) const noexcept { lxw_workbook_free(book); }
};

} // namespace

std::string sheet_name(const geo::Table& table, std::set<std::string>& taken) {
    std::string name = table.title.empty() ? table.name : table.title;
    for (const char forbidden : std::string_view("[]:*?/\\'")) {
        std::ranges::replace(name, forbidden, '-');
    }
    name = std::string(trim(name));
    if (name.empty()) {
        name = "Feuille";
    }
    const auto cut = [](std::string text, std::size_t most) {
        while (characters(text) > most) {
            text = cut_utf8(text, text.size() - 1);
        }
        return text;
    };
    std::string candidate = cut(name, kMostSheetName);
    for (int i = 2; !taken.insert(fold(candidate)).second; ++i) {
        candidate = cut(name, kMostSheetName - 4) + fmt::format(" ({})", i);
    }
    return candidate;
}

void write_xlsx(std::span<const geo::Table> tables, const std::filesystem::path& file,
                const WriteOptions& options, FindingLog& log) {
    // The parts of a workbook on their way: where a kill leaves nothing that is not swept, and nobody else
    // looks.
    const std::filesystem::path beside = file.parent_path() / "classeur";
    make_private_folders(beside);
    std::string folder = beside.string();
    lxw_workbook_options how{};
    how.tmpdir = folder.data();
    std::unique_ptr<lxw_workbook, BookCloser> book(workbook_new_opt(file.c_str(), &how));
    if (!book) {
        throw StorageError(fmt::format("{} : classeur impossible à créer", file.filename().string()));
    }
    set_properties(book.get(), options);
    const Formats formats = make_formats(book.get());
    std::set<std::string> taken;
    for (const geo::Table& table : tables) {
        lxw_worksheet* sheet = workbook_add_worksheet(book.get(), sheet_name(table, taken).c_str());
        if (sheet == nullptr) {
            throw StorageError(fmt::format("{} : feuille refusée", table.name));
        }
        Sheet(sheet, formats, log).write(table);
    }
    const lxw_error error = workbook_close(book.release()); // frees it, whatever the outcome
    if (error != LXW_NO_ERROR) {
        throw StorageError(
            fmt::format("{} : écriture interrompue ({})", file.filename().string(), lxw_strerror(error)));
    }
    check_written(file, tables.size());
}

} // namespace maillage::io
