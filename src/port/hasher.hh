// A process that hashes for the others. Workers that take turns in a slot would each fill a memory of their own, which
// no cache holds, and move the work from core to core.
#pragma once
#include <optional>
#include <string>

#include "base/secret.hh"
#include "port/argon2.hh"

namespace doorward::port {

/// Where the hashers of a folder listen.
std::string hasher_socket(const std::string& folder);

/// The tag of a sound task. nullopt: nobody listens there, or somebody of another account, or no answer came (10 s).
std::optional<std::string> ask_hasher(const std::string& socket, const Secret& password, const Argon2& task);

/// A hasher's side: one task from a connection, its tag as the answer. False, and no answer: silence (1 s), what is no
/// task, or a task that is not sound.
bool serve_hash(int peer);

}  // namespace doorward::port
