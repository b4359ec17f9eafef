#include "service/tenant_list.hh"

#include "service/cursor.hh"
#include "store/tenants.hh"

namespace doorward::service {

Result<TenantPage> list_tenants(Ask& ask, const Above& by, const std::string& status, int limit,
                                const std::string& cursor) {
  if (!status.empty() && !parse_tenant_status(status)) return wrong("status", "is not active, suspended or canceled");
  const ListPlace place{by.reseller.value_or(platform_tenant), "GET /auth/platform/tenants", status};
  std::string after;
  if (!cursor.empty()) {
    auto last = read_cursor(ask, place, cursor);
    if (!last) return last.error();
    after = *std::move(last);
  }
  TenantPage page;
  page.items = store::list_tenants(ask.world.platform, {by.reseller, status}, after, limit + 1);
  if (int(page.items.size()) <= limit) return page;
  page.items.pop_back();
  page.next_cursor = make_cursor(ask, place, page.items.back().slug);
  return page;
}

Result<Tenant> find_one(Ask& ask, const Above& by, TenantId id) {
  auto tenant = store::find_tenant(ask.world.platform, id);
  if (!tenant || !by.reaches(*tenant)) return Code::NOT_FOUND;
  return *std::move(tenant);
}

}  // namespace doorward::service
