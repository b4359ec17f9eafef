// The life of signing keys: next (published) → active (signs) → retired (verifies until its tokens are dead).
// All of it needs the owner's or the platform's account; it makes its own transactions.
#pragma once
#include <string>
#include <vector>

#include "service/keyring.hh"
#include "store/signing_keys.hh"

namespace doorward::service {

/// For an installation without keys: one active, one next. False: there are keys, nothing was done.
bool make_first_keys(const Config& config, KeyRing& keys, port::MySql& owner, port::Random& random, Time now);

struct Rotation {
  std::string active, next;          // kid
  std::vector<std::string> retired;  // kid; they verify until `retired_until`
  Time retired_until{};
};
/// The next key signs from now on, a new one is published. CONFLICT when the next key has been published
/// for less than `published_for` (verifiers may not know it yet), or when another rotation was quicker.
Result<Rotation> rotate_keys(const Config& config, KeyRing& keys, port::MySql& owner, port::Random& random, Time now,
                             Span published_for = seconds{120});

struct KeyLine {
  std::string kid, algorithm, state;  // next | active | retired | dead
  Time created_at{};
  std::optional<Time> activated_at, retired_at, verifies_until;
};
/// Newest first.
std::vector<KeyLine> list_keys(const Config& config, port::MySql& owner, Time now);

}  // namespace doorward::service
