// doorwardctl as an operator has it: its arguments, what it prints, its exit code. Header only, since not every test
// program links the commands.
#pragma once
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "command/run.hh"
#include "port/json.hh"
#include "support/folder.hh"
#include "support/world.hh"

namespace tests {

struct Said {
  int code = 0;
  std::string out, err;
  doorward::port::Json answer() const { return *doorward::port::parse_json(out); }
  std::string member(std::string_view name) const { return *answer().find(name)->string(); }
};

/// A settings file of the run's installation, and doorwardctl on it.
struct Operator {
  World world;
  Folder folder;
  std::string config = folder / "doorward.conf";

  Operator() { configure({}); }

  /// From now on: with these in place of the installation's.
  void configure(const doorward::ConfigWords& changes) const {
    auto words = installed_words(Stack::get(), isolation_of_run());
    for (const auto& [name, value] : changes) words[name] = value;
    std::ofstream file(config);
    for (const auto& [name, value] : words) file << name << " = " << value << "\n";
  }

  Said run(std::vector<std::string> words, const std::string& input = "", bool json = true) const {
    words.insert(words.begin(), {"doorwardctl", "--config", config});
    if (json) words.insert(words.begin() + 1, "--json");
    std::vector<const char*> argv;
    argv.reserve(words.size());
    for (const auto& word : words) argv.push_back(word.c_str());
    std::istringstream in(input);
    std::ostringstream out, err;
    const int code = doorward::command::run(int(argv.size()), argv.data(), nullptr, in, out, err);
    return {code, out.str(), err.str()};
  }
  std::string fresh_slug() { return world.slug_of(world.make_tenant()); }
};

}  // namespace tests
