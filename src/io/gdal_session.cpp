#include "io/gdal_session.h"

#include "io/read/gdal_doors.h"

#include <cpl_conv.h>
#include <cpl_error.h>
#include <gdal_priv.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <string_view>
#include <utility>

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

/// What GDAL says in English of the files that people have, by words of its sentences. The rest is no cause
/// that a user could act on.
std::string cause_of(const std::string& text) {
    using Cause = std::pair<std::string_view, std::string_view>;
    static constexpr auto kCauses = std::to_array<Cause>({
        {"password", "protégé par un mot de passe"},
        {"ncrypted", "protégé par un mot de passe"},
        {"runcated", "fichier incomplet"},
        {"end of file", "fichier incomplet"},
        {"nexpected end", "fichier incomplet"},
        {"SHX", "index .shx absent ou abîmé"},
        {".shx", "index .shx absent ou abîmé"},
        {"malformed", "base de données abîmée"},
        {"not a database", "ce n'est pas une base de données"},
        {"file is encrypted or is not a database", "ce n'est pas une base de données"},
        {"JSON parsing error", "JSON mal formé"},
        {"XML parsing", "XML mal formé"},
        {"not well-formed", "XML mal formé"},
        {"Permission denied", "lecture refusée par le système"},
        {"No such file", "fichier introuvable"},
        {"does not exist", "fichier introuvable"},
        {"not recognized as", "format non reconnu"},
        {"memory", "mémoire insuffisante"},
        {"compress", "données compressées illisibles"},
        {"HTTP error", "le service a répondu par une erreur"},
        {"Could not resolve", "service introuvable sur le réseau"},
    });
    const auto* it = std::ranges::find_if(
        kCauses, [&](const Cause& cause) { return text.find(cause.first) != std::string::npos; });
    return it == kCauses.end() ? std::string() : std::string(it->second);
}

} // namespace

std::string french_cause(const std::string& text) {
    return cause_of(text);
}

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
    std::string cause;
    for (const GdalMessage& message :
         messages_) { // the last error that says something, else the last message
        const std::string said = cause_of(message.text);
        cause = said.empty() || (!message.is_error && !cause.empty()) ? cause : said;
    }
    return cause.empty() ? std::string() : " (" + cause + ")";
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
