// The place of each record is taken before MySQL is read, as everywhere: whoever revokes in between wins.
#include "store/renewals.hh"

#include <algorithm>
#include <set>

#include "base/log.hh"
#include "store/fact_records.hh"
#include "store/record.hh"

namespace doorward::store {
namespace {

constexpr std::size_t most_noted = 4096;
constexpr std::size_t tenants_one_by_one = 8;  // where each is a question, and requests wait
constexpr int most_looks = 3;                  // for one reading
constexpr std::chrono::seconds pause{10};      // after a failure

/// 0 ≤ number < below ≤ 65,536
std::size_t drawn(port::Random& random, std::size_t below) {
  const std::string bytes = random.bytes(2);
  return (std::size_t(static_cast<unsigned char>(bytes[0])) * 256 + static_cast<unsigned char>(bytes[1])) % below;
}

}  // namespace

void Renewal::look(Memory& memory, SessionsInUse sessions) {
  std::vector<std::string> keys;
  for (const auto& [session, use] : sessions)
    for (auto& key : keys_of(use.wanted))
      if (whose_.try_emplace(key, session).second) keys.push_back(std::move(key));
  sessions_.merge(sessions);
  for (Looked& one : memory.look(keys, now_)) {
    if (!one.ageing) continue;
    const SessionId session = whose_.at(one.key);
    wanted_.emplace(session, sessions_.at(session).wanted.tenant);
    looked_.push_back(std::move(one));
  }
}

std::size_t Renewal::tenants() const {
  std::set<TenantId> all;
  for (const auto& [session, tenant] : wanted_) all.insert(tenant);
  return all.size();
}

void Renewal::read(Database& database) {
  found_ = read_facts(database, wanted_);
  for (auto& [session, facts] : found_) {
    const InUse& used = sessions_.at(session);
    if (used.wanted.by_cookie() && use(facts, used.at)) used_.push_back(session);
    tenants_[used.wanted.tenant] = &facts;
  }
}

void Renewal::keep(Memory& memory) {
  if (!found_.empty()) memory.ring_is(found_.begin()->second.ring);
  for (Looked& one : looked_) {
    const SessionId session = whose_.at(one.key);
    const Wanted& wanted = sessions_.at(session).wanted;
    const Facts* facts = is_tenant_key(one.key) ? tenants_[wanted.tenant] : &found_[session];
    if (facts) one.renew(record_of(one.key, *facts, wanted.user));
  }
  memory.keep(looked_, now_);
}

void Renewal::note_uses(LastUses& uses) const {
  for (const SessionId session : used_) {
    const InUse& used = sessions_.at(session);
    uses.note(used.wanted.tenant, session, used.at);
  }
}

void Renewals::note(const Wanted& wanted, SessionId session, Time used_at) {
  if (noted_.size() == most_noted || !noted_.try_emplace(session, InUse{wanted, used_at}).second) return;
  queue_.push_back({session, std::max(Steady::now() + patience_, not_before_)});
}

std::size_t Renewals::count_due() const {
  const auto due = [now = Steady::now()](const Turn& turn) { return turn.due_at <= now; };
  return std::size_t(std::ranges::partition_point(queue_, due) - queue_.begin());
}

SessionsInUse Renewals::take(std::size_t from, std::size_t most, std::size_t most_tenants) {
  const auto first = queue_.begin() + std::ptrdiff_t(from);
  auto at = first;
  SessionsInUse taken;
  std::set<TenantId> tenants;
  for (; at != queue_.end() && taken.size() < most; ++at) {
    const auto noted = noted_.find(at->session);
    if (tenants.insert(noted->second.wanted.tenant).second && tenants.size() > most_tenants) break;
    taken.insert(noted_.extract(noted));
  }
  queue_.erase(first, at);
  return taken;
}

/// Those behind whoever's turn has come go with them, since theirs comes soon: a reading costs nearly the same for few
/// as for many, and of those noted here another worker has renewed one in two.
Renewal Renewals::gather(Memory& memory, port::Random& random, std::size_t most_tenants, Time now) {
  Renewal lot(now);
  const std::size_t due = count_due();
  if (due == 0) return lot;
  const std::size_t from = due <= facts_at_once ? 0 : drawn(random, due - facts_at_once + 1);
  for (int looks = most_looks; looks > 0 && from < queue_.size(); --looks) {
    auto some = take(from, facts_at_once - lot.size(), most_tenants - lot.tenants());
    if (some.empty()) break;
    lot.look(memory, std::move(some));
  }
  return lot;
}

void Renewals::renew_some(Database& database, Memory& memory, LastUses& uses, port::Random& random, Time now) noexcept {
  try {
    const std::size_t most_tenants = database.shows_sessions() ? facts_at_once : tenants_one_by_one;
    Renewal renewal = gather(memory, random, most_tenants, now);
    if (renewal.size() == 0) return;
    renewal.read(database);
    renewal.keep(memory);
    renewal.note_uses(uses);
  } catch (const std::exception& what) {
    log(Level::warning, "records in use were not read again", {{"why", what.what()}});
    not_before_ = Steady::now() + pause;
    noted_.clear();
    queue_.clear();
  }
}

}  // namespace doorward::store
