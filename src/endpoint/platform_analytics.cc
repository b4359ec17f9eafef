// GET /auth/platform/analytics: figures of the days of all tenants together; a reseller's of its own.
#include "endpoint/call.hh"
#include "endpoint/day_object.hh"

namespace doorward::endpoint {

Result<http::Response> platform_analytics(Call& call) {
  const auto by = service::above(*call.visitor, {});
  if (!by) return by.error();
  const auto text = [&](const char* name) { return call.request.query_parameter(name).value_or(""); };
  const auto found = service::figures_of_house(call.ask, *by, text("from"), text("to"));
  if (!found) return found.error();
  port::Json::Array items;
  for (const auto& day : found->days) {
    auto item = day_object(day.figures);
    for (const auto& [name, count] : {std::pair{"tenants", day.tenants}, std::pair{"users", day.users}})
      item.set(name, day.figures.known() ? port::Json(count) : port::Json());
    items.push_back(std::move(item));
  }
  return http::Response::json(200,
                              port::Json::Object{{"items", std::move(items)},
                                                 {"next_cursor", nullptr},
                                                 {"until", found->until ? port::Json(*found->until) : port::Json()}});
}

}  // namespace doorward::endpoint
