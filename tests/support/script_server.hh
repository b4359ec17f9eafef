// A server in Python of a test's own, on a port of 127.0.0.1; what it does stands in its script.
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "support/folder.hh"

namespace tests {

class ScriptServer {
 public:
  /// tests/support/`script`, with its folder and these words as arguments.
  ScriptServer(const std::string& script, const std::vector<std::string>& words);
  ScriptServer(const ScriptServer&) = delete;
  ScriptServer& operator=(const ScriptServer&) = delete;
  ~ScriptServer();

  /// Ends it: nobody listens at its port any more.
  void end();
  std::string file(const std::string& name) const { return folder_ / name; }
  const std::string& port() const { return port_; }

 private:
  Folder folder_;
  std::string port_;
  pid_t pid_ = 0;
  int input_ = -1;
};

}  // namespace tests
