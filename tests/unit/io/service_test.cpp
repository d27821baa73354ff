// Map services, asked of a server of our own on this machine: what is fetched, and what is said when nothing
// comes.
#include "base/error.h"
#include "io/read/read_basemap.h"
#include "io/write/write_png.h"
#include "unit/io/scratch.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <arpa/inet.h>
#include <atomic>
#include <fstream>
#include <functional>
#include <iterator>
#include <mutex>
#include <netinet/in.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace maillage::io {
namespace {

struct Answer {
    int status = 200;
    std::string type = "image/png";
    std::string body;
};

/// Answers each request for a path by what `answer` makes of it, one after the other, on a free port of
/// 127.0.0.1.
class Server {
  public:
    explicit Server(std::function<Answer(const std::string& path)> answer) : answer_(std::move(answer)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(listener_, 64);
        socklen_t length = sizeof address;
        ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &length);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }

    ~Server() {
        is_stopping_ = true;
        ::shutdown(listener_, SHUT_RDWR);
        thread_.join();
        ::close(listener_);
    }

    std::string address() const { return "http://127.0.0.1:" + std::to_string(port_); }

    std::vector<std::string> asked() const {
        const std::lock_guard lock(mutex_);
        return asked_;
    }

  private:
    void serve() {
        while (!is_stopping_) {
            const int connection = ::accept(listener_, nullptr, nullptr);
            if (connection < 0) {
                continue;
            }
            reply(connection);
            ::close(connection);
        }
    }

    void reply(int connection) {
        std::string request;
        char buffer[2048];
        while (request.find("\r\n\r\n") == std::string::npos) {
            const auto got = ::recv(connection, buffer, sizeof buffer, 0);
            if (got <= 0) {
                return;
            }
            request.append(buffer, static_cast<std::size_t>(got));
        }
        const auto begin = request.find(' ') + 1;
        const auto path = request.substr(begin, request.find(' ', begin) - begin);
        {
            const std::lock_guard lock(mutex_);
            asked_.push_back(path);
        }
        const Answer a = answer_(path);
        const std::string text = "HTTP/1.1 " + std::to_string(a.status) + " X\r\nContent-Type: " + a.type +
                                 "\r\nConnection: close\r\nContent-Length: " + std::to_string(a.body.size()) +
                                 "\r\n\r\n" + a.body;
        std::size_t sent = 0;
        while (sent < text.size()) {
            const auto n = ::send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
            if (n <= 0) {
                return;
            }
            sent += static_cast<std::size_t>(n);
        }
    }

    std::function<Answer(const std::string&)> answer_;
    int listener_ = -1;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> asked_;
    std::atomic<bool> is_stopping_ = false;
    std::thread thread_;
};

class Service : public ::testing::Test {
  protected:
    /// A picture of one colour as the bytes of a PNG.
    std::string png(std::array<std::uint8_t, 3> colour, int side = 256) const {
        Picture picture{side, side, {}};
        for (int i = 0; i < side * side; ++i) {
            picture.rgba.insert(picture.rgba.end(), {colour[0], colour[1], colour[2], 255});
        }
        const auto path = scratch / "tile.png";
        write_png(picture, path);
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    ServiceOptions options() const {
        ServiceOptions how;
        how.cache = scratch / "cache";
        how.patience_s = 2;
        return how;
    }

    static std::array<int, 4> at(const Picture& picture, int x, int y) {
        const auto i = static_cast<std::size_t>(y * picture.width + x) * 4;
        return {picture.rgba[i], picture.rgba[i + 1], picture.rgba[i + 2], picture.rgba[i + 3]};
    }

    Scratch scratch;
    geo::Box laon{{740000, 6935000}, {745000, 6940000}}; ///< Lambert-93
};

constexpr std::array<std::uint8_t, 3> kGreen = {20, 200, 40};
constexpr std::array kGreenPixel = {20, 200, 40, 255};

TEST_F(Service, NumberedTilesAreFetchedAndProjected) {
    const auto tile = png(kGreen);
    const Server server([&](const std::string&) { return Answer{200, "image/png", tile}; });
    const auto picture =
        read_service(server.address() + "/{z}/{x}/{y}.png?a=1&b=2", options(), 2154, laon, 64, 64);
    EXPECT_EQ(at(picture, 5, 5), kGreenPixel);
    EXPECT_EQ(at(picture, 60, 60), kGreenPixel);
    const auto asked = server.asked();
    ASSERT_FALSE(asked.empty());
    EXPECT_LT(asked.size(), 12U); // of the view's scale, not of the deepest level
    EXPECT_THAT(asked, ::testing::Each(::testing::EndsWith(".png?a=1&b=2")));
}

TEST_F(Service, TilesThatWereFetchedAreKept) {
    const auto tile = png(kGreen);
    const Server server([&](const std::string&) { return Answer{200, "image/png", tile}; });
    read_service(server.address() + "/{z}/{x}/{y}.png", options(), 2154, laon, 64, 64);
    const auto first = server.asked().size();
    EXPECT_EQ(at(read_service(server.address() + "/{z}/{x}/{y}.png", options(), 2154, laon, 64, 64), 30, 30),
              kGreenPixel);
    EXPECT_EQ(server.asked().size(), first);
    EXPECT_TRUE(std::filesystem::exists(options().cache));
}

TEST_F(Service, AWmsIsAskedForItsMap) {
    const auto tile = png(kGreen, 1024);
    const Server server([&](const std::string&) { return Answer{200, "image/png", tile}; });
    const auto picture = read_service(
        server.address() + "/wms?SERVICE=WMS&VERSION=1.1.1&REQUEST=GetMap&LAYERS=plan&SRS=EPSG:2154"
                           "&BBOX=700000,6900000,800000,7000000&FORMAT=image/png",
        options(), 2154, laon, 64, 64);
    EXPECT_EQ(at(picture, 30, 30), kGreenPixel);
    ASSERT_FALSE(server.asked().empty());
    EXPECT_THAT(server.asked().front(),
                ::testing::AllOf(::testing::HasSubstr("layers=plan"), ::testing::HasSubstr("EPSG:2154")));
}

/// Two layers of one matrix set in Web Mercator, down to level 1.
std::string capabilities(const std::string& address) {
    const auto layer = [&](const std::string& name) {
        return "<Layer><ows:Identifier>" + name +
               "</ows:Identifier><Style isDefault=\"true\"><ows:Identifier>normal</ows:Identifier></Style>"
               "<Format>image/png</Format><TileMatrixSetLink><TileMatrixSet>PM</TileMatrixSet></"
               "TileMatrixSetLink>"
               "<ResourceURL format=\"image/png\" resourceType=\"tile\" template=\"" +
               address + "/" + name + "/{TileMatrix}/{TileRow}/{TileCol}.png\"/></Layer>";
    };
    const auto matrix = [](const std::string& level, const std::string& scale, const std::string& count) {
        return "<TileMatrix><ows:Identifier>" + level + "</ows:Identifier><ScaleDenominator>" + scale +
               "</ScaleDenominator><TopLeftCorner>-20037508.3427892 "
               "20037508.3427892</TopLeftCorner><TileWidth>256</TileWidth>"
               "<TileHeight>256</TileHeight><MatrixWidth>" +
               count + "</MatrixWidth><MatrixHeight>" + count + "</MatrixHeight></TileMatrix>";
    };
    return "<?xml version=\"1.0\"?><Capabilities xmlns=\"http://www.opengis.net/wmts/1.0\" "
           "xmlns:ows=\"http://www.opengis.net/ows/1.1\" "
           "xmlns:xlink=\"http://www.w3.org/1999/xlink\" version=\"1.0.0\"><Contents>" +
           layer("ortho") + layer("plan") +
           "<TileMatrixSet><ows:Identifier>PM</ows:Identifier><ows:SupportedCRS>urn:ogc:def:crs:EPSG::3857</"
           "ows:SupportedCRS>" +
           matrix("0", "559082264.0287178", "1") + matrix("1", "279541132.0143589", "2") +
           "</TileMatrixSet></Contents></Capabilities>";
}

TEST_F(Service, ALayerOfAWmtsIsChosen) {
    const auto tile = png(kGreen);
    std::string address;
    const Server server([&](const std::string& path) {
        const bool is_tile = path.find("/plan/") == 0;
        return is_tile ? Answer{200, "image/png", tile} : Answer{200, "text/xml", capabilities(address)};
    });
    address = server.address();
    const auto picture =
        read_service(address + "/wmts/capabilities.xml,layer=plan", options(), 2154, laon, 64, 64);
    EXPECT_EQ(at(picture, 30, 30), kGreenPixel);
}

TEST_F(Service, ATileThatIsMissingIsEmptyAndOthersAreNot) {
    const Server server([](const std::string&) { return Answer{404, "text/plain", "rien ici"}; });
    EXPECT_EQ(
        at(read_service(server.address() + "/{z}/{x}/{y}.png", options(), 2154, laon, 64, 64), 30, 30)[3], 0);
}

std::string refusal(const std::string& service, const ServiceOptions& how) {
    try {
        read_service(service, how, 2154, {{740000, 6935000}, {745000, 6940000}}, 64, 64);
    } catch (const InputError& error) {
        return error.what();
    }
    return {};
}

TEST_F(Service, AServiceThatFailsIsNamed) {
    const Server server([](const std::string&) { return Answer{500, "text/plain", "panne"}; });
    EXPECT_THAT(refusal(server.address() + "/{z}/{x}/{y}.png", options()),
                ::testing::HasSubstr("« 127.0.0.1 »"));
    EXPECT_THAT(refusal(server.address() + "/wmts/capabilities.xml", options()),
                ::testing::HasSubstr("ne répond pas"));
    EXPECT_THAT(refusal("http://127.0.0.1:1/{z}/{x}/{y}.png", options()),
                ::testing::HasSubstr("« 127.0.0.1 »"));
    EXPECT_THAT(refusal("http://127.0.0.1:1/carte.html", options()),
                ::testing::HasSubstr("adresse non reconnue"));
}

TEST_F(Service, WhatIsNoLongerWantedIsLeftOff) {
    const auto tile = png(kGreen);
    const Server server([&](const std::string&) { return Answer{200, "image/png", tile}; });
    ServiceOptions how = options();
    how.is_cancelled = [] { return true; };
    EXPECT_NE(refusal(server.address() + "/{z}/{x}/{y}.png", how), "");
}

TEST_F(Service, AFileIsNoServiceAndAServiceNoFile) {
    EXPECT_TRUE(is_service("https://data.geopf.fr/wmts"));
    EXPECT_TRUE(is_service("WMTS:https://data.geopf.fr/wmts"));
    EXPECT_FALSE(is_service("/données/plan.mbtiles"));
    EXPECT_EQ(service_name("https://data.geopf.fr/wmts?a=b"), "data.geopf.fr");
    std::atomic<int> asked = 0;
    const Server server([&](const std::string&) {
        ++asked;
        return Answer{200, "image/png", ""};
    });
    EXPECT_THROW(read_basemap(server.address() + "/plan.tif", 2154, laon, 64, 64), InputError);
    EXPECT_THROW(read_basemap("WMTS:" + server.address() + "/caps.xml", 2154, laon, 64, 64), InputError);
    EXPECT_THROW(read_basemap("/vsicurl/" + server.address() + "/plan.tif", 2154, laon, 64, 64), InputError);
    EXPECT_EQ(asked, 0); // a file is never looked for on a network
}

} // namespace
} // namespace maillage::io
