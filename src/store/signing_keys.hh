// The signing keys of the installation, as rows. Private parts stay sealed here.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/time.hh"
#include "port/mysql.hh"
#include "store/database.hh"

namespace doorward::store {

enum class KeyState { next, active, retired };
std::string_view to_word(KeyState state);

struct SigningKeyRow {
  std::string kid, algorithm;
  KeyState state = KeyState::next;
  std::string public_jwk;
  std::string sealed_private;  // empty once retired: nothing is signed with it any more
  Time created_at{};
  std::optional<Time> activated_at, retired_at;
};

/// As the worker sees them; newest first.
std::vector<SigningKeyRow> read_signing_keys(Database& worker);

// The following need the owner's or the platform's account and stand in the caller's transaction.

std::vector<SigningKeyRow> list_signing_keys(port::MySql& owner);
void insert_signing_key(port::MySql& owner, const SigningKeyRow& key);
/// From next to active; false when it was not next any more: somebody else was quicker.
bool activate_signing_key(port::MySql& owner, const std::string& kid, Time now);
/// Every active key but `kid` becomes retired and loses its private part.
void retire_other_signing_keys(port::MySql& owner, const std::string& kid, Time now);
/// Retired before `dead_since`: none of their tokens lives. How many went.
std::int64_t delete_dead_signing_keys(port::MySql& owner, Time dead_since);

}  // namespace doorward::store
