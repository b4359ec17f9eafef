// Refresh tokens as rows: one chain for each session, each token but the first with its parent.
#pragma once
#include <optional>
#include <string>

#include "base/id.hh"
#include "store/database.hh"

namespace doorward::store {

struct RefreshToken {
  std::string hash;  // SHA-256 of the whole token, 32 bytes
  SessionId session;
  std::optional<std::string> parent;  // the hash of the token that this one replaced
  Time created_at{}, expires_at{};
  std::optional<Time> used_at;
  std::string sealed_successor;  // empty until it is used
};

/// From column `first` on: hash, session_id, parent, created_at, expires_at, used_at, successor.
RefreshToken read_refresh_token(const port::SqlRow& row, unsigned first);
/// The token that replaced this one.
std::optional<RefreshToken> find_successor(TenantDb& db, const std::string& hash);
/// SqlRefused(duplicate) when the parent has a successor.
void insert_refresh_token(TenantDb& db, const RefreshToken& token);
/// The same for one with a parent, if its session has not ended, which cannot end then before the transaction does.
/// False: it had ended.
bool insert_successor(TenantDb& db, const RefreshToken& token);
/// One conditional UPDATE. True: this caller used it; false: somebody had before.
bool use_refresh_token(TenantDb& db, const std::string& hash, Time now, const std::string& sealed_successor);

}  // namespace doorward::store
