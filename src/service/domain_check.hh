// The proof that a domain is its tenant's: a file that only who runs it can put there. Asked for at the command line,
// so that no request makes this host ask another one.
#pragma once
#include "service/own_tenant.hh"

namespace doorward::service {

/// How to get there, where the name alone does not say it.
struct DomainLook {
  std::string ask_at;  // "host:port" in place of where the name leads
  std::string ca;      // a file of certificates in place of the system's
};

/// Fetches the file of the domain that waits; the tenant's token in it makes the domain the tenant's. NOT_FOUND: none
/// waits. CONFLICT: the file is not there, is another, or the tenant asked for another domain meanwhile; another tenant
/// has it.
Result<TenantChanged> verify_domain(Ask& ask, const Above& by, TenantId tenant, const DomainLook& how);

}  // namespace doorward::service
