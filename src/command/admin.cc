#include "command/admin.hh"

namespace doorward::command {

void AdminOption::declare(port::CliOptions& options) {
  options.text("--admin", user, "Database account that may make accounts; else the owner's of the settings");
  options.flag("--admin-password-stdin", password_stdin, "Read its password from standard input");
}

Result<std::optional<port::SqlAccount>> AdminOption::account(Shell& shell) const {
  if (user.empty()) return std::optional<port::SqlAccount>();
  Secret password;
  if (password_stdin) {
    auto line = shell.line_of_input();
    if (!line) return line.error();
    password = *std::move(line);
  }
  return std::optional(port::SqlAccount{user, password});
}

}  // namespace doorward::command
