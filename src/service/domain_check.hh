// The proof that a domain is its tenant's: a file that only who runs it can put there. A request writes down that it is
// to be looked at, and makes this host ask nobody; the upkeep looks, or an operator does at once.
#pragma once
#include "port/https_get.hh"
#include "service/mail_delivery.hh"
#include "service/own_tenant.hh"
#include "store/domain_checks.hh"

namespace doorward::service {

/// Fetches what stands at an address of somebody else's, so many bytes of it at most.
using Look = std::function<port::Fetched(const std::string& url, std::size_t most)>;

struct DomainAsked {
  std::string url;  // that will be looked at
  Time asked_at{};
};
/// The domain that waits is to be looked at, at once and for a day again and again. One transaction with its event.
/// NOT_FOUND: none waits. RATE_LIMIT_EXCEEDED: the tenant asked within the last minute.
Result<DomainAsked> ask_domain_check(Ask& ask, const Actor& by);
/// What became of that; nullopt: nobody asked for the domain that waits now.
std::optional<store::DomainCheck> domain_check_of(Ask& ask, const Tenant& tenant);

/// The tenant's token in the file of the domain that waits makes the domain the tenant's. NOT_FOUND: none waits.
/// CONFLICT: the file is not there, is another, or the tenant asked for another domain meanwhile; another tenant has
/// it.
Result<TenantChanged> verify_domain(Ask& ask, const Above& by, TenantId tenant, const Look& look);

/// Looks at the next domain that is due; at a few of them in one round, since each may take as long as a site is
/// silent. What a tenant learns of it is one word, so that nobody sees this host's network with its eyes: unreachable |
/// missing | different | taken (another tenant has it).
std::function<Batch(int)> due_domains(Ask& ask, store::PlatformDb& platform, const Look& look);

}  // namespace doorward::service
