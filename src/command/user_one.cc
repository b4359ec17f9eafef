// The commands about one account: show, verify, set-password, unlock.
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/administration.hh"

namespace doorward::command {
namespace {

using port::Json;

struct Given {
  std::string tenant, user;
  bool password_stdin = false;
};

std::shared_ptr<Given> one_user(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  options.positional("user", given->user, "E-mail address or id");
  options.text("--tenant", given->tenant, "Slug or id", true);
  return given;
}

Json shown(const User& user) { return user_json(user); }
Json shown(const service::ChangedUser& changed) { return with_effect(user_json(changed.user), changed.revoked); }

/// Finds the tenant, asks, shows the account.
template <class Answer>
Action about(port::CliOptions& options, Result<Answer> (*question)(service::Ask&, TenantId, std::string_view)) {
  return [given = one_user(options), question](Shell& shell) -> Result<Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    const auto answer = question(shell.ask(), *tenant, given->user);
    if (!answer) return answer.error();
    return shown(*answer);
  };
}

}  // namespace

Action user_show(port::CliOptions& options) { return about(options, service::show_user); }
Action user_verify(port::CliOptions& options) { return about(options, service::verify_user); }
Action user_unlock(port::CliOptions& options) { return about(options, service::unlock_user); }

Action user_set_password(port::CliOptions& options) {
  auto given = one_user(options);
  options.flag("--password-stdin", given->password_stdin,
               "Read the password from standard input; else one is made and printed once");
  return [given](Shell& shell) -> Result<Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    bool made_password = false;
    const auto password = shell.password(given->password_stdin, made_password);
    if (!password) return password.error();
    const auto changed = service::set_password(shell.ask(), *tenant, given->user, *password);
    if (!changed) return changed.error();
    Json answer = shown(*changed);
    if (made_password) answer.set("password", password->reveal());
    return answer;
  };
}

}  // namespace doorward::command
