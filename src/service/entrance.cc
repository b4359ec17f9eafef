// The one place where sessions are made.
#include "service/entrance.hh"

#include <algorithm>

#include "base/error.hh"
#include "model/credential.hh"
#include "port/crypto.hh"
#include "service/device.hh"
#include "service/event.hh"
#include "service/issue_access_token.hh"
#include "service/refresh_family.hh"
#include "service/standing.hh"
#include "store/sessions.hh"
#include "store/user_lock.hh"

namespace doorward::service {
namespace {

constexpr std::size_t longest_device_id = 64;

/// `cookie` receives the opaque value where the transport has one.
Session make_session(Ask& ask, const Config& config, const User& user, const Entrance& how, Secret& cookie) {
  const bool by_cookie = how.transport == Transport::session;
  Session session;
  session.id = SessionId(ask.world.random.id(ask.now));
  session.tenant = user.tenant;
  session.user = user.id;
  session.transport = how.transport;
  session.created_at = session.last_used_at = session.auth_time = ask.now;
  session.expires_at = ask.now + (by_cookie ? config.sessions.absolute : config.tokens.refresh_ttl);
  if (how.earlier) {
    session.auth_time = how.earlier->auth_time;
    session.expires_at = std::min(session.expires_at, how.earlier->ends_at);
  }
  session.idle_ends_at = by_cookie ? ask.now + config.sessions.idle : session.expires_at;
  session.amr = how.amr;
  session.ip_address = ask.address;
  session.user_agent = ask.agent;
  session.device_id = how.device_id;
  if (how.acting) {
    session.expires_at = session.idle_ends_at = ask.now + how.acting->lives;
    session.auth_time = how.acting->auth_time;
    session.impersonator = how.acting->by;
    session.impersonator_session = how.acting->own;
  }
  if (by_cookie) {
    cookie = make_credential(OpaqueKind::session, user.tenant, ask.world.random.bytes(32));
    session.cookie_hash = port::sha256(cookie.reveal());
  }
  return session;
}

void write_events(Ask& ask, store::TenantDb& db, const Session& session) {
  std::vector<store::Event> events;
  for (const char* type : {"auth_session_created", "user_logged_in"}) {
    if (session.impersonator && type == std::string_view("user_logged_in")) continue;  // they did not
    store::Event event = event_of(ask, type);
    event.actor = session.impersonator.value_or(session.user);
    event.subject = session.user;
    event.impersonator = session.impersonator;
    event.session = session.id;
    event.data.set("transport", to_word(session.transport)).set("amr", port::Json::strings(session.amr));
    events.push_back(std::move(event));
  }
  store::write_events(db, events);
}

}  // namespace

Result<Entered> enter(Ask& ask, store::TenantDb& db, const Config& config, const User& user, const Tenant& tenant,
                      const Entrance& how) {
  if (how.device_id.size() > longest_device_id) return wrong("device_id", "is longer than 64 bytes");
  if (how.earlier && how.earlier->auth_time < std::max(user.tokens_not_before, tenant.tokens_not_before))
    return Code::STEP_UP_REQUIRED;
  if (how.acting ? !store::lock_user(db, user.id) : !store::note_entry(db, user, ask.now))
    return Code::INVALID_CREDENTIALS;
  Entered entered;
  entered.session = make_session(ask, config, user, how, entered.session_cookie);
  store::insert_session(db, entered.session);
  ask.about = {user.tenant, user.id, entered.session.id};
  const auto holder = holder_of(db, entered.session);
  if (!holder) return holder.error();
  if (config.registration.verify_email && !holder->user.email_trusted) return Code::EMAIL_NOT_VERIFIED;
  if (how.transport != Transport::session) {
    Secret refresh_token = how.acting ? Secret() : begin_family(ask, db, entered.session);
    entered.tokens = Tokens{issue_access_token(ask, holder->session, holder->user, holder->tenant, how.device_id),
                            std::move(refresh_token), access_life(ask, holder->session),
                            std::chrono::floor<seconds>(entered.session.expires_at - ask.now)};
  }
  write_events(ask, db, entered.session);
  entered.user = user;
  if (!how.acting) {
    entered.user.last_login_at = ask.now;
    entered.user.login_count += 1;
    entered.device_cookie = make_device_cookie(ask, user.tenant, user.email_key);
  }
  if (tenant.kind == TenantKind::tenant) entered.tenant = tenant;
  entered.permissions = holder->user.permissions;
  return entered;
}

}  // namespace doorward::service
