// A reseller asks about its own tenants whatever it asks.
#include "service/tenant_list.hh"

#include "service/cursor.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

ListPlace place_of(const Above& by, const TenantQuery& query) {
  const std::string reseller = query.reseller ? query.reseller->text() : "";
  return {by.reseller.value_or(platform_tenant), "GET /auth/platform/tenants", query.status + "\n" + reseller};
}

}  // namespace

Result<TenantPage> list_tenants(Ask& ask, const Above& by, const TenantQuery& query) {
  const auto place = place_of(by, query);
  auto wanted = query;
  std::string after;
  if (!query.cursor.empty()) {
    auto last = read_cursor(ask, place, query.cursor);
    if (!last) return last.error();
    after = *std::move(last);
  }
  ++wanted.limit;
  auto found = tenants_behind(ask, by, wanted, after);
  if (!found) return found.error();
  TenantPage page{*std::move(found), std::nullopt};
  if (int(page.items.size()) <= query.limit) return page;
  page.items.pop_back();
  page.next_cursor = make_cursor(ask, place, page.items.back().slug);
  return page;
}

Result<std::vector<Tenant>> tenants_behind(Ask& ask, const Above& by, const TenantQuery& query,
                                           const std::string& after) {
  const auto status = parse_tenant_status(query.status);
  if (!query.status.empty() && !status) return wrong("status", "is not active, suspended or canceled");
  if (by.reseller && query.reseller && query.reseller != by.reseller) return std::vector<Tenant>();
  const store::TenantFilter filter{by.reseller ? by.reseller : query.reseller, status};
  return store::list_tenants(ask.world.platform, filter, after, query.limit);
}

Result<Tenant> find_one(Ask& ask, const Above& by, TenantId id) {
  auto tenant = store::find_tenant(ask.world.platform, id);
  if (!tenant || !by.reaches(*tenant)) return Code::NOT_FOUND;
  return *std::move(tenant);
}

}  // namespace doorward::service
