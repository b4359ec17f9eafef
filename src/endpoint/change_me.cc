// PATCH /auth/me (and PUT): the own profile; what is absent stays.
#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "endpoint/own_account.hh"

namespace doorward::endpoint {

Result<http::Response> change_me(Call& call) {
  Fields fields(call.body);
  service::MeChange change;
  change.first_name = fields.maybe_text("first_name", longest::name);
  change.last_name = fields.maybe_text("last_name", longest::name);
  change.avatar_url = fields.maybe_text("avatar_url", longest::avatar_url);
  change.timezone = fields.maybe_text("timezone", longest::timezone);
  change.locale = fields.maybe_text("locale", longest::locale);
  change.email = fields.maybe_text("email", longest::email);
  change.password = fields.maybe_secret("password", longest::password);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const auto changed = service::change_me(call.ask, *call.visitor, change);
  if (!changed) return changed.error();
  return own_account(*changed);
}

}  // namespace doorward::endpoint
