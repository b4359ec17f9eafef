// POST /auth/switch-tenant: to the linked account in another tenant.
#include "endpoint/entered.hh"
#include "endpoint/limits.hh"
#include "service/linked_identities.hh"
#include "service/visitor.hh"

namespace doorward::endpoint {
namespace {

/// As the session at hand is held, where nothing else is asked for.
Transport held(const Visitor& visitor) {
  if (visitor.credential == CredentialKind::session) return Transport::session;
  return visitor.credential == CredentialKind::cookie ? Transport::cookie : Transport::token;
}

}  // namespace

Result<http::Response> switch_tenant(Call& call) {
  Fields fields(call.body);
  const auto name = fields.text("tenant_id", longest::slug);
  const bool chosen = call.body.find("transport") != nullptr;
  const auto asked = transport_of(call, fields);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const Transport transport = chosen ? asked : held(*call.visitor);
  if (auto fit = cookies_fit(call, transport); !fit) return fit.error();
  const auto tenant = service::find_tenant(call.ask, name);
  if (!tenant) return Code::NOT_FOUND;
  const auto entered = service::switch_tenant(call.ask, *call.visitor, {tenant->id, transport});
  if (!entered) return entered.error();
  http::Response none = http::Response::empty(204);
  if (held(*call.visitor) != transport) clear_cookies(call, none);  // those that no new ones replace
  auto answer = entered_answer(call, 200, *entered);
  if (answer) answer->headers.insert(answer->headers.begin(), none.headers.begin(), none.headers.end());
  return answer;
}

}  // namespace doorward::endpoint
