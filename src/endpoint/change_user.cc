// PATCH /auth/users/{id}: profile and address of a person; what is absent stays.
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "endpoint/objects.hh"
#include "endpoint/person_path.hh"

namespace doorward::endpoint {

Result<http::Response> change_user(Call& call) {
  const auto id = person_in_path(call);
  Fields fields(call.body);
  service::AccountChange change;
  change.profile.first_name = fields.maybe_text("first_name", longest::name);
  change.profile.last_name = fields.maybe_text("last_name", longest::name);
  change.profile.avatar_url = fields.maybe_text("avatar_url", longest::avatar_url);
  change.profile.timezone = fields.maybe_text("timezone", longest::timezone);
  change.profile.locale = fields.maybe_text("locale", longest::locale);
  change.email = fields.maybe_text("email", longest::email);
  change.verified = fields.flag("email_verified");
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  if (!id) return id.error();
  const auto changed = service::change_account(call.ask, call.actor(), *id, change);
  if (!changed) return changed.error();
  return http::Response::json(200, account_object(*changed));
}

}  // namespace doorward::endpoint
