// /auth/platform/resellers and /auth/platform/resellers/{id}: made, listed, shown, changed, removed.
#include "endpoint/limits.hh"
#include "endpoint/objects.hh"
#include "endpoint/page_query.hh"
#include "endpoint/reseller_fields.hh"
#include "endpoint/revoked.hh"

namespace doorward::endpoint {

Result<http::Response> list_resellers(Call& call) {
  const auto query = read_page_query(call.request);
  if (!query) return query.error();
  const auto page = service::list_resellers(call.ask, query->limit, query->cursor);
  if (!page) return page.error();
  port::Json::Array items;
  for (const auto& reseller : page->items) items.push_back(reseller_object(reseller));
  return page_answer(std::move(items), page->next_cursor);
}

Result<http::Response> create_reseller(Call& call) {
  const auto by = service::above(*call.visitor, {});
  if (!by) return by.error();
  Fields fields(call.body);
  service::NewReseller wanted;
  wanted.slug = fields.text("slug", longest::slug);
  wanted.name = fields.maybe_text("name", longest::organization).value_or("");
  wanted.quota = quota_change(call, fields);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const auto made = service::create_reseller(call.ask, *by, wanted);
  if (!made) return made.error();
  return http::Response::json(201, reseller_object(*made));
}

Result<http::Response> show_reseller(Call& call) {
  const auto about = about_reseller(call);
  if (!about) return about.error();
  const auto found = service::show_reseller(call.ask, about->by, about->id);
  if (!found) return found.error();
  auto whole = reseller_object(found->reseller);
  whole.set("users", found->users ? port::Json(*found->users) : port::Json());
  return http::Response::json(200, whole);
}

Result<http::Response> change_reseller(Call& call) {
  const auto about = about_reseller(call);
  if (!about) return about.error();
  Fields fields(call.body);
  service::ResellerChange change;
  change.name = fields.maybe_text("name", longest::organization);
  change.quota = quota_change(call, fields);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const auto changed = service::change_reseller(call.ask, about->by, about->id, change);
  if (!changed) return changed.error();
  return http::Response::json(200, reseller_object(*changed));
}

Result<http::Response> delete_reseller(Call& call) {
  const auto about = about_reseller(call);
  if (!about) return about.error();
  const auto revoked = service::delete_reseller(call.ask, about->by, about->id);
  if (!revoked) return revoked.error();
  return revoked_answer(*revoked);
}

}  // namespace doorward::endpoint
