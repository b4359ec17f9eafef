#include "support/script_server.hh"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/error.hh"
#include "support/stack.hh"

namespace tests {

using namespace doorward;

ScriptServer::ScriptServer(const std::string& script, const std::vector<std::string>& words) {
  int in[2], out[2];
  if (::pipe2(in, O_CLOEXEC) != 0 || ::pipe2(out, O_CLOEXEC) != 0) throw Failure("fixture: no pipe");
  pid_ = ::fork();
  if (pid_ == 0) {
    ::dup2(in[0], STDIN_FILENO);
    ::dup2(out[1], STDOUT_FILENO);
    std::vector<std::string> all = {"python3", repository() + "/tests/support/" + script, folder_ / ""};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> argv;
    argv.reserve(all.size() + 1);
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
  if (port_.empty()) throw Failure("fixture: " + script + " does not begin");
}

ScriptServer::~ScriptServer() { end(); }

void ScriptServer::end() {
  if (pid_ == 0) return;
  ::close(input_);
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  pid_ = 0;
}

}  // namespace tests
