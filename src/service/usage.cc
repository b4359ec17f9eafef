#include "service/usage.hh"

#include <limits>

#include "service/places.hh"
#include "store/invites.hh"
#include "store/tenants.hh"
#include "store/usage.hh"

namespace doorward::service {

Result<std::map<std::string, Usage>> usage_of(Ask& ask, TenantId id) {
  store::TenantDb db(ask.world.database, id);
  const auto tenant = store::own_tenant(db);
  if (!tenant) return Code::INVALID_TENANT;
  auto used = store::all_used_places(db);
  used[limit::invites] = store::count_open_invites(db, ask.now, std::numeric_limits<std::int64_t>::max());
  std::map<std::string, Usage> all;
  for (const auto& name : limit_names()) all[name] = {tenant->terms.limit(name), used[name]};
  return all;
}

}  // namespace doorward::service
