// Secret checks are reserved before they are made: at a limit of N exactly N happen, whatever the parallelism.
// There are rows for names that nobody has, so that both look alike.
#pragma once
#include <optional>
#include <string>

#include "model/lockout.hh"
#include "store/database.hh"

namespace doorward::store {

/// `name_mac`, 32 bytes: 16 of the account's name, then 16 of a device with an allowance of its own, or zeros.
struct Reservation {
  bool granted = false;
  std::int64_t number = 0;          // of this check within the allowance, from 1
  std::optional<Time> next_try_at;  // not granted, and this is still to come: the growing delay
};

/// In the running transaction, which is to end soon: it holds the name's row. Always the same statements.
Reservation reserve_check(TenantDb& db, const std::string& name_mac, const LockRule& rule, Time now);
/// The check was not made after all.
void release_check(TenantDb& db, const std::string& name_mac);

/// The check failed: the delay grows. In the caller's transaction; `count` false: the same statements, no change.
void count_failure(TenantDb& db, const std::string& name_mac, const LockRule& rule, Time now, bool count);
/// The check was good: the allowance is whole again.
void forget_checks(TenantDb& db, const std::string& name_mac);
/// The name itself and all its devices; `name`: the first 16 bytes.
void forget_all_checks(TenantDb& db, const std::string& name);

}  // namespace doorward::store
