#include "session/undo.h"

#include "base/error.h"

namespace maillage::session {
namespace {

using domain::Project;

constexpr std::size_t kUndoDepth = 500;
constexpr std::size_t kUndoBytes =
    512'000'000; ///< then the oldest steps go: a large register is copied by each edit
constexpr std::size_t kLeastUndo = 20;

template <class T>
std::size_t own_bytes(const domain::Shared<std::vector<T>>& older,
                      const domain::Shared<std::vector<T>>& newer) {
    return older.is_same(newer) ? 0 : older->size() * sizeof(T);
}

/// Long texts and the shapes of buildings are not counted.
std::size_t own_bytes(const Project& older, const Project& newer) {
    std::size_t bytes = own_bytes(older.cameras, newer.cameras) + own_bytes(older.sites, newer.sites) +
                        own_bytes(older.candidates, newer.candidates) +
                        own_bytes(older.authorisations, newer.authorisations) +
                        own_bytes(older.buildings, newer.buildings) + own_bytes(older.cells, newer.cells);
    if (!older.territory.is_same(newer.territory)) {
        for (const domain::Commune& commune : older.territory->communes) {
            bytes += sizeof commune;
            for (const geo::Polygon& polygon : commune.shape) {
                bytes += polygon.outer.size() * sizeof(geo::Point);
            }
        }
    }
    return bytes;
}

void forget_oldest(std::vector<Snapshot>& undo) {
    std::size_t bytes = 0;
    std::size_t kept = 0;
    for (auto it = undo.rbegin(); it != undo.rend() && kept < kUndoDepth; ++it, ++kept) {
        bytes += it->bytes;
        if (bytes > kUndoBytes && kept >= kLeastUndo) {
            break;
        }
    }
    undo.erase(undo.begin(), undo.end() - static_cast<std::ptrdiff_t>(kept));
}

} // namespace

void push_undo(Session& session, Command command) {
    if (!session.undo.empty()) {
        session.undo.back().bytes = own_bytes(*session.undo.back().project, *session.project);
    }
    session.undo.push_back({session.project, session.style, std::move(command)});
    forget_oldest(session.undo);
    session.redo.clear();
    session.is_modified = true;
}

void swap_snapshot(Session& session, std::vector<Snapshot>& from, std::vector<Snapshot>& to,
                   const char* nothing) {
    if (from.empty()) {
        throw InputError(nothing);
    }
    Snapshot snapshot = std::move(from.back());
    from.pop_back();
    to.push_back({session.project, session.style, snapshot.command});
    session.project = std::move(snapshot.project);
    session.style = snapshot.style;
    session.is_modified = true;
}

} // namespace maillage::session
