#include "support/smtp_server.hh"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/error.hh"
#include "support/stack.hh"

namespace tests {

using namespace doorward;

SmtpServer::SmtpServer(const std::vector<std::string>& words) {
  int in[2], out[2];
  if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw Failure("fixture: no pipe");
  const std::string script = repository() + "/tests/support/smtp_server.py";
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    std::vector<std::string> all = {"python3", script, folder_ / ""};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> argv;
    for (auto& word : all) argv.push_back(word.data());
    argv.push_back(nullptr);
    ::execv("/usr/bin/python3", argv.data());
    ::_exit(127);
  }
  ::close(in[0]);
  ::close(out[1]);
  input_ = in[1];
  char c = 0;
  while (::read(out[0], &c, 1) == 1 && c != '\n') port_ += c;
  ::close(out[0]);
  if (port_.empty()) throw Failure("fixture: the mail server does not begin");
}

SmtpServer::~SmtpServer() { end(); }

void SmtpServer::end() {
  if (pid_ == 0) return;
  ::close(input_);
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

std::vector<port::Json> SmtpServer::taken() const {
  std::vector<port::Json> all;
  for (int number = 1; std::filesystem::exists(file(std::to_string(number) + ".json")); ++number) {
    std::ifstream in(file(std::to_string(number) + ".json"));
    const auto json = port::parse_json(std::string((std::istreambuf_iterator<char>(in)), {}));
    if (!json) throw Failure("fixture: the mail server wrote no JSON");
    all.push_back(*json);
  }
  return all;
}

ConfigWords SmtpServer::settings(const ConfigWords& more) const {
  ConfigWords words = {{"mail.transport", "smtp"}, {"mail.host", "localhost"}, {"mail.port", port_},
                       {"mail.security", "none"},  {"mail.timeout", "20s"},    {"mail.from", "doorward@example.test"}};
  for (const auto& [name, value] : more) words[name] = value;
  return words;
}

}  // namespace tests
