// The successor is kept sealed under a key that only the presented token gives: the database alone cannot
// tell it.
#include "service/refresh_family.hh"

#include "model/credential.hh"
#include "port/crypto.hh"
#include "service/keyring.hh"

namespace doorward::service {
namespace {

constexpr std::uint8_t no_master_key = 0;

Secret key_of(const Secret& presented) { return port::hkdf(presented, "refresh successor"); }

std::string place_of(TenantId tenant, const std::string& hash) {
  return bound_to("refresh_tokens", "successor", tenant, hash);
}

Secret new_token(Ask& ask, TenantId tenant) {
  return make_credential(OpaqueKind::refresh, tenant, ask.world.random.bytes(32));
}

}  // namespace

Secret begin_family(Ask& ask, store::TenantDb& db, const Session& session) {
  Secret text = new_token(ask, db.tenant());
  store::insert_refresh_token(
      db, {port::sha256(text.reveal()), session.id, std::nullopt, ask.now, session.expires_at, {}, {}});
  return text;
}

Reuse judge_reuse(const Config& config, const store::RefreshToken& used,
                  const std::optional<store::RefreshToken>& successor, Time now) {
  if (!used.used_at || !successor || successor->used_at) return Reuse::replay;
  const Span since = now - *used.used_at;
  const bool soon = since <= config.tokens.refresh_grace && since >= -config.tokens.clock_skew;
  return soon ? Reuse::repeat : Reuse::replay;
}

Successor make_successor(Ask& ask, TenantId tenant, const store::RefreshToken& token, const Secret& presented) {
  Secret text = new_token(ask, tenant);
  std::string sealed =
      port::seal(key_of(presented), no_master_key, place_of(tenant, token.hash), text.reveal(), ask.world.random);
  store::RefreshToken row{port::sha256(text.reveal()), token.session, token.hash, ask.now, token.expires_at, {}, {}};
  return {std::move(text), std::move(row), std::move(sealed)};
}

bool succeed(store::TenantDb& db, const Successor& next) {
  try {
    if (!store::insert_successor(db, next.row)) return false;
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() != port::SqlRefusal::duplicate) throw;
    return false;
  }
  // Used on another node of the cluster: look again from the start.
  if (!store::use_refresh_token(db, *next.row.parent, next.row.created_at, next.sealed))
    throw port::SqlRefused(port::SqlRefusal::deadlock, "refresh token used in between");
  return true;
}

Secret same_successor(const store::RefreshToken& used, TenantId tenant, const Secret& presented) {
  auto successor = port::unseal(key_of(presented), place_of(tenant, used.hash), used.sealed_successor);
  if (!successor) throw Failure("the successor of a refresh token does not open");
  return *std::move(successor);
}

}  // namespace doorward::service
