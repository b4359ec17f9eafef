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
constexpr std::chrono::seconds pause{10};      // after a failure

/// 0 ≤ number < below ≤ 65,536
std::size_t drawn(port::Random& random, std::size_t below) {
  const std::string bytes = random.bytes(2);
  return (std::size_t(static_cast<unsigned char>(bytes[0])) * 256 + static_cast<unsigned char>(bytes[1])) % below;
}

}  // namespace

Renewal::Renewal(SessionsInUse sessions, Time now) : sessions_(std::move(sessions)), now_(now) {
  for (const auto& [session, use] : sessions_)
    for (auto& key : keys_of(use.wanted)) whose_.try_emplace(std::move(key), session);
}

bool Renewal::look(Memory& memory) {
  if (sessions_.empty()) return false;
  std::vector<std::string> keys;
  keys.reserve(whose_.size());
  for (const auto& [key, session] : whose_) keys.push_back(key);
  looked_ = memory.look(keys, now_);
  std::erase_if(looked_, [](const Looked& one) { return !one.ageing; });
  return !looked_.empty();
}

void Renewal::read(Database& database) {
  std::map<SessionId, TenantId> wanted;
  for (const Looked& one : looked_) {
    const SessionId session = whose_.at(one.key);
    wanted.emplace(session, sessions_.at(session).wanted.tenant);
  }
  found_ = read_facts(database, wanted);
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

/// The end: nobody's turn has come.
Renewals::Queue::iterator Renewals::first_of_lot(port::Random& random) {
  const auto now = Steady::now();
  const auto later = std::ranges::partition_point(queue_, [now](const Turn& turn) { return turn.due_at <= now; });
  const auto due = std::size_t(later - queue_.begin());
  if (due == 0) return queue_.end();
  return queue_.begin() + std::ptrdiff_t(due <= facts_at_once ? 0 : drawn(random, due - facts_at_once + 1));
}

/// Those behind whoever's turn has come go with them: theirs comes soon.
SessionsInUse Renewals::take_lot(port::Random& random, std::size_t most_tenants) {
  const auto first = first_of_lot(random);
  auto at = first;
  SessionsInUse lot;
  std::set<TenantId> tenants;
  for (; at != queue_.end() && lot.size() < facts_at_once; ++at) {
    const auto noted = noted_.find(at->session);
    if (tenants.insert(noted->second.wanted.tenant).second && tenants.size() > most_tenants) break;
    lot.insert(noted_.extract(noted));
  }
  queue_.erase(first, at);
  return lot;
}

void Renewals::renew_some(Database& database, Memory& memory, LastUses& uses, port::Random& random, Time now) noexcept {
  try {
    Renewal renewal(take_lot(random, database.shows_sessions() ? facts_at_once : tenants_one_by_one), now);
    if (!renewal.look(memory)) return;
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
