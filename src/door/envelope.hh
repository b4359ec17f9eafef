// Parameters become a Request. What is trusted comes only in names that a client cannot write; the door
// and its role are looked at before the body; what cannot be believed is refused here and at once.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.hh"
#include "base/network.hh"
#include "door/parameters.hh"
#include "http/request.hh"

namespace doorward::door {

/// What the settings say to the door, parsed once.
struct DoorRules {
  std::string base_path;
  std::size_t headers = 0, body = 0;  // limits in bytes
  std::vector<Network> proxies, forward_networks;
  std::vector<Secret> secrets;

  static Result<DoorRules> from(const Config& config);
};

/// How the request reached this process.
struct Doorway {
  bool authorizer = false;  // the FastCGI role
  bool tcp = false;         // nothing is believed without DOORWARD_SECRET
  bool cgi = false;         // a process of the web server: no body without CONTENT_LENGTH
};

struct Envelope {
  http::Request request;         // filled as far as it can be believed; body empty
  std::optional<Error> refused;  // answer this and read no more
  bool wants_body = false;
  std::optional<std::size_t> length;  // CONTENT_LENGTH, at most DoorRules::body
};

/// `fresh_id`, 32 random hex digits, is the correlation id when the client brings none of its own; its first half is
/// our span in the client's trace.
Envelope open_envelope(const Parameters& parameters, const Doorway& doorway, const DoorRules& rules,
                       const std::string& fresh_id);

/// Puts the body in. MALFORMED_BODY (400) when its size is not CONTENT_LENGTH.
std::optional<Error> put_body(Envelope& envelope, std::string body);

}  // namespace doorward::door
