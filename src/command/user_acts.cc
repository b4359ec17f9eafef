// What an operator does to one account: role, suspend, activate, sessions-end, delete, erase.
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/people.hh"

namespace doorward::command {
namespace {

struct Given {
  std::string tenant, user, role;
};

using Act = std::function<Result<service::Revoked>(service::Ask&, const service::Actor&, UserId, const Given&)>;

Result<port::Json> answer(const Result<service::Revoked>& revoked) {
  if (!revoked) return revoked.error();
  return with_effect(port::Json::Object{}, *revoked);
}

Action about(port::CliOptions& options, const Act& act, bool with_role = false) {
  auto given = std::make_shared<Given>();
  options.positional("user", given->user, "E-mail address or id");
  if (with_role) options.positional("role", given->role, "A built-in role or one's own");
  options.text("--tenant", given->tenant, "Slug or id", true);
  return [given, act](Shell& shell) -> Result<port::Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    const auto actor = service::operator_in(*tenant);
    const auto id = service::find_id(shell.ask(), actor, given->user);
    if (!id) return id.error();
    return answer(act(shell.ask(), actor, *id, *given));
  };
}

template <Result<service::Revoked> (*act)(service::Ask&, const service::Actor&, UserId)>
Action about(port::CliOptions& options) {
  return about(options, [](service::Ask& ask, const service::Actor& actor, UserId id, const Given&) {
    return act(ask, actor, id);
  });
}

}  // namespace

Action user_suspend(port::CliOptions& options) { return about<service::suspend_account>(options); }
Action user_activate(port::CliOptions& options) { return about<service::activate_account>(options); }
Action user_sessions_end(port::CliOptions& options) { return about<service::end_account_sessions>(options); }
Action user_delete(port::CliOptions& options) { return about<service::remove_account>(options); }
Action user_erase(port::CliOptions& options) { return about<service::erase_account>(options); }

Action user_role(port::CliOptions& options) {
  const auto give = [](service::Ask& ask, const service::Actor& actor, UserId id, const Given& given) {
    return service::give_role(ask, actor, id, given.role);
  };
  return about(options, give, true);
}

}  // namespace doorward::command
