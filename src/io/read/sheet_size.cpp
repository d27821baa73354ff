#include "io/read/sheet_size.h"

#include "base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <expat.h>
#include <limits>
#include <type_traits>
#include <unordered_map>
#include <vector>

namespace maillage::io {
namespace {

constexpr std::uint64_t kCellBytes = 16; ///< of the reader, empty or not
constexpr std::uint64_t kTextBytes = 32; ///< beside the text itself
constexpr std::uint64_t kRowBytes = 128;
constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max() / 4; ///< sums stay there

std::uint64_t product(std::uint64_t a, std::uint64_t b) {
    return a != 0 && b > kMost / a ? kMost : a * b;
}

void add(std::uint64_t& sum, std::uint64_t more) {
    sum = std::min(kMost, sum + std::min(kMost, more));
}

std::string_view local(std::string_view name) {
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view attribute(const char** attributes, std::string_view name) {
    for (; *attributes != nullptr; attributes += 2) {
        if (local(attributes[0]) == name) {
            return attributes[1];
        }
    }
    return {};
}

/// 0 when it is none.
std::uint64_t whole(std::string_view text) {
    return std::strtoull(std::string(text).c_str(), nullptr, 10);
}

/// "AB12": 28.
std::uint64_t column_of(std::string_view place) {
    std::uint64_t column = 0;
    for (std::size_t i = 0; i < place.size() && i < 6 && place[i] >= 'A' && place[i] <= 'Z'; ++i) {
        column = column * 26 + static_cast<std::uint64_t>(place[i] - 'A') + 1;
    }
    return column;
}

/// One table of cells as its reader keeps it: as wide everywhere as its widest row.
struct Grid {
    std::uint64_t rows = 0;
    std::uint64_t width = 0;
    std::uint64_t texts = 0;

    std::uint64_t bytes() const {
        std::uint64_t sum = product(rows, kRowBytes);
        add(sum, product(product(rows, width), kCellBytes));
        add(sum, texts);
        return sum;
    }
};

} // namespace

class SheetSize::Counter {
  public:
    explicit Counter(std::string name) : name_(std::move(name)) {}

    void begin(const std::string& entry) {
        is_counted_ = entry.ends_with(".xml") && !entry.ends_with("styles.xml");
        parser_.reset(is_counted_ ? XML_ParserCreate(nullptr) : nullptr);
        if (!parser_) {
            return;
        }
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(
            parser_.get(),
            [](void* self, const char* element, const char** attributes) {
                static_cast<Counter*>(self)->start(local(element), attributes);
            },
            [](void* self, const char* element) { static_cast<Counter*>(self)->stop(local(element)); });
        XML_SetCharacterDataHandler(parser_.get(), [](void* self, const char* text, int size) {
            static_cast<Counter*>(self)->take({text, static_cast<std::size_t>(size)});
        });
        XML_SetEntityDeclHandler(parser_.get(), [](void* self, const char*, int, const char*, int,
                                                   const char*, const char*, const char*, const char*) {
            auto& counter = *static_cast<Counter*>(self);
            counter.has_entities_ = true; // nothing may be thrown through the parser
            XML_StopParser(counter.parser_.get(), XML_FALSE);
        });
        grid_ = {};
        row_ = {};
    }

    void feed(std::string_view piece) {
        if (!parser_) {
            return;
        }
        const bool is_good = XML_Parse(parser_.get(), piece.data(), static_cast<int>(piece.size()),
                                       XML_FALSE) == XML_STATUS_OK;
        if (has_entities_) {
            throw InputError(
                fmt::format("{} : le classeur déclare des entités XML, lecture refusée par prudence", name_));
        }
        if (!is_good) {
            parser_.reset(); // the reader stops there as well, and says it
        }
    }

    void end() {
        parser_.reset();
        close_table();
    }

    std::uint64_t bytes() const {
        std::uint64_t shared = 0;
        for (const std::uint64_t length : shared_) {
            add(shared, length + kTextBytes);
        }
        std::uint64_t largest = 0;
        for (const Sheet& sheet : sheets_) {
            std::uint64_t sum = sheet.grid.bytes();
            for (const auto& [text, cells] : sheet.uses) {
                add(sum, product(cells, (text < shared_.size() ? shared_[text] : 0) + kTextBytes));
            }
            largest = std::max(largest, sum);
        }
        std::uint64_t sum = all_tables_;
        add(sum, shared);
        add(sum, largest);
        return sum;
    }

  private:
    struct Sheet {
        Grid grid;
        std::unordered_map<std::uint64_t, std::uint64_t> uses; ///< cells that hold each of the shared texts
    };

    struct Row {
        std::uint64_t repeats = 1;
        std::uint64_t cells = 0; ///< so far, empty ones too
        std::uint64_t filled_width = 0;
        std::uint64_t texts = 0;
    };

    struct Free {
        void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
    };

    void start(std::string_view element, const char** attributes) {
        if (element == "si") { // XLSX: a shared text
            shared_.push_back(0);
            is_shared_ = true;
        } else if (element == "row" || element == "table-row") {
            start_row(element == "row", attributes);
        } else if (element == "c") {
            start_cell(attributes);
        } else if (element == "table-cell" || element == "covered-table-cell") {
            start_ods_cell(attributes);
        }
    }

    void start_row(bool is_xlsx, const char** attributes) {
        row_ = {};
        if (is_xlsx) {
            is_sheet_ = true;
            grid_.rows = std::max(grid_.rows + 1, std::min(whole(attribute(attributes, "r")), kMost));
        } else {
            row_.repeats = std::max<std::uint64_t>(1, whole(attribute(attributes, "number-rows-repeated")));
        }
    }

    void start_cell(const char** attributes) {
        const std::uint64_t column = column_of(attribute(attributes, "r"));
        row_.cells = column > 0 ? column : row_.cells + 1;
        grid_.width = std::max(grid_.width, row_.cells);
        cell_.clear();
        cell_bytes_ = 0;
        cell_repeats_ = 1;
        is_shared_cell_ = attribute(attributes, "t") == "s";
        is_cell_ = true;
    }

    void start_ods_cell(const char** attributes) {
        cell_repeats_ = std::max<std::uint64_t>(1, whole(attribute(attributes, "number-columns-repeated")));
        cell_bytes_ = 0;
        for (const char** each = attributes; *each != nullptr; each += 2) {
            const std::string_view name = local(each[0]);
            if (name.ends_with("value") || name == "formula") {
                cell_bytes_ += std::string_view(each[1]).size();
            }
        }
        is_cell_ = true;
    }

    void take(std::string_view text) {
        if (is_shared_) {
            shared_.back() += text.size();
        } else if (is_cell_) {
            cell_bytes_ += text.size();
            if (is_shared_cell_ && cell_.size() < 20) {
                cell_ += text;
            }
        }
    }

    void stop(std::string_view element) {
        if (element == "si") {
            is_shared_ = false;
        } else if (element == "c") {
            end_cell();
        } else if (element == "table-cell" || element == "covered-table-cell") {
            end_ods_cell();
        } else if (element == "table-row") {
            end_ods_row();
        } else if (element == "table") {
            close_table();
        }
    }

    void end_cell() {
        is_cell_ = false;
        if (!is_shared_cell_) {
            add(grid_.texts, cell_bytes_ + kTextBytes);
            return;
        }
        is_shared_cell_ = false;
        ++uses_[whole(cell_)];
    }

    void end_ods_cell() {
        is_cell_ = false;
        add(row_.cells, cell_repeats_);
        if (cell_bytes_ > 0) { // empty cells at the end of a row, empty rows at the end of a sheet: not kept
            row_.filled_width = row_.cells;
            add(row_.texts, product(cell_repeats_, cell_bytes_ + kTextBytes));
        }
    }

    void end_ods_row() {
        if (row_.filled_width == 0) {
            add(empty_rows_, row_.repeats);
            return;
        }
        add(grid_.rows, empty_rows_);
        add(grid_.rows, row_.repeats);
        empty_rows_ = 0;
        grid_.width = std::max(grid_.width, row_.filled_width);
        add(grid_.texts, product(row_.repeats, row_.texts));
    }

    /// Of an ODS, or the only one of an XLSX's file.
    void close_table() {
        if (is_sheet_) {
            sheets_.push_back({grid_, std::move(uses_)});
        } else {
            add(all_tables_, grid_.bytes());
        }
        grid_ = {};
        uses_.clear();
        is_sheet_ = false;
        empty_rows_ = 0;
    }

    std::string name_;
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
    bool is_counted_ = false;
    bool has_entities_ = false;
    bool is_shared_ = false;      ///< inside a shared text
    bool is_sheet_ = false;       ///< the file is a sheet of an XLSX
    bool is_cell_ = false;        ///< inside a cell
    bool is_shared_cell_ = false; ///< the cell holds the number of a shared text
    std::string cell_;            ///< that number
    std::uint64_t cell_bytes_ = 0;
    std::uint64_t cell_repeats_ = 1;
    std::uint64_t empty_rows_ = 0;
    std::uint64_t all_tables_ = 0;
    Row row_;
    Grid grid_;
    std::unordered_map<std::uint64_t, std::uint64_t> uses_;
    std::vector<std::uint64_t> shared_; ///< length of each shared text
    std::vector<Sheet> sheets_;
};

SheetSize::SheetSize(std::string name) : counter_(std::make_unique<Counter>(std::move(name))) {}

SheetSize::~SheetSize() = default;

void SheetSize::begin(const std::string& entry) {
    counter_->begin(entry);
}

void SheetSize::feed(std::string_view piece) {
    counter_->feed(piece);
}

void SheetSize::end() {
    counter_->end();
}

std::uint64_t SheetSize::bytes() const {
    return counter_->bytes();
}

} // namespace maillage::io
