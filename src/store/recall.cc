// What is missing is read in one piece, whole: facts of one moment, never mixed with older ones from memory.
#include "store/recall.hh"

#include <algorithm>

#include "model/role.hh"
#include "store/last_uses.hh"
#include "store/record.hh"

namespace doorward::store {

Recall::Recall(Memory& memory, Wanted wanted, Time now) : memory_(memory), wanted_(std::move(wanted)), now_(now) {
  keys_.reserve(3);
  if (wanted_.by_cookie()) {
    keys_.push_back(cookie_key(wanted_.tenant, wanted_.cookie_hash));
  } else if (!wanted_.tenant_alone()) {
    keys_.push_back(session_key(wanted_.tenant, wanted_.session));
    keys_.push_back(user_key(wanted_.tenant, wanted_.user));
  }
  keys_.push_back(tenant_key(wanted_.tenant));
}

bool Recall::decode(const Looked& looked) {
  if (looked.key.starts_with("t:")) return (facts_.tenant = decode_tenant(looked.facts)).has_value();
  if (looked.key.starts_with("u:")) return (facts_.user = decode_user(looked.facts)).has_value();
  if (looked.key.starts_with("s:")) return (facts_.session = decode_session(looked.facts)).has_value();
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
    if (looked.trust == Trust::valid && (looked.key.starts_with("u:") || looked.key.starts_with("c:")))
      looked.trust = Trust::changed;
}

bool Recall::look() {
  looked_ = memory_.look(keys_, now_);
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

bool Recall::merely_old() const {
  return std::all_of(looked_.begin(), looked_.end(), [](const Looked& l) {
    return l.trust == Trust::valid || (l.trust == Trust::missing && l.place == Looked::Place::stale);
  });
}

void Recall::lease() { memory_.lease(looked_); }

void Recall::read(TenantDb& db) {
  facts_ = read_facts(db, wanted_);
  memory_.ring_is(facts_.ring);
  if (wanted_.by_cookie() && facts_.session) note_use();
}

void Recall::note_use() {
  SessionFacts& session = *facts_.session;
  const bool alive = !session.ended && session.expires_at > now_ && session.idle_ends_at > now_;
  if (!alive || now_ - facts_.last_used_at < last_use_every) return;
  use_is_due_ = true;
  session.idle_ends_at += now_ - facts_.last_used_at;
  facts_.last_used_at = now_;
}

void Recall::confirm() { memory_.confirm(looked_); }

/// Empty: there is nothing to remember under this key. A user stands under the key of whoever was asked for, and
/// under no other.
std::string Recall::encoded(const Looked& looked) const {
  if (looked.key.starts_with("t:")) return facts_.tenant ? encode(*facts_.tenant) : std::string();
  if (!facts_.session || !facts_.user) return {};
  if (looked.key.starts_with("c:")) return encode(*facts_.session, *facts_.user);
  if (looked.key.starts_with("s:")) return encode(*facts_.session);
  return facts_.user->id == wanted_.user ? encode(*facts_.user) : std::string();
}

void Recall::keep() {
  for (Looked& looked : looked_)
    if (looked.ours()) looked.facts = encoded(looked);
  memory_.keep(looked_, now_);
}

}  // namespace doorward::store
