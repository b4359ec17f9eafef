// --admin and --admin-password-stdin: a database account that may more than doorward's own.
#pragma once
#include "command/command.hh"
#include "service/install.hh"

namespace doorward::command {

struct AdminOption {
  std::string user;
  bool password_stdin = false;

  void declare(port::CliOptions& options);
  /// nullopt: none was named.
  Result<std::optional<port::SqlAccount>> account(Shell& shell) const;
};

}  // namespace doorward::command
