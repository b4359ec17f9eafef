// Command lines by CLI11: rows of commands, two words deep, options said where they are used.
#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace doorward::port {

/// Where one command says what it takes. The variables must outlive the parsing.
class CliOptions {
 public:
  explicit CliOptions(void* app) : app_(app) {}
  void positional(const std::string& name, std::string& into, const std::string& sentence);  // required
  void text(const std::string& name, std::string& into, const std::string& sentence, bool required = false);
  void texts(const std::string& name, std::vector<std::string>& into, const std::string& sentence);  // repeatable
  void rest(const std::string& name, std::vector<std::string>& into, const std::string& sentence);   // whatever follows
  void number(const std::string& name, std::int64_t& into, const std::string& sentence);
  void flag(const std::string& name, bool& into, const std::string& sentence);

 private:
  void* app_;  // CLI::App, unknown outside cli.cc
};

struct CliRow {
  std::string words;     // "tenant create"
  std::string sentence;  // for --help
  std::function<void(CliOptions&)> declare;
};

struct CliProgram {
  std::string name, sentence, version;
  std::vector<std::pair<std::string, std::string>> groups;  // first word of a row → its sentence
  std::vector<CliRow> rows;
  std::function<void(CliOptions&)> declare;  // options before or after any command
};

/// Which row was asked for; or, without one, what to print and how to exit (--help 0, a usage error 2 with its reason).
struct CliChoice {
  std::optional<std::size_t> row;
  std::string text;
  int exit = 0;
  std::string reason = {};
};
CliChoice parse_cli(const CliProgram& program, int argc, const char* const* argv);

}  // namespace doorward::port
