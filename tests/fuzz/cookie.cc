// The Cookie header and queries: names and values are parts of the input, in order.
#include "http/cookie.hh"
#include "http/query.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  std::size_t at = 0;
  for (const auto& cookie : http::parse_cookies(input)) {
    fuzz::promise(!cookie.name.empty(), "a name");
    at = input.find(cookie.name, at);
    fuzz::promise(at != std::string_view::npos, "in order");
    fuzz::promise(input.find(cookie.value, at) != std::string_view::npos, "as it stood");
  }
  (void)http::pair_in(input, "return_to");
  (void)http::loopback_host(input);
}
