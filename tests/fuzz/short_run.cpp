// short_run.cpp: what libFuzzer does at length, briefly and the same in every run: seeds, a dictionary, and
// mutations by a fixed seed. NAME_fuzz RUNS SEEDS [DICTIONARY]; an input that kills it is left beside it.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
extern "C" void __sanitizer_set_death_callback(void (*callback)()) __attribute__((weak));

namespace {

std::string current;
std::string left_behind = "crash";

void keep_input() {
    if (std::FILE* file = std::fopen(left_behind.c_str(), "wb")) {
        std::fwrite(current.data(), 1, current.size(), file);
        std::fclose(file);
        std::fprintf(stderr, "the input is in %s\n", left_behind.c_str());
    }
}

void on_signal(int signal) {
    keep_input();
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> seeds_of(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    if (std::filesystem::is_directory(folder)) {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    std::vector<std::string> seeds = {""};
    for (const auto& file : files) {
        seeds.push_back(bytes_of(file));
    }
    return seeds;
}

/// "..." of each line, with \xNN, \\ and \".
std::vector<std::string> words_of(const std::filesystem::path& file) {
    std::vector<std::string> words = {
        std::string(1, '\0'), "\xff", "\n", "\"", ";", ",", "-1", "1e300", "nan", "\xE2\x80\xAE", "é"};
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);) {
        const auto open = line.find('"');
        const auto close = line.rfind('"');
        if (line.starts_with('#') || open == std::string::npos || close <= open) {
            continue;
        }
        std::string word;
        for (std::size_t i = open + 1; i < close; ++i) {
            if (line[i] == '\\' && i + 3 < close && line[i + 1] == 'x') {
                word += static_cast<char>(std::stoi(line.substr(i + 2, 2), nullptr, 16));
                i += 3;
            } else {
                i += line[i] == '\\' && i + 1 < close ? 1 : 0;
                word += line[i];
            }
        }
        words.push_back(word);
    }
    return words;
}

class Mutator {
  public:
    Mutator(std::vector<std::string> seeds, std::vector<std::string> words)
        : seeds_(std::move(seeds)), words_(std::move(words)) {}

    std::string next() {
        std::string text = pick(seeds_);
        if (text.empty()) {
            text.resize(below(200));
            for (char& c : text) {
                c = static_cast<char>(random_());
            }
        }
        for (std::size_t n = 1 + below(6); n > 0; --n) {
            change(text);
        }
        return text;
    }

  private:
    std::size_t below(std::size_t n) { return n == 0 ? 0 : random_() % n; }

    const std::string& pick(const std::vector<std::string>& from) { return from[below(from.size())]; }

    void change(std::string& text) {
        const std::size_t at = below(text.size() + 1);
        switch (below(8)) {
        case 0:
            if (!text.empty()) {
                text[below(text.size())] = static_cast<char>(random_());
            }
            break;
        case 1:
            text.insert(at, pick(words_));
            break;
        case 2:
        case 3: {
            const std::string& word = pick(words_);
            text.replace(at, word.size(), word);
            break;
        }
        case 4:
            text.erase(at, below(16));
            break;
        case 5:
            text.insert(at, text.substr(below(text.size() + 1), below(64)));
            break;
        case 6: { // the beginning of one, the end of another
            const std::string& other = pick(seeds_);
            text = text.substr(0, at) + other.substr(std::min(at, other.size()));
            break;
        }
        default:
            if (!text.empty()) {
                const std::size_t bit = below(8 * text.size());
                text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
            }
        }
    }

    std::vector<std::string> seeds_;
    std::vector<std::string> words_;
    std::mt19937 random_{20261122};
};

void run(std::string bytes) {
    current = std::move(bytes);
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(current.data()), current.size());
}

} // namespace

int main(int argc, char** argv) {
    const long runs = argc > 1 ? std::atol(argv[1]) : 1000;
    left_behind = std::filesystem::path(argv[0]).filename().string() + ".crash";
    if (argc == 2 && std::filesystem::is_regular_file(argv[1])) { // an input that was left behind
        run(bytes_of(argv[1]));
        return 0;
    }
    const std::vector<std::string> seeds = seeds_of(argc > 2 ? argv[2] : "");
    if (argc > 2 && seeds.size() == 1) {
        std::fprintf(stderr, "no seeds in %s\n", argv[2]);
        return 1;
    }
    for (const int signal : {SIGABRT, SIGSEGV, SIGFPE, SIGBUS, SIGILL}) {
        if (&__sanitizer_set_death_callback == nullptr || signal == SIGABRT) {
            std::signal(signal, on_signal);
        }
    }
    if (&__sanitizer_set_death_callback != nullptr) {
        __sanitizer_set_death_callback(keep_input);
    }
    const auto start = std::chrono::steady_clock::now();
    for (const std::string& seed : seeds) {
        run(seed);
    }
    Mutator mutator(seeds, words_of(argc > 3 ? argv[3] : ""));
    for (long i = 0; i < runs; ++i) {
        run(mutator.next());
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    std::printf("%ld runs, %.0f a second\n", runs, static_cast<double>(runs) / took.count());
    return 0;
}
