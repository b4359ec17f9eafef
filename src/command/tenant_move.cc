// doorwardctl tenant export and import: one tenant, whole, under a passphrase.
#include "service/tenant_move.hh"

#include <fstream>

#include "command/command.hh"

namespace doorward::command {
namespace {

struct Given {
  std::string tenant, file, slug, passphrase_file;
};

void declare(port::CliOptions& options, Given& given) {
  options.text("--file", given.file, "The file", true);
  options.text("--passphrase-file", given.passphrase_file,
               "Its first line is the passphrase; else that of standard input, typed unseen on a terminal");
}

Result<Secret> passphrase(Shell& shell, const Given& given) {
  if (given.passphrase_file.empty()) return shell.typed_secret("Passphrase of the file");
  std::ifstream file(given.passphrase_file);
  std::string line;
  if (!std::getline(file, line) || line.empty()) return wrong("--passphrase-file", "has no first line");
  Secret secret(line);
  wipe(line.data(), line.size());
  return secret;
}

port::Json moved_json(const service::Moved& moved) {
  return port::Json::Object{{"id", moved.tenant.id.text()},
                            {"slug", moved.tenant.slug},
                            {"name", moved.tenant.name},
                            {"status", to_word(moved.tenant.status)},
                            {"rows", moved.rows}};
}

}  // namespace

Action tenant_export(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  options.positional("tenant", given->tenant, "Slug or id");
  declare(options, *given);
  return [given](Shell& shell) -> Result<port::Json> {
    const auto secret = passphrase(shell, *given);
    if (!secret) return secret.error();
    const auto moved = service::export_tenant(shell.ask(), shell.platform(), given->tenant, given->file, *secret);
    if (!moved) return moved.error();
    return moved_json(*moved);
  };
}

Action tenant_import(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  options.text("--slug", given->slug, "Another slug than its own");
  declare(options, *given);
  return [given](Shell& shell) -> Result<port::Json> {
    const auto secret = passphrase(shell, *given);
    if (!secret) return secret.error();
    const auto moved = service::import_tenant(shell.ask(), shell.platform(), given->file, given->slug, *secret);
    if (!moved) return moved.error();
    return moved_json(*moved);
  };
}

}  // namespace doorward::command
