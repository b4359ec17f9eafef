// Every worker reads the keys once a minute, so a key that was published for two is known everywhere
// before its first signature.
#include "service/key_rotation.hh"

#include <algorithm>

namespace doorward::service {
namespace {

store::SigningKeyRow make_key(const Config& config, KeyRing& keys, port::Random& random, Time now) {
  const auto algorithm = port::parse_algorithm(config.tokens.algorithm);
  if (!algorithm) throw Failure("unknown tokens.algorithm");
  const port::JwkKey key = port::JwkKey::generate(*algorithm);
  store::SigningKeyRow row;
  row.kid = key.kid();
  row.algorithm = std::string(port::to_word(*algorithm));
  row.public_jwk = key.public_jwk();
  row.sealed_private =
      keys.seal(bound_to("signing_keys", "private_der", platform_tenant, row.kid), key.private_der().reveal(), random);
  row.created_at = now;
  return row;
}

/// Commits when `work` returned a value; rolls back when it refused or threw.
template <class Work>
auto in_transaction(port::MySql& owner, const Work& work) {
  owner.begin();
  try {
    auto outcome = work();
    if (outcome)
      owner.commit();
    else
      owner.rollback();
    return outcome;
  } catch (...) {
    owner.rollback();
    throw;
  }
}

const store::SigningKeyRow* oldest_next(const std::vector<store::SigningKeyRow>& rows) {
  const auto found = std::find_if(rows.rbegin(), rows.rend(),
                                  [](const store::SigningKeyRow& row) { return row.state == store::KeyState::next; });
  return found == rows.rend() ? nullptr : &*found;
}

std::string state_word(const store::SigningKeyRow& row, Span afterlife, Time now) {
  if (row.retired_at && now >= *row.retired_at + afterlife) return "dead";
  return std::string(store::to_word(row.state));
}

}  // namespace

bool make_first_keys(const Config& config, KeyRing& keys, port::MySql& owner, port::Random& random, Time now) {
  store::SigningKeyRow active = make_key(config, keys, random, now);
  active.state = store::KeyState::active;
  active.activated_at = now;
  const store::SigningKeyRow next = make_key(config, keys, random, now);
  return in_transaction(owner, [&] {
    if (!store::list_signing_keys(owner).empty()) return false;
    store::insert_signing_key(owner, active);
    store::insert_signing_key(owner, next);
    return true;
  });
}

Result<Rotation> rotate_keys(const Config& config, KeyRing& keys, port::MySql& owner, port::Random& random, Time now,
                             Span published_for) {
  const store::SigningKeyRow successor = make_key(config, keys, random, now);
  return in_transaction(owner, [&]() -> Result<Rotation> {
    const auto rows = store::list_signing_keys(owner);
    const store::SigningKeyRow* next = oldest_next(rows);
    if (!next) return Error(Code::CONFLICT, "There is no next key: run doorwardctl install.");
    if (now < next->created_at + published_for)
      return Error(Code::CONFLICT, "The next key was published at " + to_rfc3339(next->created_at) +
                                       "; verifiers may not know it yet. Repeat after " +
                                       to_rfc3339(next->created_at + published_for) + ".");
    if (!store::activate_signing_key(owner, next->kid, now))
      return Error(Code::CONFLICT, "Another rotation was quicker.");
    Rotation done{next->kid, successor.kid, {}, now + KeyRing::afterlife(config)};
    for (const auto& row : rows)
      if (row.state == store::KeyState::active) done.retired.push_back(row.kid);
    store::retire_other_signing_keys(owner, next->kid, now);
    store::insert_signing_key(owner, successor);
    store::delete_dead_signing_keys(owner, now - KeyRing::afterlife(config));
    return done;
  });
}

std::vector<KeyLine> list_keys(const Config& config, port::MySql& owner, Time now) {
  std::vector<KeyLine> lines;
  const Span afterlife = KeyRing::afterlife(config);
  for (const auto& row : store::list_signing_keys(owner)) {
    KeyLine line{row.kid,        row.algorithm, state_word(row, afterlife, now), row.created_at, row.activated_at,
                 row.retired_at, std::nullopt};
    if (row.retired_at) line.verifies_until = *row.retired_at + afterlife;
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace doorward::service
