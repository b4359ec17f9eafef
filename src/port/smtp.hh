// A mail server by SMTP (RFC 5321), by libcurl. Only doorwardctl links it: no request waits for a mail server.
#pragma once
#include <memory>
#include <string>

#include "base/config.hh"
#include "port/delivery.hh"

namespace doorward::port {

/// One connection, kept from message to message; the settings mail.*. TLS, where it is set, is demanded, and the
/// server's name and chain are verified. Takes part in no proxy of the environment.
class Smtp {
 public:
  explicit Smtp(const Config& config);
  Smtp(const Smtp&) = delete;
  Smtp& operator=(const Smtp&) = delete;
  ~Smtp();

  /// Never throws for what a server does. A message is repeated at once only where the connection was an old one and
  /// broke before anything of the message was sent.
  Delivery send(const std::string& from, const std::string& to, const std::string& message);

 private:
  struct Talk;
  std::unique_ptr<Talk> talk_;
};

}  // namespace doorward::port
