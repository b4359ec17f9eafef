// The row is claimed before the work begins; a body is kept as a keyed hash, since it may hold a password.
#include "service/repeat.hh"

#include <algorithm>

#include "port/crypto.hh"
#include "service/keyring.hh"

namespace doorward::service {
namespace {

constexpr std::chrono::hours kept_for{24};
constexpr std::chrono::minutes under_way_for{1};

bool good_key(std::string_view key) {
  return !key.empty() && key.size() <= 64 && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::string bound(const Repeat& repeat) {
  return bound_to("idempotency_keys", "answer", repeat.tenant, repeat.key.caller + repeat.key.name);
}

/// What the row of an earlier request means for this one; nullopt: nothing any more.
std::optional<Result<Repeat>> judge(Ask& ask, const store::RepeatRow& row, const std::string& body_hash,
                                    Repeat repeat) {
  const auto age = ask.now - row.created_at;
  if (age >= kept_for || (!row.status && age >= under_way_for)) return std::nullopt;
  if (!same_secret(row.body_hash, body_hash))
    return Error(Code::CONFLICT, "This Idempotency-Key was used with another body.");
  if (!row.status) {
    Error busy(Code::CONFLICT, "The first request with this Idempotency-Key is still under way.");
    busy.retry_after = seconds{1};
    return busy;
  }
  const auto answer = ask.world.keys.unseal(bound(repeat), row.answer);
  if (!answer) throw Failure("an answer kept for an Idempotency-Key cannot be opened");
  repeat.answer = std::string(answer->reveal());
  return repeat;
}

}  // namespace

Result<Repeat> begin_repeat(Ask& ask, const Repeatable& request) {
  if (!good_key(request.key)) return wrong("Idempotency-Key", "1 to 64 of A-Z, a-z, 0-9, '_' and '-' are taken.");
  const Repeat repeat{std::nullopt, request.tenant, {port::sha256(request.caller), request.key}, ask.now};
  const auto body_hash = port::hmac_sha256(ask.world.keys.sub_key("idempotency-body").reveal(), request.body);
  store::TenantDb db(ask.world.database, request.tenant);
  if (store::claim_repeat(db, repeat.key, body_hash, ask.now)) return repeat;
  if (const auto row = store::find_repeat(db, repeat.key)) {
    if (auto judged = judge(ask, *row, body_hash, repeat)) return std::move(*judged);
    if (store::take_over_repeat(db, repeat.key, row->created_at, body_hash, ask.now)) return repeat;
  }
  Error raced(Code::CONFLICT, "Another request with this Idempotency-Key was quicker.");
  raced.retry_after = seconds{1};
  return raced;
}

void keep_answer(Ask& ask, const Repeat& repeat, int status, const std::string& answer) {
  store::TenantDb db(ask.world.database, repeat.tenant);
  store::finish_repeat(db, repeat.key, repeat.claimed, status,
                       ask.world.keys.seal(bound(repeat), answer, ask.world.random));
}

void forget_repeat(Ask& ask, const Repeat& repeat) {
  store::TenantDb db(ask.world.database, repeat.tenant);
  store::drop_repeat(db, repeat.key, repeat.claimed);
}

}  // namespace doorward::service
