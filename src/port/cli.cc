#include "port/cli.hh"

#include <CLI/CLI.hpp>
#include <sstream>

namespace doorward::port {
namespace {

CLI::App& app_of(void* app) { return *static_cast<CLI::App*>(app); }

CLI::App* group_of(CLI::App& root, const CliProgram& program, const std::string& word) {
  for (auto* known : root.get_subcommands({}))
    if (known->get_name() == word) return known;
  std::string sentence;
  for (const auto& [name, text] : program.groups)
    if (name == word) sentence = text;
  auto* group = root.add_subcommand(word, sentence);
  group->require_subcommand(1);
  group->fallthrough();
  return group;
}

CLI::App* add_row(CLI::App& root, const CliProgram& program, const CliRow& row) {
  const auto blank = row.words.find(' ');
  CLI::App* parent = blank == std::string::npos ? &root : group_of(root, program, row.words.substr(0, blank));
  auto* command = parent->add_subcommand(row.words.substr(blank == std::string::npos ? 0 : blank + 1), row.sentence);
  command->fallthrough();
  CliOptions options(command);
  row.declare(options);
  return command;
}

/// CLI11 only says that a command is missing, also where an unknown one was given.
std::string reason_of(const CLI::App& root, const CLI::ParseError& error) {
  const auto rest = root.remaining(true);
  if (!dynamic_cast<const CLI::RequiredError*>(&error) || rest.empty()) return error.what();
  std::string words;
  for (const auto* group : root.get_subcommands()) words += group->get_name() + " ";
  return "no such command: " + words + rest.front();
}

CliChoice unparsed(const CLI::App& root, const CLI::ParseError& error) {
  if (error.get_exit_code() == 0) {
    std::ostringstream text;
    root.exit(error, text, text);
    return {std::nullopt, text.str(), 0};
  }
  const auto reason = reason_of(root, error);
  return {std::nullopt, root.get_name() + ": " + reason + "\nRun with --help for more information.\n", 2, reason};
}

}  // namespace

void CliOptions::positional(const std::string& name, std::string& into, const std::string& sentence) {
  app_of(app_).add_option(name, into, sentence)->required();
}

void CliOptions::text(const std::string& name, std::string& into, const std::string& sentence, bool required) {
  app_of(app_).add_option(name, into, sentence)->required(required);
}

void CliOptions::texts(const std::string& name, std::vector<std::string>& into, const std::string& sentence) {
  app_of(app_)
      .add_option(name, into, sentence)
      ->take_all()
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void CliOptions::rest(const std::string& name, std::vector<std::string>& into, const std::string& sentence) {
  app_of(app_).add_option(name, into, sentence);
}

void CliOptions::number(const std::string& name, std::int64_t& into, const std::string& sentence) {
  app_of(app_).add_option(name, into, sentence)->capture_default_str();
}

void CliOptions::flag(const std::string& name, bool& into, const std::string& sentence) {
  app_of(app_).add_flag(name, into, sentence);
}

CliChoice parse_cli(const CliProgram& program, int argc, const char* const* argv) {
  CLI::App root(program.sentence, program.name);
  root.set_version_flag("--version", program.version);
  root.require_subcommand(1);
  CliOptions options(&root);
  program.declare(options);
  std::vector<CLI::App*> commands;
  for (const auto& row : program.rows) commands.push_back(add_row(root, program, row));
  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return unparsed(root, error);
  }
  for (std::size_t i = 0; i < commands.size(); ++i)
    if (commands[i]->parsed()) return {i, "", 0};
  return {std::nullopt, root.help(), 2, "a command is required"};
}

}  // namespace doorward::port
