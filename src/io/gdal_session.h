// gdal_session.h: opening, closing and listening to GDAL. Private to the room.
#pragma once

#include "io/read/budget.h"

#include <memory>
#include <string>
#include <vector>

class GDALDataset;

namespace maillage::io {

struct DatasetCloser {
    void operator()(GDALDataset* dataset) const noexcept;
};

/// One thread at a time.
using Dataset = std::unique_ptr<GDALDataset, DatasetCloser>;

/// Registers drivers once; nothing of GDAL is printed or fetched from a network afterwards.
void start_gdal();

struct GdalMessage {
    bool is_error = false;
    std::string text;
};

/// Collects what GDAL says on this thread for as long as it lives.
class GdalListener {
  public:
    GdalListener();
    ~GdalListener();
    GdalListener(const GdalListener&) = delete;
    GdalListener& operator=(const GdalListener&) = delete;

    const std::vector<GdalMessage>& messages() const { return messages_; }

    bool has_error() const;
    /// To put behind a French sentence: ", le disque est peut-être plein", or the cause between brackets, or
    /// empty: GDAL's English and its paths stay here.
    std::string reason() const;

    void clear() { messages_.clear(); }

    void add(GdalMessage message);

  private:
    std::vector<GdalMessage> messages_;
};

/// What a sentence of GDAL tells of a file, in French; empty when it tells nothing that a user could act on.
std::string french_cause(const std::string& text);

/// A configuration option of this thread for as long as it lives.
class GdalOption {
  public:
    GdalOption(const char* name, const char* value);
    ~GdalOption();
    GdalOption(const GdalOption&) = delete;
    GdalOption& operator=(const GdalOption&) = delete;

  private:
    std::string name_;
};

/// Throws InputError when a block, which is read whole, is larger than `budget` has left.
void check_blocks(GDALDataset& dataset, const Budget& budget);

/// Read only, vector, by these drivers only; null when none opens it.
Dataset open_vector(const std::string& path, const std::vector<std::string>& drivers,
                    const std::vector<std::string>& options = {});

} // namespace maillage::io
