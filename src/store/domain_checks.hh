// That somebody wants a tenant's domain looked at, and what became of it: one row for each tenant that asked.
#pragma once
#include <optional>
#include <string>

#include "store/database.hh"

namespace doorward::store {

struct DomainCheck {
  Time asked_at{};
  std::optional<Time> checked_at{};  // the last time; then `why` says why it is not the tenant's
  std::string why{};
};
/// nullopt: nobody asked for this domain.
std::optional<DomainCheck> own_domain_check(TenantDb& db, const std::string& domain);
/// It is due at once, and nothing is known of it. False, and nothing changes: asked later than `not_since`.
bool ask_domain_check(TenantDb& db, const std::string& domain, Time now, Time not_since);

struct DueDomainCheck {
  TenantId tenant;
  std::string domain;
  Time asked_at{}, due_at{};
  int tries = 0;
};
/// Over all tenants, the one that is due the longest.
std::optional<DueDomainCheck> due_domain_check(PlatformDb& platform, Time now);
/// True for exactly one of several that saw it due; until `next` it is left to that one.
bool claim_domain_check(PlatformDb& platform, const DueDomainCheck& check, Time next);
/// In a transaction. It is due again as it was claimed, or (`last`) no more; nothing happens where it was asked for
/// again meanwhile.
void note_domain_check(PlatformDb& platform, const DueDomainCheck& check, std::string_view why, Time now, bool last);
void remove_domain_check(PlatformDb& platform, const DueDomainCheck& check);  // likewise

}  // namespace doorward::store
