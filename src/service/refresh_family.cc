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

Secret insert_token(Ask& ask, store::TenantDb& db, SessionId session, std::optional<std::string> parent, Time ends,
                    Secret text) {
  store::insert_refresh_token(db, {port::sha256(text.reveal()), session, std::move(parent), ask.now, ends, {}, {}});
  return text;
}

Secret new_token(Ask& ask, TenantId tenant) {
  return make_credential(OpaqueKind::refresh, tenant, ask.world.random.bytes(32));
}

}  // namespace

Secret begin_family(Ask& ask, store::TenantDb& db, const Session& session) {
  return insert_token(ask, db, session.id, std::nullopt, session.expires_at, new_token(ask, db.tenant()));
}

Reuse judge_reuse(const Config& config, const store::RefreshToken& used,
                  const std::optional<store::RefreshToken>& successor, Time now) {
  if (!used.used_at || !successor || successor->used_at) return Reuse::replay;
  const Span since = now - *used.used_at;
  const bool soon = since <= config.tokens.refresh_grace && since >= -config.tokens.clock_skew;
  return soon ? Reuse::repeat : Reuse::replay;
}

std::optional<Secret> succeed(Ask& ask, store::TenantDb& db, const store::RefreshToken& token,
                              const Secret& presented) {
  Secret successor = new_token(ask, db.tenant());
  const std::string sealed = port::seal(key_of(presented), no_master_key, place_of(db.tenant(), token.hash),
                                        successor.reveal(), ask.world.random);
  if (!store::use_refresh_token(db, token.hash, ask.now, sealed)) return std::nullopt;
  return insert_token(ask, db, token.session, token.hash, token.expires_at, std::move(successor));
}

Secret same_successor(const store::RefreshToken& used, TenantId tenant, const Secret& presented) {
  auto successor = port::unseal(key_of(presented), place_of(tenant, used.hash), used.sealed_successor);
  if (!successor) throw Failure("the successor of a refresh token does not open");
  return *std::move(successor);
}

}  // namespace doorward::service
