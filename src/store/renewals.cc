// The place of each record is taken before MySQL is read, as everywhere: whoever revokes in between wins.
#include "store/renewals.hh"

#include <algorithm>
#include <set>

#include "base/log.hh"
#include "store/fact_records.hh"
#include "store/record.hh"

namespace doorward::store {
namespace {

constexpr int most_looks = 3;                              // for one reading
constexpr std::chrono::seconds pause{10}, short_pause{1};  // after a failure

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
    const Facts* facts = is_tenant_key(one.key) ? tenants_[sessions_.at(session).wanted.tenant] : &found_[session];
    if (facts) one.renew(record_of(one.key, *facts));
  }
  memory.keep(looked_, now_);
}

void Renewal::note_uses(LastUses& uses) const {
  for (const SessionId session : used_) {
    const InUse& used = sessions_.at(session);
    uses.note(used.wanted.tenant, session, used.at);
  }
}

/// A record is ageing from three tenths on, and read before seven: so whoever comes in any rhythm that is shorter than
/// its time finds it, though it be read just before a visit that comes too early to note it again.
Renewals::Renewals(Span trust, std::size_t most, std::size_t tenants)
    : patience_(trust * 35 / 100), latest_(trust * 8 / 10), most_(most), most_tenants_(tenants) {}

void Renewals::note(SessionId session, const InUse& use) {
  const Span left = use.read_at + latest_ - use.at;
  if (noted_.size() >= most_ || !noted_.try_emplace(session, use).second) return;
  const auto due_at = Steady::now() + std::clamp(left, Span::zero(), patience_);
  queue_.insert(std::ranges::upper_bound(queue_, due_at, {}, &Turn::due_at), {session, due_at});
}

Renewals::Steady::time_point Renewals::due_at() const {
  return many() ? not_before_ : std::max(not_before_, queue_.front().due_at);
}

std::size_t Renewals::count_due() const {
  const auto now = Steady::now();
  if (now < not_before_) return 0;
  if (many()) return queue_.size() - most_ / 2;
  return std::size_t(std::ranges::upper_bound(queue_, now, {}, &Turn::due_at) - queue_.begin());
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
/// as for many.
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
    const std::size_t most_tenants = database.shows_sessions() ? facts_at_once : most_tenants_;
    Renewal renewal = gather(memory, random, most_tenants, now);
    if (renewal.size() == 0) return;
    renewal.read(database);
    renewal.keep(memory);
    renewal.note_uses(uses);
  } catch (const std::exception& what) {
    log(Level::warning, "records in use were not read again", {{"why", what.what()}});
    const auto* failure = dynamic_cast<const Failure*>(&what);
    const bool away = failure && failure->code() == Code::DEPENDENCY_DOWN;
    not_before_ = Steady::now() + (away ? pause : short_pause);
    if (!away) return;  // this lot alone may be the trouble
    noted_.clear();
    queue_.clear();
  }
}

}  // namespace doorward::store
