// Names stand in the table as keyed hashes: it does not tell who tried to sign in.
#include "service/secret_check.hh"

#include <algorithm>

#include "port/crypto.hh"
#include "port/metrics.hh"
#include "service/event.hh"
#include "service/keyring.hh"

namespace doorward::service {
namespace {

constexpr std::size_t half = 16;

std::string half_mac(Ask& ask, std::string_view purpose, TenantId tenant, std::string_view text) {
  const std::string bound = std::string(tenant.raw()) + std::string(text);
  return port::hmac_sha256(ask.world.keys.sub_key(purpose).reveal(), bound).substr(0, half);
}

store::Event locked(Ask& ask, const SecretCheck& check, const std::optional<UserId>& subject) {
  store::Event event = event_of(ask, "user_account_locked");
  event.actor_type = store::ActorType::system;
  event.subject = subject;
  event.data.set("failures", std::int64_t(check.rule.after));
  event.data.set("until", to_rfc3339(ask.now + check.rule.time));
  return event;
}

}  // namespace

LockRule lock_rule(const Config& config) {
  return {int(config.lockout.after), config.lockout.time, config.lockout.delay};
}

std::string name_mac(Ask& ask, TenantId tenant, std::string_view email_key) {
  return half_mac(ask, "secret-check-name", tenant, email_key);
}

SecretCheck reserve_secret_check(Ask& ask, store::TenantDb& db, const Config& config, std::string_view email_key,
                                 std::string_view device) {
  SecretCheck check;
  check.mac = name_mac(ask, db.tenant(), email_key);
  check.mac += device.empty() ? std::string(half, '\0') : half_mac(ask, "secret-check-device", db.tenant(), device);
  check.rule = lock_rule(config);
  check.reservation = store::reserve_check(db, check.mac, check.rule, ask.now);
  return check;
}

SecretCheck reserve_account_check(Ask& ask, store::TenantDb& db, const Config& config, std::string_view email_key) {
  SecretCheck check;
  db.transaction([&] { return check = reserve_secret_check(ask, db, config, email_key, ""), true; });
  return check;
}

Error too_soon(const Ask& ask, const SecretCheck& check) {
  const Span left = check.reservation.next_try_at.value_or(ask.now) - ask.now;
  return Error(Code::RATE_LIMIT_EXCEEDED, std::max(seconds(1), std::chrono::ceil<seconds>(left)));
}

void secret_check_failed(Ask& ask, store::TenantDb& db, const SecretCheck& check, const std::optional<UserId>& subject,
                         const store::Event& tried) {
  db.transaction([&] {
    store::count_failure(db, check.mac, check.rule, ask.now, check.granted());
    store::write_event(db, tried);
    if (check.last()) store::write_event(db, locked(ask, check, subject));
    return true;
  });
  if (check.last()) ask.world.metrics.count(port::Metric::lockouts_total);
}

}  // namespace doorward::service
