// What is missing is read in one piece, whole: facts of one moment, never mixed with older ones from memory.
#include "store/recall.hh"

#include <algorithm>

#include "model/role.hh"
#include "store/fact_records.hh"
#include "store/record.hh"

namespace doorward::store {

Recall::Recall(Memory& memory, Wanted wanted, Time now) : memory_(memory), wanted_(std::move(wanted)), now_(now) {}

bool Recall::decode(const Looked& looked) {
  if (is_tenant_key(looked.key)) return (facts_.tenant = decode_tenant(looked.facts)).has_value();
  auto both = decode_session_and_user(looked.facts);
  if (!both) return false;
  facts_.session = std::move(both->session);
  facts_.user = std::move(both->user);
  return true;
}

/// What a person with an own role may was perhaps read before the role was changed. Such a record dies within
/// memory.trust; until then, and as long again for clocks that differ, MySQL is asked.
void Recall::doubt_own_role() {
  if (!facts_.tenant || !facts_.user || now_ >= facts_.tenant->roles_changed_at + 2 * memory_.trust()) return;
  if (is_builtin_role(facts_.user->role)) return;
  for (Looked& looked : looked_)
    if (looked.trust == Trust::valid && !is_tenant_key(looked.key)) looked.trust = Trust::changed;
}

bool Recall::look() {
  looked_ = memory_.look(keys_of(wanted_), now_);
  ended_ = std::any_of(looked_.begin(), looked_.end(), [](const Looked& l) { return l.trust == Trust::ended; });
  if (ended_) return true;
  for (Looked& looked : looked_) {
    if (looked.trust != Trust::valid || decode(looked)) continue;
    looked.trust = Trust::missing;
    looked.place = Looked::Place::stale;
  }
  doubt_own_role();
  return std::all_of(looked_.begin(), looked_.end(), [](const Looked& l) { return l.trust == Trust::valid; });
}

/// The session's record alone: the tenant's is read again with any session's, where it is ageing too. Else all sessions
/// of a tenant would come again whenever its record is ageing.
bool Recall::ageing() const { return !ended_ && facts_.session && looked_.front().ageing; }

bool Recall::merely_old() const {
  return std::all_of(looked_.begin(), looked_.end(), [](const Looked& l) {
    return l.trust == Trust::valid || (l.trust == Trust::missing && l.place == Looked::Place::stale);
  });
}

void Recall::lease() { memory_.lease(looked_); }

void Recall::read(TenantDb& db) {
  facts_ = read_facts(db, wanted_);
  memory_.ring_is(facts_.ring);
  use_is_due_ = wanted_.by_cookie() && facts_.session && use(facts_, now_);
}

void Recall::confirm() { memory_.confirm(looked_); }

void Recall::keep() {
  for (Looked& looked : looked_)
    if (looked.ours()) looked.facts = record_of(looked.key, facts_);
  memory_.keep(looked_, now_);
}

}  // namespace doorward::store
