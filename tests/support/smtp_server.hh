// A mail server of a test's own, on a port of 127.0.0.1; what it does stands in smtp_server.py.
#pragma once
#include <string>
#include <vector>

#include "base/config.hh"
#include "port/json.hh"
#include "support/script_server.hh"

namespace tests {

class SmtpServer : public ScriptServer {
 public:
  explicit SmtpServer(const std::vector<std::string>& words = {}) : ScriptServer("smtp_server.py", words) {}

  /// What it took, in order: from, to, message, tls, login, session.
  std::vector<doorward::port::Json> taken() const;
  /// Settings that lead to it, in clear; `more` over them.
  doorward::ConfigWords settings(const doorward::ConfigWords& more = {}) const;
};

}  // namespace tests
