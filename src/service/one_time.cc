// A code is 40 bits under a key, bound to its tenant, its kind and its address: it opens nothing elsewhere.
#include "service/one_time.hh"

#include <algorithm>

#include "base/encode.hh"
#include "model/one_time_code.hh"
#include "port/crypto.hh"
#include "port/unicode.hh"
#include "service/event.hh"
#include "service/keyring.hh"
#include "service/secret_check.hh"
#include "store/one_time.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

constexpr std::size_t code_bytes = 8;

char letter(OpaqueKind kind) { return static_cast<char>(kind); }

std::string place_of(TenantId tenant, const Id& id) { return bound_to("one_time", "data", tenant, id.raw()); }

/// tests/guard/links.sh sees to it that the shipped files keep each of them out of a web server's log.
std::string_view page_of_link(OpaqueKind kind) {
  switch (kind) {
    case OpaqueKind::reset: return "/password/reset";
    case OpaqueKind::verify: return "/email/verify";
    case OpaqueKind::invite: return "/invite";
    default: throw Failure("no link leads to a credential of this kind");
  }
}

std::string code_mac(Ask& ask, TenantId tenant, OpaqueKind kind, std::string_view name, std::string_view code) {
  const std::string bound = std::string(tenant.raw()) + letter(kind) + std::string(name) + std::string(code);
  return port::hmac_sha256(ask.world.keys.sub_key("one-time-code").reveal(), bound);
}

FoundOneTime opened(Ask& ask, store::TenantDb& db, OpaqueKind kind, const store::OneTimeRow& row) {
  const auto plain = ask.world.keys.unseal(place_of(db.tenant(), row.id), row.sealed);
  const auto data = plain ? port::parse_json(plain->reveal()) : Result<port::Json>(Code::INTERNAL_ERROR);
  if (!data) throw Failure("what a one-time link is about cannot be read");
  return {row.id, kind, row.subject, *data};
}

Result<FoundOneTime> by_token(Ask& ask, store::TenantDb& db, OpaqueKind kind, const Secret& token) {
  const auto parsed = parse_credential(kind, token.reveal());
  if (!parsed || parsed->tenant != db.tenant()) return Code::INVALID_TOKEN;
  const auto row = store::one_time_by_token(db, letter(kind), port::sha256(token.reveal()));
  if (!row) return Code::INVALID_TOKEN;
  if (row->used || row->expires_at <= ask.now) return Code::TOKEN_EXPIRED;
  return opened(ask, db, kind, *row);
}

void note_wrong_code(Ask& ask, store::TenantDb& db, const SecretCheck& check, const std::string& email_key) {
  const auto user = store::find_user_by_email(db, email_key);
  const std::optional<UserId> subject = user ? std::optional(user->id) : std::nullopt;
  store::Event event = event_of(ask, "one_time_code_failed");
  event.subject = subject;
  event.personal.set("email", email_key);
  event.data.set("checked", check.granted());
  secret_check_failed(ask, db, check, subject, event);
}

Result<FoundOneTime> by_code(Ask& ask, store::TenantDb& db, const Config& config, OpaqueKind kind,
                             const Presented& presented) {
  const auto email = port::parse_email(presented.email);
  if (!email) return wrong("email", "is not an e-mail address");
  const SecretCheck check = reserve_account_check(ask, db, config, email->key);
  if (check.reservation.next_try_at) return too_soon(ask, check);
  const std::string name = name_mac(ask, db.tenant(), email->key);
  const std::string code = parse_one_time_code(presented.code.reveal()).value_or("");
  const std::string mac = code_mac(ask, db.tenant(), kind, name, code);
  std::optional<store::OneTimeRow> right;
  for (const auto& row : store::live_one_times(db, letter(kind), name, ask.now))
    if (same_secret(row.code_mac, mac) && check.granted()) right = row;
  if (!right) {
    note_wrong_code(ask, db, check, email->key);
    return Code::INVALID_TOKEN;
  }
  store::forget_checks(db, check.mac);
  return opened(ask, db, kind, *right);
}

}  // namespace

OneTime make_one_time(Ask& ask, store::TenantDb& db, const OneTimeWish& wish) {
  OneTime made;
  made.id = ask.world.random.id(ask.now);
  made.token = make_credential(wish.kind, db.tenant(), ask.world.random.bytes(32));
  const std::string code = make_one_time_code(ask.world.random.bytes(code_bytes));
  made.shown_code = Secret(shown_code(code));
  store::OneTimeRow row;
  row.id = made.id;
  row.kind = letter(wish.kind);
  row.name_mac = name_mac(ask, db.tenant(), wish.email_key);
  row.token_hash = port::sha256(made.token.reveal());
  row.code_mac = code_mac(ask, db.tenant(), wish.kind, row.name_mac, code);
  row.subject = wish.subject;
  row.sealed = ask.world.keys.seal(place_of(db.tenant(), made.id), port::dump_json(wish.data), ask.world.random);
  row.created_at = ask.now;
  row.expires_at = ask.now + wish.life;
  store::insert_one_time(db, row);
  return made;
}

std::int64_t one_times_since(Ask& ask, store::TenantDb& db, OpaqueKind kind, const std::string& email_key, Time since) {
  return store::count_one_times(db, letter(kind), name_mac(ask, db.tenant(), email_key), since);
}

std::string link_to(const Config& config, OpaqueKind kind, const Secret& token) {
  return config.service.public_url + config.service.base_path + std::string(page_of_link(kind)) +
         "?token=" + percent_encode(token.reveal());
}

Result<FoundOneTime> find_one_time(Ask& ask, store::TenantDb& db, const Config& config, OpaqueKind kind,
                                   const Presented& presented) {
  return presented.token.empty() ? by_code(ask, db, config, kind, presented) : by_token(ask, db, kind, presented.token);
}

bool use_one_time(Ask& ask, store::TenantDb& db, const FoundOneTime& found) {
  return store::use_one_time(db, found.id, ask.now);
}

void void_one_times(Ask& ask, store::TenantDb& db, OpaqueKind kind, UserId subject) {
  store::void_one_times(db, letter(kind), subject, ask.now);
}

}  // namespace doorward::service
