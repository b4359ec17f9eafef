// The first letter of a key tells what it is of.
#include "store/fact_records.hh"

#include "store/last_uses.hh"
#include "store/record.hh"

namespace doorward::store {

std::vector<std::string> keys_of(const Wanted& wanted) {
  std::vector<std::string> keys;
  keys.reserve(2);
  if (wanted.by_cookie())
    keys.push_back(cookie_key(wanted.tenant, wanted.cookie_hash));
  else if (!wanted.tenant_alone())
    keys.push_back(session_key(wanted.tenant, wanted.session));
  keys.push_back(tenant_key(wanted.tenant));
  return keys;
}

std::string record_of(std::string_view key, const Facts& facts) {
  if (is_tenant_key(key)) return facts.tenant ? encode(*facts.tenant) : std::string();
  return facts.session && facts.user ? encode(*facts.session, *facts.user) : std::string();
}

bool use(Facts& facts, Time now) {
  SessionFacts& session = *facts.session;
  const bool alive = !session.ended && session.expires_at > now && session.idle_ends_at > now;
  if (!alive || now - facts.last_used_at < last_use_every) return false;
  session.idle_ends_at += now - facts.last_used_at;
  facts.last_used_at = now;
  return true;
}

}  // namespace doorward::store
