// What has expired, over all tenants: rows that go, and sessions whose end nobody has noted yet.
#pragma once
#include <string_view>
#include <vector>

#include "store/database.hh"

namespace doorward::store {

enum class Age { kept, day, figures };

struct Expired {
  std::string_view table, remove;  // the statement's parameters: until when, how many
  Age age;
};
const std::vector<Expired>& expired_rows();

/// Removes at most `limit` rows that were over at `until`; how many.
std::int64_t remove_expired(PlatformDb& platform, const Expired& what, Time until, int limit);

/// A session past its absolute or idle end that is not marked as ended.
struct OverdueSession {
  TenantId tenant;
  SessionId id;
  UserId user;
  Time ends_at{};
  bool idle = false;            // it was not used; otherwise its absolute end came
  bool refresh_family = false;  // it has refresh tokens
  std::optional<UserId> impersonator{};
};
// In the caller's transaction.

/// The longest overdue ones, held until the transaction ends: whoever comes second finds them ended.
std::vector<OverdueSession> lock_overdue_sessions(PlatformDb& platform, Time now, int limit);
/// They ended when they ended, not now. How many; those that had been ended before are not among them.
std::int64_t end_overdue_sessions(PlatformDb& platform, const std::vector<OverdueSession>& sessions, Time now,
                                  std::string_view reason);

}  // namespace doorward::store
