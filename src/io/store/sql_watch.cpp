#include "io/store/sql_watch.h"

#include "base/error.h"

#include <fmt/format.h>

#include <sqlite3.h>

namespace maillage::io {
namespace {

constexpr int kStepsBetweenLooks = 50'000;
constexpr std::uint64_t kMostSteps = 60'000'000; ///< of SQLite's machine, without a row: some seconds
constexpr int kMostValueBytes = 64 << 20;

thread_local SqlWatch* watch_of_thread = nullptr;

int must_stop(void*) {
    return watch_of_thread != nullptr && watch_of_thread->must_stop() ? 1 : 0;
}

int on_open(sqlite3* database, char**, const sqlite3_api_routines*) {
    limit_database(database);
    return SQLITE_OK;
}

} // namespace

void watch_every_database() {
    using Entry = void (*)();
    sqlite3_auto_extension(reinterpret_cast<Entry>(on_open));
}

void limit_database(sqlite3* database) {
    sqlite3_limit(database, SQLITE_LIMIT_LENGTH, kMostValueBytes);
    sqlite3_progress_handler(database, kStepsBetweenLooks, must_stop, nullptr);
}

SqlWatch::SqlWatch(const Progress& progress) : progress_(progress), before_(watch_of_thread) {
    watch_of_thread = this;
}

SqlWatch::~SqlWatch() {
    watch_of_thread = before_;
}

void note_row() {
    if (watch_of_thread != nullptr) {
        watch_of_thread->got_row();
    }
}

void tell_interrupted(const std::string& name) {
    if (watch_of_thread != nullptr) {
        watch_of_thread->check(name);
    }
    throw InputError(fmt::format("{} : lecture interrompue", name));
}

void SqlWatch::check(const std::string& name) const {
    progress_.check();
    if (is_spent_) {
        throw InputError(
            fmt::format("{} : une requête enregistrée dans ce fichier (vue, colonne) calcule sans rien "
                        "donner, lecture refusée ; enregistrez son résultat comme une table",
                        name));
    }
}

bool SqlWatch::must_stop() {
    steps_ += kStepsBetweenLooks;
    is_spent_ = is_spent_ || steps_ > kMostSteps;
    return is_spent_ || progress_.is_cancelled();
}

} // namespace maillage::io
