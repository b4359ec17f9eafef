// /auth/platform/tenants and /auth/platform/tenants/{id}: tenants seen from above. A reseller sees its own.
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "endpoint/objects.hh"
#include "endpoint/page_query.hh"
#include "endpoint/revoked.hh"
#include "endpoint/tenant_answer.hh"
#include "service/administration.hh"
#include "service/tenant_list.hh"

namespace doorward::endpoint {

Result<http::Response> list_tenants(Call& call) {
  const auto by = service::above(*call.visitor, {});
  if (!by) return by.error();
  const auto paging = read_page_query(call.request);
  if (!paging) return paging.error();
  service::TenantQuery query;
  if (const auto reseller = call.request.query_parameter("reseller_id")) {
    const auto id = Id::parse(*reseller);
    if (!id) return wrong("reseller_id", "is no reseller");
    query.reseller = TenantId(*id);
  }
  query.status = call.request.query_parameter("status").value_or("");
  query.limit = paging->limit;
  query.cursor = paging->cursor;
  const auto page = service::list_tenants(call.ask, *by, query);
  if (!page) return page.error();
  port::Json::Array items;
  for (const auto& tenant : page->items) items.push_back(tenant_object(tenant));
  return page_answer(std::move(items), page->next_cursor);
}

Result<http::Response> create_tenant(Call& call) {
  const auto by = service::above(*call.visitor, {});
  if (!by) return by.error();
  Fields fields(call.body);
  service::NewTenant wanted;
  wanted.slug = fields.text("slug", longest::slug);
  wanted.name = fields.text("name", longest::organization);
  wanted.plan_type = fields.word("plan_type", {"basic", "pro", "enterprise"});
  const auto reseller = fields.maybe_text("reseller_id", longest::id);
  std::vector<FieldError> wrongs;
  read_beside(fields, wanted.beside, wrongs);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (!wrongs.empty()) return Error(Code::VALIDATION_ERROR, std::move(wrongs));
  if (reseller) {
    const auto id = Id::parse(*reseller);
    if (!id || (by->reseller && *by->reseller != *id)) return wrong("reseller_id", "is no reseller");
    wanted.owner = TenantId(*id);
  }
  const auto made = service::create_tenant(call.ask, *by, wanted);
  if (!made) return made.error();
  return http::Response::json(201, tenant_object(*made));
}

Result<http::Response> show_one_tenant(Call& call) {
  const auto id = tenant_in_path(call);
  if (!id) return id.error();
  const auto by = service::above(*call.visitor, *id);
  if (!by) return by.error();
  const auto tenant = service::find_one(call.ask, *by, *id);
  if (!tenant) return tenant.error();
  return http::Response::json(200, own_tenant_object(*tenant));
}

Result<http::Response> change_one_tenant(Call& call) {
  const auto id = tenant_in_path(call);
  if (!id) return id.error();
  const auto by = service::above(*call.visitor, *id);
  if (!by) return by.error();
  const auto change = tenant_change(call);
  if (!change) return change.error();
  if (const auto there = service::find_one(call.ask, *by, *id); !there) return there.error();
  return changed_answer(service::change_tenant(call.ask, by->actor, *change));
}

Result<http::Response> cancel_tenant(Call& call) {
  const auto id = tenant_in_path(call);
  if (!id) return id.error();
  const auto by = service::above(*call.visitor, *id);
  if (!by) return by.error();
  const auto changed = service::cancel_tenant(call.ask, *by, *id);
  if (!changed) return changed.error();
  return revoked_answer(changed->revoked);
}

}  // namespace doorward::endpoint
