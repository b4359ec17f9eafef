// One small document of somebody else's web site, by libcurl. Only doorwardctl links it: no request fetches anything.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/network.hh"
#include "base/time.hh"

namespace doorward::port {

struct Fetch {
  std::string url;          // https alone
  std::size_t most = 1024;  // bytes of the document
  Span timeout = std::chrono::seconds(10);
  /// "host:port" to be asked in place of the one that the name leads to, by somebody who knows it: also a private one.
  std::string ask_at;
  std::string ca;             // a file of certificates in place of the system's
  std::vector<Network> near;  // that may be asked although they are not on the internet
};

struct Fetched {
  std::optional<std::string> document;  // nullopt: not there, too long, too slow, or somewhere it must not be
  std::string why;
  int status = 0;  // of HTTP; 0: nobody answered to the end
};

/// The name's certificate is verified. No redirect is followed, no proxy of the environment is used, and nothing is
/// asked at addresses that are not on the internet. Never throws for what a server does.
Fetched https_get(const Fetch& wanted);

}  // namespace doorward::port
