// listener.h: a port of 127.0.0.1 that notes whoever calls, and files that note whoever opens them.
#pragma once

#include <arpa/inet.h>
#include <atomic>
#include <filesystem>
#include <map>
#include <netinet/in.h>
#include <string>
#include <sys/inotify.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace maillage {

/// Takes every connection, reads what is said, and hangs up.
class Listener {
  public:
    Listener() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        ::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
        ::listen(socket_, 64);
        socklen_t length = sizeof address;
        ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &length);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { serve(); });
    }

    ~Listener() {
        is_stopping_ = true;
        ::shutdown(socket_, SHUT_RDWR);
        thread_.join();
        ::close(socket_);
    }

    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    std::string host() const { return "127.0.0.1:" + std::to_string(port_); }

    std::string address() const { return "http://" + host(); }

    int calls() const { return calls_; }

    /// A connection made and noted: proves that the ear works.
    void call_once() const {
        const int before = calls_;
        const int caller = ::socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(port_);
        if (::connect(caller, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) {
            while (calls_ == before) {
                std::this_thread::yield();
            }
        }
        ::close(caller);
    }

  private:
    void serve() {
        while (!is_stopping_) {
            const int connection = ::accept(socket_, nullptr, nullptr);
            if (connection >= 0) {
                ++calls_;
                ::close(connection);
            }
        }
    }

    int socket_;
    std::uint16_t port_ = 0;
    std::atomic<int> calls_ = 0;
    std::atomic<bool> is_stopping_ = false;
    std::thread thread_;
};

/// Tells whether anybody opened one of some files: the kernel notes it, whatever library did it.
class OpenedFiles {
  public:
    OpenedFiles() : queue_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}

    ~OpenedFiles() { ::close(queue_); }

    OpenedFiles(const OpenedFiles&) = delete;
    OpenedFiles& operator=(const OpenedFiles&) = delete;

    /// A file, or a folder with all the files in it.
    void watch(const std::filesystem::path& path) {
        names_[::inotify_add_watch(queue_, path.c_str(), IN_OPEN | IN_ACCESS)] = path.filename().string();
    }

    /// Since the last call.
    std::vector<std::string> take() {
        std::vector<std::string> opened;
        alignas(inotify_event) char buffer[65536];
        for (;;) {
            const auto got = ::read(queue_, buffer, sizeof buffer);
            if (got <= 0) {
                return opened;
            }
            for (ssize_t at = 0; at < got;) {
                const auto& event = *reinterpret_cast<const inotify_event*>(buffer + at);
                opened.push_back(names_[event.wd] + (event.len > 0 ? std::string("/") + event.name : ""));
                at += static_cast<ssize_t>(sizeof event + event.len);
            }
        }
    }

  private:
    int queue_;
    std::map<int, std::string> names_;
};

} // namespace maillage
