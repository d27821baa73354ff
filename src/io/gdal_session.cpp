#include "io/gdal_session.h"

#include "io/read/gdal_doors.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal_priv.h>

#include <algorithm>
#include <mutex>

namespace maillage::io {
namespace {

constexpr std::size_t kMostMessages = 1000; ///< a broken file may repeat one for each row

void CPL_STDCALL on_message(CPLErr level, CPLErrorNum, const char* text) {
    if (level >= CE_Warning) {
        static_cast<GdalListener*>(CPLGetErrorHandlerUserData())->add({level >= CE_Failure, text});
    }
}

std::vector<const char*> c_array(const std::vector<std::string>& texts) {
    std::vector<const char*> pointers;
    for (const std::string& text : texts) {
        pointers.push_back(text.c_str());
    }
    pointers.push_back(nullptr);
    return pointers;
}

bool tells_full_disk(const GdalMessage& message) {
    const auto says = [&](const char* words) { return message.text.find(words) != std::string::npos; };
    return says("disk is full") || says("No space left") || says("I/O failure: writing");
}

} // namespace

void DatasetCloser::operator()(GDALDataset* dataset) const noexcept {
    GDALClose(dataset);
}

void start_gdal() {
    static std::once_flag once;
    std::call_once(once, [] {
        CPLSetErrorHandler(CPLQuietErrorHandler); // threads that GDAL starts by itself have no listener
        shut_gdal_doors();
    });
}

GdalListener::GdalListener() {
    CPLPushErrorHandlerEx(on_message, this);
}

GdalListener::~GdalListener() {
    CPLPopErrorHandler();
}

bool GdalListener::has_error() const {
    return std::ranges::any_of(messages_, &GdalMessage::is_error);
}

std::string GdalListener::reason() const {
    if (std::ranges::any_of(messages_, tells_full_disk)) {
        return ", le disque est peut-être plein";
    }
    const auto error = std::ranges::find(messages_.rbegin(), messages_.rend(), true, &GdalMessage::is_error);
    if (error != messages_.rend()) {
        return " (GDAL : " + error->text + ")";
    }
    return messages_.empty() ? std::string() : " (GDAL : " + messages_.back().text + ")";
}

void GdalListener::add(GdalMessage message) {
    if (messages_.size() < kMostMessages) {
        messages_.push_back(std::move(message));
    }
}

GdalOption::GdalOption(const char* name, const char* value) : name_(name) {
    CPLSetThreadLocalConfigOption(name, value);
}

GdalOption::~GdalOption() {
    CPLSetThreadLocalConfigOption(name_.c_str(), nullptr);
}

void check_blocks(GDALDataset& dataset, const Budget& budget) {
    std::uint64_t bytes = 0;
    for (GDALRasterBand* band : dataset.GetBands()) {
        int width = 0;
        int height = 0;
        band->GetBlockSize(&width, &height);
        bytes += static_cast<std::uint64_t>(width) * static_cast<std::uint64_t>(height) *
                 static_cast<std::uint64_t>(GDALGetDataTypeSizeBytes(band->GetRasterDataType()));
    }
    budget.require(bytes);
}

Dataset open_vector(const std::string& path, const std::vector<std::string>& drivers,
                    const std::vector<std::string>& options) {
    start_gdal();
    return Dataset(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR | GDAL_OF_READONLY, c_array(drivers).data(),
                                     c_array(options).data()));
}

} // namespace maillage::io
