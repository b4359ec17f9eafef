// Any parameters: an envelope is either refused or holds nothing that a route could not bear.
#include "door/envelope.hh"

#include <cstdint>
#include <cstdlib>

#include "base/log.hh"
#include "base/text.hh"
#include "door/dialect.hh"
#include "door/target.hh"
#include "http/cookie.hh"

using namespace doorward;

namespace {

void hold(bool rule) {
  if (!rule) std::abort();
}

/// Lines `NAME=value`; the first byte chooses how the request came.
door::Parameters parameters_of(std::string_view input) {
  door::Parameters::Pairs pairs;
  for (auto line : split(input, '\n')) {
    const auto equals = line.find('=');
    if (equals != line.npos) pairs.emplace_back(line.substr(0, equals), line.substr(equals + 1));
  }
  return door::Parameters(std::move(pairs));
}

const door::DoorRules& rules() {
  static const door::DoorRules made =
      *door::DoorRules::from(*make_config({{"service.trusted_proxies", "10.0.0.0/8 ::1"},
                                           {"service.forward_auth_networks", "192.0.2.0/24"},
                                           {"run.gate_secrets", "right"}}));
  return made;
}

void check_accepted(const http::Request& request) {
  hold(door::good_path(request.path));
  hold(!has_control(request.query) && !has_control(request.host) && !has_control(request.method));
  hold(request.scheme == "http" || request.scheme == "https");
  hold(request.address.empty() || Address::parse(request.address));
  hold((request.door == http::Door::plain) == !request.gate);
  hold(!request.header("proxy"));
  for (int kind = 0; kind < 5; ++kind) http::cookie_of(request, static_cast<http::CookieKind>(kind));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  log_setup("error", "json");
  const std::uint8_t how = size > 0 ? data[0] : 0;
  const auto parameters = parameters_of({reinterpret_cast<const char*>(data) + (size > 0), size - (size > 0)});
  const door::Doorway doorway{(how & 1) != 0, (how & 2) != 0, (how & 4) != 0};
  const auto envelope = door::open_envelope(parameters, doorway, rules(), "id");
  if (!envelope.refused) check_accepted(envelope.request);
  hold(!doorway.tcp || envelope.refused || parameters.said("DOORWARD_SECRET") == "right");
  hold(envelope.length.value_or(0) <= rules().body);
  const auto text =
      door::write_response(envelope.request, http::Response::empty(200).with("X-A", envelope.request.query));
  hold(text.find("\r\n\r\n") != text.npos);
  hold(envelope.request.door == http::Door::plain || !text.starts_with("Status: 2"));
  return 0;
}
