// The words of `transport`: in the column sessions.transport and in request bodies.
#include "model/session.hh"

namespace doorward {

std::string_view to_word(Transport transport) {
  switch (transport) {
    case Transport::token: return "token";
    case Transport::cookie: return "cookie";
    case Transport::session: return "session";
  }
  return "";
}

std::optional<Transport> parse_transport(std::string_view word) {
  for (Transport transport : {Transport::token, Transport::cookie, Transport::session})
    if (to_word(transport) == word) return transport;
  return std::nullopt;
}

}  // namespace doorward
