// doorwardctl user create: an account, its password read from standard input or made.
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/administration.hh"

namespace doorward::command {

Action user_create(port::CliOptions& options) {
  struct Given {
    std::string tenant;
    service::NewUser user;
    bool password_stdin = false;
  };
  auto given = std::make_shared<Given>();
  options.positional("email", given->user.email, "The e-mail address");
  options.text("--tenant", given->tenant, "Slug or id; platform for administrators of the platform", true);
  options.text("--role", given->user.role,
               "owner, admin, manager, user, viewer, platform_admin, reseller or one's own");
  options.text("--first-name", given->user.first_name, "");
  options.text("--last-name", given->user.last_name, "");
  options.flag("--verified", given->user.verified, "The address is known to be the person's");
  options.flag("--password-stdin", given->password_stdin,
               "Read the password from standard input; else one is made and printed once");
  return [given](Shell& shell) -> Result<port::Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    bool made_password = false;
    auto password = shell.password(given->password_stdin, made_password);
    if (!password) return password.error();
    given->user.password = *password;
    const auto made = service::create_user(shell.ask(), *tenant, given->user);
    if (!made) return made.error();
    port::Json answer = user_json(*made);
    if (made_password) answer.set("password", password->reveal());
    return answer;
  };
}

}  // namespace doorward::command
