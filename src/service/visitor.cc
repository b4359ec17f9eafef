// A credential is looked up, then held against the facts: session, user, tenant, in this order.
#include "service/visitor.hh"

#include <algorithm>

#include "base/text.hh"
#include "model/credential.hh"
#include "model/impersonation.hh"
#include "port/crypto.hh"
#include "port/unicode.hh"
#include "service/access_token.hh"
#include "service/between_requests.hh"
#include "service/impersonation.hh"
#include "service/standing.hh"
#include "store/fact_records.hh"
#include "store/recall.hh"
#include "store/record.hh"

namespace doorward::service {
namespace {

/// The facts, from memory or from MySQL. `ended` is what a finished session is called with this credential.
Result<store::Facts> facts_of(Ask& ask, const store::Wanted& wanted, Code ended, std::string_view jti) {
  World& world = ask.world;
  store::Recall recall(world.memory, wanted, ask.now);
  if (!recall.look()) {
    const bool perhaps_revoked = !jti.empty() && !recall.merely_old();
    if (perhaps_revoked && world.memory.blacklisted(store::token_key(wanted.tenant, jti), ask.now))
      return Code::TOKEN_REVOKED;
    store::TenantDb db(world.database, wanted.tenant);
    recall.fill(db);
  } else if (recall.ageing()) {
    note_in_use(world, recall.facts().session->id, {wanted, ask.now, recall.read_at()});
  }
  if (recall.ended()) return ended;
  if (recall.use_is_due()) world.last_uses.note(wanted.tenant, recall.facts().session->id, ask.now);
  return recall.take();
}

store::Wanted wanted_by(const Claims& claims) { return {claims.tenant, claims.session, {}}; }

std::optional<store::Wanted> wanted_by(std::string_view cookie) {
  const auto tenant = tenant_in(OpaqueKind::session, cookie);
  if (!tenant) return std::nullopt;
  return store::Wanted{*tenant, {}, port::sha256(cookie)};
}

Result<void> may_live(const Ask& ask, const store::Facts& facts, Code ended) {
  if (!facts.session || facts.session->ended) return ended;
  const SessionFacts& session = *facts.session;
  if (ask.now >= session.expires_at || ask.now >= session.idle_ends_at) return Code::SESSION_EXPIRED;
  if (!facts.user) return Code::ACCOUNT_INACTIVE;
  if (!facts.tenant) return Code::INVALID_TENANT;
  if (auto fit = standing(*facts.user, *facts.tenant); !fit) return fit;
  const Time since =
      std::max({session.tokens_not_before, facts.user->tokens_not_before, facts.tenant->tokens_not_before});
  // An impersonator signed in before the session began, and at a time that says nothing about its person.
  if ((session.impersonator ? session.created_at : session.auth_time) < since) return ended;
  return {};
}

Visitor visitor_of(store::Facts facts, CredentialKind kind) {
  Visitor visitor;
  visitor.credential = kind;
  visitor.session = *std::move(facts.session);
  visitor.user = *std::move(facts.user);
  visitor.tenant = *std::move(facts.tenant);
  return visitor;
}

/// A token that was issued in the second of tokens_not_before may be older or younger; its session's auth_time, held
/// in microseconds, decides then.
bool revoked(const Claims& claims, const Visitor& visitor) {
  const auto& jtis = visitor.session.revoked_jtis;
  if (std::find(jtis.begin(), jtis.end(), claims.jti) != jtis.end()) return true;
  return to_unix(claims.issued_at) <
         to_unix(std::max(visitor.user.tokens_not_before, visitor.tenant.tokens_not_before));
}

Result<TenantFacts> tenant_of(Ask& ask, TenantId id, InStatus status = InStatus::active) {
  if (id.nil()) return Code::INVALID_TENANT;
  store::Wanted wanted;
  wanted.tenant = id;
  auto facts = facts_of(ask, wanted, Code::INVALID_TENANT, {});
  if (!facts) return facts.error();
  auto& tenant = facts->tenant;
  if (!tenant || tenant->kind != TenantKind::tenant) return Code::INVALID_TENANT;
  if (status == InStatus::active && tenant->status != TenantStatus::active) return Code::INVALID_TENANT;
  return *std::move(tenant);
}

bool slug_shaped(std::string_view slug) {
  return !slug.empty() && slug.size() <= 63 &&
         slug.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

using LookUp = std::optional<TenantId> (store::Database::*)(const std::string&);

std::optional<TenantId> named(Ask& ask, const std::string& name, LookUp look_up) {
  KnownTenants& known = ask.world.known.tenants;
  auto id = known.find(name, ask.now);
  if (id) return id;
  id = (ask.world.database.*look_up)(name);
  if (id) known.remember(name, *id, ask.now + ask.world.memory.trust());
  return id;
}

Result<TenantFacts> tenant_by_slug(Ask& ask, const std::string& slug, InStatus status) {
  const auto id = named(ask, slug, &store::Database::tenant_by_slug);
  return id ? tenant_of(ask, *id, status) : Result<TenantFacts>(Code::INVALID_TENANT);
}

}  // namespace

Result<void> impersonator_stands(Ask& ask, const Visitor& visitor) {
  if (!visitor.session.impersonator) return {};
  const auto& own = visitor.session.impersonator_session;
  if (!own) return Code::TOKEN_REVOKED;
  const store::Wanted wanted{own->tenant, own->id, {}};
  const auto facts = facts_of(ask, wanted, Code::TOKEN_REVOKED, {});
  if (!facts || !may_live(ask, *facts, Code::TOKEN_REVOKED)) return Code::TOKEN_REVOKED;
  const bool theirs = facts->session->user == facts->user->id && facts->user->id == *visitor.session.impersonator;
  if (!theirs || !may_impersonate(*facts->user, *facts->tenant, visitor.user, visitor.tenant))
    return Code::TOKEN_REVOKED;
  return {};
}

Result<Visitor> by_access_token(Ask& ask, std::string_view token, CredentialKind kind) {
  auto claims = read_access_token(ask, token);
  if (!claims) return claims.error();
  if (const auto timely = check_time(ask, *claims); !timely) return timely.error();
  const auto wanted = wanted_by(*claims);
  if (wanted.tenant_alone()) return Code::INVALID_TOKEN;
  auto facts = facts_of(ask, wanted, Code::TOKEN_REVOKED, claims->jti);
  if (!facts) return facts.error();
  if (const auto alive = may_live(ask, *facts, Code::TOKEN_REVOKED); !alive) return alive.error();
  if (facts->session->user != claims->user || facts->user->id != claims->user) return Code::INVALID_TOKEN;
  Visitor visitor = visitor_of(*std::move(facts), kind);
  if (revoked(*claims, visitor)) return Code::TOKEN_REVOKED;
  if (auto stands = impersonator_stands(ask, visitor); !stands) return stands.error();
  visitor.jti = std::move(claims->jti);
  visitor.scope = std::move(claims->scope);
  visitor.token_expires_at = claims->expires_at;
  return visitor;
}

Result<Visitor> by_session_cookie(Ask& ask, std::string_view cookie) {
  const auto wanted = wanted_by(cookie);
  if (!wanted) return Code::SESSION_EXPIRED;
  auto facts = facts_of(ask, *wanted, Code::SESSION_EXPIRED, {});
  if (!facts) return facts.error();
  if (const auto alive = may_live(ask, *facts, Code::SESSION_EXPIRED); !alive) return alive.error();
  Visitor visitor = visitor_of(*std::move(facts), CredentialKind::session);
  if (auto stands = impersonator_stands(ask, visitor); !stands) return stands.error();
  return visitor;
}

std::string foresee_access_token(World& world, std::string_view token) {
  std::string hash = port::sha256(token);
  if (const Claims* claims = world.known.tokens.find(hash)) world.memory.expect(store::keys_of(wanted_by(*claims)));
  return hash;
}

void foresee_session_cookie(World& world, std::string_view cookie) {
  if (const auto wanted = wanted_by(cookie)) world.memory.expect(store::keys_of(*wanted));
}

std::optional<TenantId> tenant_named_by(std::string_view credential) {
  if (const auto opaque = parse_credential(credential)) return opaque->tenant;
  return house_named_by(credential);
}

bool is_named(const TenantFacts& tenant, std::string_view slug_or_id) {
  if (tenant.kind != TenantKind::tenant) return false;
  const auto id = Id::parse(slug_or_id);
  return id ? tenant.id == *id : tenant.slug == lower_ascii(slug_or_id);
}

Result<TenantFacts> find_tenant(Ask& ask, std::string_view slug_or_id, InStatus status) {
  if (const auto id = Id::parse(slug_or_id)) return tenant_of(ask, TenantId(*id), status);
  const std::string slug = lower_ascii(slug_or_id);
  if (!slug_shaped(slug)) return Code::INVALID_TENANT;
  auto found = tenant_by_slug(ask, slug, status);
  if (!found || found->slug == slug) return found;
  ask.world.known.tenants.forget(slug);  // renamed since
  return tenant_by_slug(ask, slug, status);
}

Result<TenantFacts> find_tenant_of_host(Ask& ask, std::string_view host) {
  const auto name = port::ascii_host(host);
  // Domains have a dot; without one it might be a slug that is known here.
  if (!name || name->find('.') == std::string::npos) return Code::NOT_FOUND;
  const auto id = named(ask, *name, &store::Database::tenant_by_domain);
  return id ? tenant_of(ask, *id) : Result<TenantFacts>(Code::NOT_FOUND);
}

}  // namespace doorward::service
