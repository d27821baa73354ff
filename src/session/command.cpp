#include "session/command.h"

namespace maillage::session {

Command::Command() = default;
Command::Command(const Command& other) = default;
Command::Command(Command&& other) noexcept = default;
Command& Command::operator=(const Command& other) = default;
Command& Command::operator=(Command&& other) noexcept = default;
Command::~Command() = default;

bool operator==(const Command& a, const Command& b) {
    return static_cast<const AnyCommand&>(a) == static_cast<const AnyCommand&>(b);
}

} // namespace maillage::session
