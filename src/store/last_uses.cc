// All of one statement get the earliest of their times, so that none lives longer than it may.
#include "store/last_uses.hh"

#include <algorithm>
#include <span>

#include "base/log.hh"
#include "store/lots.hh"

namespace doorward::store {
namespace {

constexpr std::size_t many = 256;          // of which the first need not wait for more
constexpr std::size_t few = 8, most = 64;  // sessions of one statement

std::string use_of(int sessions) {
  return "UPDATE t_sessions SET last_used_at = ? WHERE ended_at IS NULL AND last_used_at <= ? AND id IN (" +
         repeated("?", sessions) + ")";
}

/// What somebody else wrote within the time stays as it is. Places that are left over repeat the last session.
void write_some(TenantDb& db, Time used_at, std::span<const SessionId> sessions) {
  static const std::string one = use_of(1), several = use_of(few), lot = use_of(most);
  const std::size_t size = sessions.size() == 1 ? 1 : sessions.size() <= few ? few : most;
  std::vector<port::SqlValue> values{used_at, used_at - last_use_every};
  for (std::size_t i = 0; i < size; ++i) values.push_back(port::sql(sessions[std::min(i, sessions.size() - 1)]));
  db.run(size == 1 ? one : size == few ? several : lot, values);
}

}  // namespace

void LastUses::note(TenantId tenant, SessionId session, Time used_at) {
  if (count_++ == 0) since_ = Steady::now();
  Used& used = used_.try_emplace(tenant, Used{used_at, {}}).first->second;
  used.first_at = std::min(used.first_at, used_at);
  used.sessions.push_back(session);
}

LastUses::Steady::time_point LastUses::due_at() const { return count_ < many ? since_ + patience : since_; }

void LastUses::write(Database& database) noexcept {
  try {
    for (auto& [tenant, used] : used_) {
      TenantDb db(database, tenant);
      std::ranges::sort(used.sessions);  // the order in which rows are locked everywhere
      const std::span<const SessionId> all(used.sessions);
      for (std::size_t at = 0; at < all.size(); at += most)
        write_some(db, used.first_at, all.subspan(at, std::min(all.size() - at, most)));
    }
  } catch (const std::exception& what) {
    log(Level::warning, "last uses of sessions were not written", {{"why", what.what()}});
  }
  used_.clear();
  count_ = 0;
}

}  // namespace doorward::store
