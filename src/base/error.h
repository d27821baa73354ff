// error.h: the exceptions of maillage. An exception means "cannot go on"; a defect found in data is a
// Finding.
#pragma once

#include <stdexcept>

namespace maillage {

/// What the process returns to its caller.
enum class ExitCode { done = 0, internal = 1, input = 2, storage = 3, cancelled = 4 };

class Error : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;

    virtual ExitCode exit_code() const noexcept { return ExitCode::internal; }
};

/// Bad input or usage: the message is in French, names the file and tells what to do.
class InputError : public Error {
  public:
    using Error::Error;

    ExitCode exit_code() const noexcept override { return ExitCode::input; }
};

/// A file could not be written, replaced or read back.
class StorageError : public Error {
  public:
    using Error::Error;

    ExitCode exit_code() const noexcept override { return ExitCode::storage; }
};

/// The user asked to stop.
class Cancelled : public Error {
  public:
    Cancelled() : Error("opération annulée") {}

    ExitCode exit_code() const noexcept override { return ExitCode::cancelled; }
};

} // namespace maillage
