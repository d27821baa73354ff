#include "io/read/grid.h"

#include "base/error.h"
#include "base/number.h"
#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <ranges>
#include <set>

namespace maillage::io {
namespace {

using Row = std::vector<std::string>;
constexpr std::size_t kHeadRows = 40;

std::size_t filled(const Row& row) {
    return static_cast<std::size_t>(
        std::ranges::count_if(row, [](const auto& cell) { return !trim(cell).empty(); }));
}

std::size_t typical_filled(const std::vector<Row>& rows) {
    std::vector<std::size_t> counts;
    for (const Row& row : rows) {
        if (filled(row) > 0) {
            counts.push_back(filled(row));
        }
    }
    if (counts.empty()) {
        return 0;
    }
    std::ranges::nth_element(counts, counts.begin() + static_cast<std::ptrdiff_t>(counts.size() / 2));
    return counts[counts.size() / 2];
}

std::uint64_t bytes_of_row(const Row& row) {
    std::uint64_t bytes = row.capacity() * sizeof(std::string);
    for (const std::string& cell : row) {
        bytes += bytes_behind(cell);
    }
    return bytes;
}

/// Years head columns of statistics.
bool is_year(std::string_view text) {
    const auto number = parse_integer(text);
    return text.size() == 4 && number && *number >= 1900 && *number <= 2100;
}

/// A header names things: most cells filled, none of them a quantity or a day.
bool is_header(const Row& row) {
    bool has_word = false;
    for (const std::string& cell : row) {
        const std::string_view text = trim(cell);
        if (text.empty() || is_year(text)) {
            continue;
        }
        if (parse_number(text) || parse_date(text)) {
            return false;
        }
        has_word = true;
    }
    return has_word && (filled(row) * 2 > row.size() || trim(row.front()).empty());
}

/// Words alone, none of them a quantity or a day, whatever the gaps.
bool is_words(const Row& row) {
    return filled(row) > 0 && std::ranges::none_of(row, [](const std::string& cell) {
               const std::string_view text = trim(cell);
               return !text.empty() && (parse_number(text) || parse_date(text));
           });
}

bool is_blank_at(const Row& row, std::size_t column) {
    return column >= row.size() || trim(row[column]).empty();
}

/// A header of two rows: titles merged over several columns, and under them what each column is. The second
/// row stands only where the first has a title over it or a gap, and is followed by a row that is none of
/// words.
bool is_under_header(const Row& header, const Row& under, const Row* first_record) {
    if (!is_words(under) || filled(under) >= std::max(header.size(), under.size())) {
        return false;
    }
    std::size_t gaps_filled = 0;
    for (std::size_t i = 0; i < under.size(); ++i) {
        gaps_filled += is_blank_at(header, i) && !is_blank_at(under, i) ? 1 : 0;
    }
    const bool has_hole =
        std::ranges::any_of(std::views::iota(std::size_t{0}, header.size()),
                            [&](std::size_t i) { return !is_blank_at(header, i) && is_blank_at(under, i); });
    const bool is_followed =
        first_record == nullptr || !is_words(*first_record) || filled(*first_record) > filled(under);
    return gaps_filled > 0 && has_hole && is_followed && is_blank_at(under, 0);
}

/// "Arrêté" over "Date" and "Échéance": « Arrêté – Date », « Arrêté – Échéance ».
Row joined_headers(const Row& header, const Row& under) {
    Row joined(std::max(header.size(), under.size()));
    std::string above;
    for (std::size_t i = 0; i < joined.size(); ++i) {
        if (!is_blank_at(header, i)) {
            above = std::string(trim(header[i]));
        }
        joined[i] = is_blank_at(under, i) ? (is_blank_at(header, i) ? std::string() : above)
                    : above.empty()       ? std::string(trim(under[i]))
                                          : above + " – " + std::string(trim(under[i]));
    }
    return joined;
}

/// One sentence above the table: in its first cell, or in another when the header stands right under it.
bool is_title(const Row& row, const Row* next, std::size_t typical) {
    if (filled(row) != 1 || typical < 3) {
        return false;
    }
    return !is_blank_at(row, 0) || (next != nullptr && is_words(*next) && filled(*next) > 1);
}

} // namespace

std::optional<std::size_t> find_column_folded(const std::vector<geo::Column>& columns,
                                              std::string_view name) {
    const std::string wanted = fold_name(name);
    const auto it =
        std::ranges::find(columns, wanted, [](const geo::Column& c) { return fold_name(c.name); });
    return it == columns.end() ? std::nullopt : std::optional(static_cast<std::size_t>(it - columns.begin()));
}

bool matches(const RowFilter& filter, const geo::Value& value) {
    const std::string text = geo::to_text(value);
    const std::string_view cell = trim(text);
    return filter.is_prefix ? cell.starts_with(filter.value) : cell == filter.value;
}

GridBuilder::GridBuilder(geo::Table& table, const ReadOptions& options, FindingLog& log, Budget& budget)
    : table_(table), options_(options), log_(log), budget_(budget) {}

bool GridBuilder::add(Row cells) {
    if (!is_started_) {
        head_bytes_ += bytes_of_row(cells);
        budget_.require(head_bytes_);
        head_.push_back(std::move(cells));
        if (head_.size() < kHeadRows) {
            return true;
        }
        start();
    } else {
        take(std::move(cells));
    }
    return options_.max_rows == 0 || table_.features.size() < options_.max_rows;
}

void GridBuilder::finish() {
    if (!is_started_) {
        start();
    }
    if (blank_rows_ > 0) {
        log_.note(fmt::format("{} lignes vides laissées de côté", blank_rows_));
    }
}

/// Leading blank rows and one-cell titles are skipped, then the header is recognised.
void GridBuilder::start() {
    is_started_ = true;
    std::size_t first = 0;
    const std::size_t typical = typical_filled(head_);
    while (first < head_.size() &&
           (filled(head_[first]) == 0 ||
            is_title(head_[first], first + 1 < head_.size() ? &head_[first + 1] : nullptr, typical))) {
        if (filled(head_[first]) == 1) {
            log_.note(fmt::format("ligne de titre laissée de côté : « {} »", trim(join(head_[first], ""))));
        }
        ++first;
    }
    if (first == head_.size()) {
        return;
    }
    const bool has_under = first + 1 < head_.size() && is_words(head_[first]) &&
                           is_under_header(head_[first], head_[first + 1],
                                           first + 2 < head_.size() ? &head_[first + 2] : nullptr);
    const bool has_header = options_.has_header.value_or(has_under || is_header(head_[first]));
    if (has_header && has_under) {
        name_columns(joined_headers(head_[first], head_[first + 1]));
        log_.note("en-tête lu sur deux lignes");
        first += 2;
    } else if (has_header) {
        name_columns(head_[first++]);
    } else {
        std::size_t width = 0;
        for (const Row& row : head_) {
            width = std::max(width, row.size());
        }
        name_columns(Row(width));
        if (!options_.has_header) {
            log_.note("aucune ligne d'en-tête reconnue : colonnes nommées colonne_1, colonne_2…");
        }
    }
    if (options_.where) {
        filter_column_ = find_column_folded(table_.columns, options_.where->column);
        if (!filter_column_) {
            throw InputError(fmt::format("colonne « {} » absente, le filtre ne peut pas s'appliquer",
                                         options_.where->column));
        }
    }
    row_ = static_cast<long>(first); // as the sheet's own program numbers its rows
    for (; first < head_.size(); ++first) {
        take(std::move(head_[first]));
    }
    head_.clear();
}

void GridBuilder::name_columns(const Row& header) {
    std::size_t width = header.size();
    while (width > 1 && trim(header[width - 1]).empty() && filled(header) > 0 &&
           std::ranges::all_of(
               head_, [&](const Row& row) { return row.size() < width || trim(row[width - 1]).empty(); })) {
        --width; // separators at the end of each line
    }
    budget_.check_columns(width);
    std::set<std::string> taken;
    std::map<std::string, int> copies; // of each name so far: thousands may bear the same
    for (std::size_t i = 0; i < width; ++i) {
        const std::string plain(trim(header[i]));
        const std::string base = plain.empty() ? fmt::format("colonne_{}", i + 1) : plain;
        std::string name = base;
        int& copy = copies.try_emplace(fold(base), 1).first->second;
        while (!taken.insert(fold(name)).second) {
            name = fmt::format("{}_{}", base, ++copy);
        }
        if (name != base) {
            log_.add(Severity::note, "colonnes répétées", 0, "",
                     fmt::format("deux colonnes « {} » : la suivante devient « {} »", base, name));
        }
        table_.columns.push_back({name, geo::ColumnType::text, ""});
    }
}

void GridBuilder::check_width(Row& cells) {
    const std::size_t width = table_.columns.size();
    while (cells.size() > width && trim(cells.back()).empty()) {
        cells.pop_back();
    }
    if (cells.size() > width) {
        log_.add(Severity::warning, "lignes irrégulières", row_, "",
                 fmt::format("{} cellules pour {} colonnes, les dernières sont laissées de côté : « {} »",
                             cells.size(), width, cells[width]));
    } else if (cells.size() < width) {
        log_.add(Severity::warning, "lignes irrégulières", row_, "",
                 fmt::format("{} cellules pour {} colonnes, les dernières sont vides", cells.size(), width));
    }
    budget_.require(width * sizeof(std::string));
    cells.resize(width);
}

void GridBuilder::take(Row cells) {
    ++row_;
    if (options_.max_rows != 0 && table_.features.size() >= options_.max_rows) {
        return;
    }
    if (filled(cells) == 0) {
        ++blank_rows_;
        return;
    }
    if (filter_column_ && *filter_column_ < cells.size() &&
        !matches(*options_.where, cells[*filter_column_])) {
        return;
    }
    check_width(cells);
    if (filter_column_ && !matches(*options_.where, cells[*filter_column_])) {
        return;
    }
    geo::Feature feature;
    feature.row = row_;
    feature.values.reserve(cells.size());
    for (std::string& cell : cells) {
        if (trim(cell).empty()) {
            feature.values.emplace_back();
        } else {
            feature.values.emplace_back(std::move(cell));
        }
    }
    budget_.spend(bytes_of(feature));
    table_.features.push_back(std::move(feature));
}

} // namespace maillage::io
