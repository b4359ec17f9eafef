// GET /auth/tenant/analytics: figures of the tenant's days, those without events left out.
#include "endpoint/call.hh"
#include "endpoint/day_object.hh"

namespace doorward::endpoint {

port::Json day_object(const store::DayFigures& day) {
  const auto figure = [&](std::int64_t count) { return day.known() ? port::Json(count) : port::Json(); };
  return port::Json::Object{
      {"day", day.day},
      {"complete", day.complete},
      {"counted_until", day.counted_until ? port::Json(to_rfc3339(*day.counted_until)) : port::Json()},
      {"sign_ins", figure(day.sign_ins)},
      {"active_users", figure(day.active_users)},
      {"failures", figure(day.failures)},
      {"new_users", figure(day.new_users)},
      {"mfa_share", day.sign_ins > 0 ? port::Json(double(day.mfa_sign_ins) / double(day.sign_ins)) : port::Json()}};
}

Result<http::Response> analytics(Call& call) {
  const auto text = [&](const char* name) { return call.request.query_parameter(name).value_or(""); };
  const auto days = service::figures_of(call.ask, call.tenant->id, text("from"), text("to"));
  if (!days) return days.error();
  port::Json::Array items;
  for (const auto& day : *days) items.push_back(day_object(day));
  return http::Response::json(200, port::Json::Object{{"items", std::move(items)}, {"next_cursor", nullptr}});
}

}  // namespace doorward::endpoint
