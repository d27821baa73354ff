#include "support/faults.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

namespace maillage::test {
namespace {

std::atomic<int> armed{static_cast<int>(Fault::none)};
std::atomic<bool> is_counting{false};
std::atomic<long> taken{0};
std::atomic<long> at{0};

} // namespace

void arm(Fault fault, long step) {
    armed = static_cast<int>(fault);
    taken = 0;
    at = step;
    is_counting = true;
}

long steps_taken() {
    return taken;
}

/// True when the call must fail.
bool meets_fault() {
    if (!is_counting) {
        return false;
    }
    const long step = ++taken;
    if (armed == static_cast<int>(Fault::full) && step >= at) {
        errno = ENOSPC;
        return true;
    }
    if (step != at) {
        return false;
    }
    if (armed == static_cast<int>(Fault::kill)) {
        ::kill(::getpid(), SIGKILL);
    }
    if (armed != static_cast<int>(Fault::fail)) {
        return false;
    }
    errno = ENOSPC;
    return true;
}

template <class Function> Function* next(Function*, const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

} // namespace maillage::test

using maillage::test::meets_fault;

namespace {

bool writes(int flags) {
    return (flags & (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)) != 0;
}

bool writes(const char* mode) {
    for (const char* c = mode; *c != '\0'; ++c) {
        if (*c == 'w' || *c == 'a' || *c == '+') {
            return true;
        }
    }
    return false;
}

} // namespace

// The library's own names, with its own parameters.
#define PASS_ON(result, name, failure, parameters, ...)                                                      \
    extern "C" result name parameters {                                                                      \
        static const auto real = maillage::test::next(&name, #name);                                         \
        return meets_fault() ? (failure) : real(__VA_ARGS__);                                                \
    }

#define PASS_ON_OPEN(name)                                                                                   \
    extern "C" int name(const char* path, int flags, ...) {                                                  \
        static const auto real = maillage::test::next(&name, #name);                                         \
        va_list rest;                                                                                        \
        va_start(rest, flags);                                                                               \
        const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;                               \
        va_end(rest);                                                                                        \
        return writes(flags) && meets_fault() ? -1 : real(path, flags, mode);                                \
    }

PASS_ON_OPEN(open)
PASS_ON_OPEN(open64)

extern "C" FILE* fopen(const char* path, const char* mode) {
    static const auto real = maillage::test::next(&fopen, "fopen");
    return writes(mode) && meets_fault() ? nullptr : real(path, mode);
}

extern "C" FILE* fopen64(const char* path, const char* mode) {
    static const auto real = maillage::test::next(&fopen64, "fopen64");
    return writes(mode) && meets_fault() ? nullptr : real(path, mode);
}

extern "C" size_t fwrite(const void* bytes, size_t size, size_t count, FILE* file) {
    static const auto real = maillage::test::next(&fwrite, "fwrite");
    return file != stderr && file != stdout && meets_fault() ? 0 : real(bytes, size, count, file);
}

extern "C" ssize_t write(int handle, const void* bytes, size_t count) {
    static const auto real = maillage::test::next(&write, "write");
    return handle > 2 && meets_fault() ? -1 : real(handle, bytes, count);
}

PASS_ON(ssize_t, writev, -1, (int handle, const iovec* pieces, int count), handle, pieces, count)
PASS_ON(ssize_t, pwrite, -1, (int handle, const void* bytes, size_t count, off_t from), handle, bytes, count,
        from)
PASS_ON(ssize_t, pwrite64, -1, (int handle, const void* bytes, size_t count, off64_t from), handle, bytes,
        count, from)
PASS_ON(int, fsync, -1, (int handle), handle)
PASS_ON(int, fdatasync, -1, (int handle), handle)
PASS_ON(int, ftruncate, -1, (int handle, off_t size), handle, size)
PASS_ON(int, ftruncate64, -1, (int handle, off64_t size), handle, size)
PASS_ON(int, fchmod, -1, (int handle, mode_t mode), handle, mode)
PASS_ON(int, rename, -1, (const char* from, const char* to), from, to)
PASS_ON(int, mkdir, -1, (const char* path, mode_t mode), path, mode)
PASS_ON(int, unlink, -1, (const char* path), path)
PASS_ON(int, unlinkat, -1, (int folder, const char* path, int flags), folder, path, flags)
PASS_ON(int, rmdir, -1, (const char* path), path)
