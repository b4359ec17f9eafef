// A mail server of a test's own, on a port of 127.0.0.1; what it does stands in smtp_server.py.
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "base/config.hh"
#include "port/json.hh"
#include "support/folder.hh"

namespace tests {

class SmtpServer {
 public:
  explicit SmtpServer(const std::vector<std::string>& words = {});
  SmtpServer(const SmtpServer&) = delete;
  SmtpServer& operator=(const SmtpServer&) = delete;
  ~SmtpServer();

  /// Ends it: nobody listens at its port any more.
  void end();
  /// What it took, in order: from, to, message, tls, login, session.
  std::vector<doorward::port::Json> taken() const;
  /// Settings that lead to it, in clear; `more` over them.
  doorward::ConfigWords settings(const doorward::ConfigWords& more = {}) const;
  std::string file(const std::string& name) const { return folder_ / name; }

 private:
  Folder folder_;
  std::string port_;
  pid_t pid_ = 0;
  int input_ = -1;
};

}  // namespace tests
