// A process that hashes for the others. Workers that take turns in a slot would each fill a memory of their own, which
// no cache holds, and move the work from core to core.
#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "base/secret.hh"
#include "port/argon2.hh"

namespace doorward::port {

/// Where the hashers of a folder listen.
std::string hasher_socket(const std::string& folder);

/// How long an answer is waited for: a hash costs a second at most, and thrice that where the host is busy.
inline constexpr std::chrono::seconds longest_answer{3};

/// A hasher as one asker knows it.
struct Hasher {
  std::string socket{};  // empty: there is none
  bool late = false;     // it gave no answer in time, and is asked no more
};

/// The tag of a sound task. nullopt: nobody listens there, or somebody of another account, too many wait there, or no
/// answer came. When it did not come in time, a line in the log says so, and so does SIGURG to the process that opened
/// the socket.
std::optional<std::string> ask_hasher(Hasher& hasher, const Secret& password, const Argon2& task);

/// A hasher's side: one task from a connection, its tag as the answer. False, and no answer: silence (1 s), what is no
/// task, a task that is not sound, or one whose asker has left.
bool serve_hash(int peer);

}  // namespace doorward::port
