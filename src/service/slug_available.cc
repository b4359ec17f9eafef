// May a new organization have this slug? Asked while somebody types.
#include "model/slug.hh"
#include "service/accounts.hh"

namespace doorward::service {
namespace {

/// So long a slug that is taken is believed to be. One that is free is asked for each time.
constexpr seconds believed{30};

bool taken(Ask& ask, std::string_view slug) {
  KnownTenants& known = ask.world.known.tenants;
  if (known.find(slug, ask.now)) return true;
  const auto tenant = ask.world.database.tenant_by_slug(std::string(slug));
  if (tenant) known.remember(std::string(slug), *tenant, ask.now + believed);
  return tenant.has_value();
}

}  // namespace

SlugAnswer slug_available(Ask& ask, std::string_view slug) {
  SlugAnswer answer{std::string(slug), false, ""};
  if (const auto fault = slug_fault(slug, ask.world.config.signup.reserved))
    answer.reason = *fault == Code::SLUG_RESERVED ? "reserved" : "invalid";
  else if (taken(ask, slug))
    answer.reason = "taken";
  else
    answer.available = true;
  return answer;
}

}  // namespace doorward::service
