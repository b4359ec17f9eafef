// What a command is given, and the shape of every command: it says its options and returns what to do.
#pragma once
#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <ostream>
#include <string>

#include "base/config.hh"
#include "port/cli.hh"
#include "port/json.hh"
#include "service/parts.hh"

namespace doorward::command {

/// The operator's side: settings, standard input, and the parts of a process, opened at first need.
class Shell {
 public:
  Shell(const Config& config, std::string config_path, std::istream& input, std::ostream& out, bool as_json)
      : config(config), config_path(std::move(config_path)), out(out), as_json(as_json), input_(input) {}

  const Config& config;
  const std::string config_path;
  std::ostream& out;    // for what is shown before the answer
  const bool as_json;   // how the answer will be printed
  int exit_code = 0;    // what the command alone can say (exits.def), also of one that refuses
  service::Ask& ask();  // throws Failure: key file, database
  store::PlatformDb& platform();
  port::Metrics& metrics();  // what the workers of run.dir share, where they run

  /// The first line of standard input. VALIDATION_ERROR when there is none.
  Result<Secret> line_of_input();
  /// The same, typed unseen where standard input is a terminal.
  Result<Secret> typed_secret(std::string_view prompt);
  /// That line when `from_input`, else a fresh random one (then `made` is true).
  Result<Secret> password(bool from_input, bool& made);
  /// The id behind `--tenant`; "platform" is the platform's own row. INVALID_TENANT.
  Result<TenantId> tenant(const std::string& slug_or_id);

 private:
  std::istream& input_;
  std::optional<port::Metrics> metrics_;
  std::optional<port::CountedLosses> losses_;
  std::unique_ptr<service::Parts> parts_;
  std::optional<service::World> world_;
  std::optional<service::Ask> ask_;
  std::optional<store::PlatformDb> platform_;
};

/// The answer is printed as aligned lines, as a table (member `items`), or with --json as it is; null is nothing.
using Action = std::function<Result<port::Json>(Shell&)>;

#define GROUP(word, sentence)
#define COMMAND(words, function, sentence) Action function(port::CliOptions& options);
#include "command/commands.def"
#undef GROUP
#undef COMMAND

}  // namespace doorward::command
