#include "io/read/read_csv.h"

#include "base/error.h"
#include "base/text.h"
#include "io/read/grid.h"
#include "io/read/source_file.h"
#include "io/read/text_encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <zlib.h>

namespace maillage::io {
namespace {

constexpr std::size_t kSampleBytes = 256U << 10U;
constexpr std::size_t kPieceBytes = 1U << 20U;
constexpr std::size_t kSampleRows = 60;

struct GzCloser {
    void operator()(gzFile_s* file) const noexcept { gzclose(file); }
};

/// A plain or gzipped file as a stream of bytes: zlib passes plain files through.
class ByteSource {
  public:
    explicit ByteSource(const std::filesystem::path& file)
        : name_(file.filename().string()), file_(gzopen(file.c_str(), "rb")), guard_(file) {
        if (!file_) {
            throw InputError(fmt::format("{} : lecture impossible", name_));
        }
        gzbuffer(file_.get(), 256U << 10U);
    }

    std::string read(std::size_t bytes) {
        std::string piece(bytes, '\0');
        const int count = gzread(file_.get(), piece.data(), static_cast<unsigned>(bytes));
        int error = Z_OK;
        gzerror(file_.get(), &error);
        if (count < 0 || error == Z_BUF_ERROR || error == Z_DATA_ERROR) {
            throw InputError(fmt::format("{} : fichier compressé incomplet ou abîmé", name_));
        }
        piece.resize(static_cast<std::size_t>(count));
        if (gzdirect(file_.get()) == 0) {
            guard_.add(piece.size());
        }
        return piece;
    }

    /// Share of the file on disk already read.
    double fraction() const {
        return static_cast<double>(gzoffset(file_.get())) / static_cast<double>(guard_.packed());
    }

  private:
    std::string name_;
    std::unique_ptr<gzFile_s, GzCloser> file_;
    UnpackGuard guard_;
};

std::string_view without_bom(std::string_view text) {
    return text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text;
}

std::string utf16_by_bom(std::string_view text) {
    return text.starts_with("\xFF\xFE") ? "UTF-16LE" : text.starts_with("\xFE\xFF") ? "UTF-16BE" : "";
}

/// Every second byte of a Latin text in UTF-16 is zero; no other text has zeros.
std::string utf16_by_zeros(std::string_view text) {
    const std::string_view head = text.substr(0, 4096);
    std::array<std::size_t, 2> zeros = {};
    for (std::size_t i = 0; i < head.size(); ++i) {
        zeros[i % 2] += head[i] == '\0' ? 1 : 0;
    }
    const std::size_t half = head.size() / 2;
    if (half < 4 || 10 * (zeros[0] + zeros[1]) < 6 * half) {
        return {};
    }
    return 20 * zeros[0] < zeros[1] ? "UTF-16LE" : 20 * zeros[1] < zeros[0] ? "UTF-16BE" : "";
}

struct SeparatorScore {
    double share = 0;      ///< of the rows that have the usual number of cells
    std::size_t cells = 0; ///< that number
    bool first_agrees = false;
};

SeparatorScore score(std::string_view sample, char separator) {
    std::map<std::size_t, std::size_t> widths;
    std::size_t first = 0;
    std::size_t rows = 0;
    CsvParser parser(separator, [&](const std::vector<std::string>& cells) {
        if (cells.size() > 1 || !trim(cells.front()).empty()) {
            first = rows == 0 ? cells.size() : first;
            ++widths[cells.size()];
            ++rows;
        }
        return rows < kSampleRows;
    });
    parser.feed(sample);
    if (rows == 0) {
        parser.finish();
    }
    if (rows == 0) {
        return {};
    }
    const auto usual = std::ranges::max_element(widths, {}, [](const auto& w) { return w.second; });
    return {static_cast<double>(usual->second) / static_cast<double>(rows), usual->first,
            first == usual->first};
}

/// French files separate by `;` because their decimals have commas, so it is tried first.
char find_separator(std::string_view sample) {
    constexpr std::array kCandidates = {';', '\t', ',', '|'};
    char best = ';';
    double best_share = 0;
    for (const char candidate : kCandidates) {
        const SeparatorScore found = score(sample, candidate);
        if (found.cells < 2) {
            continue;
        }
        if (found.share >= 0.8 && found.first_agrees) {
            return candidate;
        }
        if (found.share > best_share) {
            best_share = found.share;
            best = candidate;
        }
    }
    return best;
}

/// The sample may end inside a character.
bool is_utf8_sample(std::string_view sample, bool is_whole) {
    for (std::size_t cut = 0; cut <= (is_whole ? 0U : 3U) && cut <= sample.size(); ++cut) {
        if (is_valid_utf8(sample.substr(0, sample.size() - cut))) {
            return true;
        }
    }
    return false;
}

bool is_binary(std::string_view sample) {
    return sample.substr(0, 4096).find('\0') != std::string_view::npos;
}

} // namespace

void CsvParser::put(char c) {
    cell_ += c;
    state_ = State::bare;
}

void CsvParser::end_cell() {
    row_bytes_ += sizeof(std::string) + bytes_behind(cell_);
    row_.push_back(std::exchange(cell_, {}));
    state_ = State::cell_start;
}

void CsvParser::end_row() {
    end_cell();
    row_bytes_ = 0;
    wants_more_ = sink_(std::exchange(row_, {}));
}

bool CsvParser::feed(std::string_view piece) {
    for (std::size_t i = 0; i < piece.size() && wants_more_; ++i) {
        const char c = piece[i];
        if (state_ == State::quoted) {
            const std::size_t quote = std::min(piece.find('"', i), piece.size());
            cell_.append(piece, i, quote - i);
            i = quote;
            state_ = quote < piece.size() ? State::quote_seen : State::quoted;
            continue;
        }
        if (state_ == State::after_cr) {
            state_ = State::cell_start;
            if (c == '\n') {
                continue;
            }
        }
        if (c == '"' && state_ == State::cell_start) {
            state_ = State::quoted;
        } else if (c == '"' && state_ == State::quote_seen) {
            cell_ += '"';
            state_ = State::quoted;
        } else if (c == separator_) {
            end_cell();
        } else if (c == '\n' || c == '\r') {
            end_row();
            state_ = c == '\r' ? State::after_cr : State::cell_start;
        } else {
            put(c);
        }
    }
    return wants_more_;
}

void CsvParser::finish() {
    if (wants_more_ && (!cell_.empty() || !row_.empty() || state_ == State::quote_seen)) {
        const State last = state_;
        end_row();
        state_ = last;
    }
}

void read_csv(const std::filesystem::path& file, const ReadOptions& options, ReadResult& result,
              FindingLog& log, Budget& budget, Progress& progress) {
    ByteSource source(file);
    std::string raw = source.read(kSampleBytes);
    const bool is_whole = raw.size() < kSampleBytes;
    const std::string utf16 = utf16_by_bom(raw);
    const bool has_bom = without_bom(raw).size() < raw.size();
    std::string encoding = options.encoding.empty() ? utf16 : options.encoding;
    if (encoding.empty() && !has_bom) {
        encoding = utf16_by_zeros(raw);
        if (!encoding.empty()) {
            log.note(fmt::format("encodage non déclaré : {} retenu d'après les textes", encoding));
        }
    }
    const bool is_wide = fold_name(encoding).starts_with("utf16");
    if (!is_wide && is_binary(raw)) {
        throw InputError(fmt::format("{} : ce n'est pas un fichier de texte", file.filename().string()));
    }
    if (encoding.empty()) {
        encoding = has_bom || is_utf8_sample(raw, is_whole) ? "UTF-8" : guess_encoding(raw);
        if (encoding != "UTF-8") {
            log.note(fmt::format("encodage non déclaré : {} retenu d'après les textes", encoding));
        }
    }
    const Decoder decode(encoding);
    if (is_wide) { // characters may straddle pieces: rare and small files, taken whole
        for (std::string more = source.read(kPieceBytes); !more.empty(); more = source.read(kPieceBytes)) {
            budget.require(8 * (raw.size() + more.size())); // with its decoded copies
            progress.check();
            raw += more;
        }
        raw = decode(utf16.empty() ? std::string_view(raw) : std::string_view(raw).substr(2));
    }
    const bool is_utf8 = is_wide || encoding_name(encoding) == "UTF-8";
    const bool is_guess = options.encoding.empty();
    const std::string_view text = without_bom(raw);
    const char separator = find_separator(text);
    GridBuilder grid(result.table, options, log, budget);
    long row = 0;
    CsvParser parser(separator, [&](std::vector<std::string> cells) {
        ++row;
        for (std::string& cell : cells) {
            if (is_utf8) {
                break; // settled below
            }
            if (is_guess && !is_ascii(cell) &&
                is_valid_utf8(cell)) { // sheets pasted together; no French text is both
                log.add(
                    Severity::warning, "encodages mêlés", row, "",
                    fmt::format("encodages mêlés : « {} » est en UTF-8 dans un fichier {}", cell, encoding));
                continue;
            }
            cell = decode(cell);
        }
        return grid.add(std::move(cells));
    });
    bool wants_more = parser.feed(text);
    while (wants_more && !is_wide) {
        const std::string piece = source.read(kPieceBytes);
        if (piece.empty()) {
            break;
        }
        wants_more = parser.feed(piece);
        budget.require(parser.pending_bytes());
        progress.report(source.fraction(), "lecture de " + file.filename().string());
    }
    parser.finish();
    grid.finish();
    if (parser.ended_in_quotes()) {
        log.add(Severity::error, "guillemets",
                result.table.features.empty() ? 0 : result.table.features.back().row, "",
                "un guillemet ouvert n'est jamais fermé : la fin du fichier est dans une seule cellule");
    }
    result.info.driver = "CSV";
    result.info.separator = separator;
    result.info.encoding =
        is_utf8 && !is_wide ? settle_encoding(result.table, "UTF-8", log) : encoding_name(encoding);
}

} // namespace maillage::io
