// Links that work once, as rows: hashes of what was sent, never the thing itself.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/id.hh"
#include "base/time.hh"
#include "store/database.hh"

namespace doorward::store {

struct OneTimeRow {
  Id id;
  char kind = 0;
  std::string name_mac;    // 16 bytes
  std::string token_hash;  // 32 bytes
  std::string code_mac;    // 32 bytes
  std::optional<UserId> subject;
  std::string sealed;  // its data
  Time created_at{}, expires_at{};
  bool used = false;
};

void insert_one_time(TenantDb& db, const OneTimeRow& row);
/// Used and expired ones too.
std::optional<OneTimeRow> one_time_by_token(TenantDb& db, char kind, const std::string& token_hash);
/// Those that still work, the latest first, eight at most.
std::vector<OneTimeRow> live_one_times(TenantDb& db, char kind, const std::string& name_mac, Time now);
/// How many were made for this name since then, whatever became of them.
std::int64_t count_one_times(TenantDb& db, char kind, const std::string& name_mac, Time since);

/// True for exactly one of all who try, and only before its end.
bool use_one_time(TenantDb& db, const Id& id, Time now);
/// All of this kind that are out for this account.
void void_one_times(TenantDb& db, char kind, UserId subject, Time now);

}  // namespace doorward::store
