// Servers are started by tests/support/stack.sh and ended by the process that asked for them.
#include "support/stack.hh"

#include <stdlib.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace tests {
namespace {

void script(const std::string& word, const std::string& folder, const std::string& flags) {
  const std::string command =
      "MARIADB_FLAGS='" + flags + "' " + repository() + "/tests/support/stack.sh " + word + " " + folder + " 1>&2";
  if (std::system(command.c_str()) != 0) throw std::runtime_error("stack.sh " + word + " failed");
}

std::string first_line(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  if (!std::getline(in, line)) throw std::runtime_error("cannot read " + path);
  return line;
}

/// Which kind of server the run was started for; empty: the usual one.
std::string_view server() {
  const char* said = std::getenv("DOORWARD_TEST_SERVER");
  return said ? said : "";
}

}  // namespace

std::string repository() {
  auto at = std::filesystem::canonical("/proc/self/exe").parent_path();
  while (!std::filesystem::exists(at / "tests/support/stack.sh")) {
    if (at == at.root_path()) throw std::runtime_error("the repository is not above the test program");
    at = at.parent_path();
  }
  return at.string();
}

const Stack& Stack::get() {
  static const Stack stack;
  return stack;
}

Stack::Stack() {
  if (const char* given = std::getenv("DOORWARD_TEST_STACK"))
    folder_ = given;
  else
    own();
}

Stack::Stack(const std::string& flags) : flags_(flags) { own(); }

void Stack::own() {
  std::string name = std::filesystem::temp_directory_path() / "doorward-test.XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp failed");
  folder_ = name;
  owner_ = ::getpid();
  up();
}

void Stack::up() const { script("up", folder_, flags_); }
void Stack::restart() const { up(); }

Stack::~Stack() {
  if (owner_ != ::getpid()) return;
  try {
    script("down", folder_, flags_);
    std::filesystem::remove_all(folder_);
  } catch (const std::exception&) {
    return;  // the script has said why
  }
}

bool Stack::mysql() { return server().starts_with("mysql"); }
bool Stack::galera() { return server() == "galera"; }

std::string Stack::admin_password() const { return first_line(folder_ + "/admin_password"); }
int Stack::pid(const std::string& name) const { return std::stoi(first_line(folder_ + "/run/" + name + ".pid")); }

}  // namespace tests
