// Signing keys belong to no tenant: the worker reads a view, their owner writes the table.
#include "store/signing_keys.hh"

#include "base/error.hh"

namespace doorward::store {
namespace {

constexpr std::string_view read_view =
    "SELECT kid, algorithm, state, public_jwk, private_der, created_at, activated_at, retired_at "
    "FROM v_signing_keys ORDER BY created_at DESC, kid";
constexpr std::string_view read_table =
    "SELECT kid, algorithm, state, public_jwk, private_der, created_at, activated_at, retired_at "
    "FROM signing_keys ORDER BY created_at DESC, kid";
constexpr std::string_view insert =
    "INSERT INTO signing_keys (kid, algorithm, state, public_jwk, private_der, created_at, activated_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?)";
constexpr std::string_view activate =
    "UPDATE signing_keys SET state = 'active', activated_at = ? WHERE kid = ? AND state = 'next'";
constexpr std::string_view retire_others =
    "UPDATE signing_keys SET state = 'retired', retired_at = ?, private_der = '' "
    "WHERE state = 'active' AND kid <> ?";
constexpr std::string_view delete_dead = "DELETE FROM signing_keys WHERE state = 'retired' AND retired_at < ?";

KeyState parse_state(std::string_view word) {
  for (KeyState state : {KeyState::next, KeyState::active, KeyState::retired})
    if (to_word(state) == word) return state;
  throw Failure("unknown state of a signing key");
}

std::vector<SigningKeyRow> read(port::MySql& mysql, std::string_view statement) {
  std::vector<SigningKeyRow> rows;
  mysql.each(statement, {}, [&](const port::SqlRow& row) {
    rows.push_back({row.text(0), row.text(1), parse_state(row.text(2)), row.text(3), row.text(4), row.time(5),
                    row.maybe_time(6), row.maybe_time(7)});
  });
  return rows;
}

}  // namespace

std::string_view to_word(KeyState state) {
  switch (state) {
    case KeyState::next: return "next";
    case KeyState::active: return "active";
    case KeyState::retired: return "retired";
  }
  return "";
}

std::vector<SigningKeyRow> read_signing_keys(Database& worker) { return read(worker.mysql(), read_view); }
std::vector<SigningKeyRow> list_signing_keys(port::MySql& owner) { return read(owner, read_table); }

void insert_signing_key(port::MySql& owner, const SigningKeyRow& key) {
  owner.run(insert, {key.kid, key.algorithm, std::string(to_word(key.state)), key.public_jwk, key.sealed_private,
                     key.created_at, port::sql(key.activated_at)});
}

bool activate_signing_key(port::MySql& owner, const std::string& kid, Time now) {
  return owner.run(activate, {now, kid}) == 1;
}

void retire_other_signing_keys(port::MySql& owner, const std::string& kid, Time now) {
  owner.run(retire_others, {now, kid});
}

std::int64_t delete_dead_signing_keys(port::MySql& owner, Time dead_since) {
  return owner.run(delete_dead, {dead_since});
}

}  // namespace doorward::store
