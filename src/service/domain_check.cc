#include "service/domain_check.hh"

#include "base/secret.hh"
#include "base/text.hh"
#include "port/https_get.hh"
#include "service/tenant_list.hh"

namespace doorward::service {

Result<TenantChanged> verify_domain(Ask& ask, const Above& by, TenantId id, const DomainLook& how) {
  const auto tenant = find_one(ask, by, id);
  if (!tenant) return tenant.error();
  if (!tenant->wanted_domain) return Code::NOT_FOUND;
  constexpr std::size_t blanks = 32;  // an editor's line end, and the like
  port::Fetch fetch;
  fetch.url = domain_proof_url(*tenant->wanted_domain);
  fetch.most = tenant->domain_token.size() + blanks;
  fetch.ask_at = how.ask_at;
  fetch.ca = how.ca;
  const auto found = port::https_get(fetch);
  if (!found.document) return Error(Code::CONFLICT, fetch.url + ": " + found.why + ".");
  if (!same_secret(trim(*found.document), tenant->domain_token))
    return Error(Code::CONFLICT, fetch.url + " is there, and holds another word.");
  return accept_domain(ask, by, id, *tenant->wanted_domain, tenant->domain_token);
}

}  // namespace doorward::service
