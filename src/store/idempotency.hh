// Rows of Idempotency-Key: one per tenant, caller, route and key; under way, or with the sealed answer.
#pragma once
#include <optional>
#include <string>

#include "store/database.hh"

namespace doorward::store {

/// Who used which key. `caller`: 32 bytes that stand for caller and route.
struct RepeatKey {
  std::string caller, name;
};

struct RepeatRow {
  std::string body_hash;  // 32 bytes
  std::optional<int> status;
  std::string answer;  // sealed; empty while under way
  Time created_at{};
};

/// False: the key is there already.
bool claim_repeat(TenantDb& db, const RepeatKey& key, const std::string& body_hash, Time now);
std::optional<RepeatRow> find_repeat(TenantDb& db, const RepeatKey& key);
/// Takes over a row that was last touched at `seen`: exactly one of several does.
bool take_over_repeat(TenantDb& db, const RepeatKey& key, Time seen, const std::string& body_hash, Time now);
/// The row of the request that claimed it at `claimed`.
void finish_repeat(TenantDb& db, const RepeatKey& key, Time claimed, int status, const std::string& answer);
void drop_repeat(TenantDb& db, const RepeatKey& key, Time claimed);

}  // namespace doorward::store
