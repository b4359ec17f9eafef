// Rows, settings, the command, its answer. Refusals go to standard error, answers to standard output.
#include "command/run.hh"

#include <algorithm>

#include "base/log.hh"
#include "build.hh"
#include "command/command.hh"
#include "command/print.hh"

namespace doorward::command {
namespace {

using port::Json;

struct Global {
  std::string config = "/etc/doorward/doorward.conf";
  std::vector<std::string> sets;
  bool json = false;
};

port::CliProgram program(Global& global, std::vector<Action>& actions) {
  port::CliProgram made{
      "doorwardctl", "The operator's command of doorward.", "doorwardctl " DOORWARD_VERSION, {}, {}, {}};
#define GROUP(word, sentence) made.groups.emplace_back(word, sentence);
#define COMMAND(words, function, sentence) \
  made.rows.push_back(                     \
      {words, sentence, [&actions](port::CliOptions& options) { actions.push_back(function(options)); }});
#include "command/commands.def"
#undef GROUP
#undef COMMAND
  made.declare = [&global](port::CliOptions& options) {
    options.text("--config", global.config, "The file of settings");
    options.texts("--set", global.sets, "section.key=value, stronger than any file; repeatable");
    options.flag("--json", global.json, "Answers and refusals as JSON");
  };
  return made;
}

void print_refusal(std::ostream& err, std::string_view code, const std::string& detail, const Error& error) {
  Json::Array fields;
  for (const auto& wrong : error.fields)
    fields.push_back(Json::Object{{"field", wrong.field}, {"message", wrong.message}});
  err << port::dump_json(Json::Object{{"code", code}, {"detail", detail}, {"errors", std::move(fields)}}) << "\n";
}

int refuse(std::ostream& err, const Error& error, bool json) {
  const auto& row = row_of(error.code);
  const std::string detail = error.detail.empty() ? std::string(row.detail) : error.detail;
  if (json) {
    print_refusal(err, row.name, detail, error);
  } else {
    err << "doorwardctl: " << row.name << ": " << detail << "\n";
    for (const auto& wrong : error.fields) err << "  " << wrong.field << " " << wrong.message << "\n";
  }
  return row.status == 503 ? exits::away : exits::refused;
}

/// Help, or a usage error. Where parsing failed, no option was read: --json is looked for among the words.
int unchosen(const port::CliChoice& choice, bool json, std::ostream& out, std::ostream& err) {
  if (choice.exit != 0 && json)
    print_refusal(err, "USAGE", choice.reason, Code::VALIDATION_ERROR);
  else
    (choice.exit == 0 ? out : err) << choice.text;
  return choice.exit;
}

}  // namespace

int run(int argc, const char* const* argv, const char* const* environment, std::istream& in, std::ostream& out,
        std::ostream& err) {
  Global global;
  std::vector<Action> actions;
  const auto choice = port::parse_cli(program(global, actions), argc, argv);
  if (!choice.row) return unchosen(choice, std::count(argv, argv + argc, std::string_view("--json")) > 0, out, err);
  const auto config = load_config(global.config, environment, global.sets);
  if (!config) return refuse(err, config.error(), global.json);
  log_setup(config->log.level, config->log.format);
  try {
    Shell shell(*config, global.config, in, out, global.json);
    const auto answer = actions[*choice.row](shell);
    if (!answer) {
      const int code = refuse(err, answer.error(), global.json);
      return shell.exit_code == exits::done ? code : shell.exit_code;
    }
    if (!answer->null()) out << (global.json ? port::dump_json(*answer) + "\n" : to_lines(*answer));
    return out.flush() ? shell.exit_code : exits::refused;
  } catch (const Failure& failure) {
    return refuse(err, Error(failure.code(), failure.what()), global.json);
  }
}

}  // namespace doorward::command
