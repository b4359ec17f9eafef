// Where to go after signing in: read as a browser reads it, it never leaves this host and the listed origin.
#include "http/return_to.hh"

#include "base/text.hh"
#include "support/fuzz.hh"

using namespace doorward;

namespace {

/// What a browser makes of an address before it looks at it (WHATWG URL): blanks and controls at both ends go, tabs
/// and line ends go everywhere, "\" is "/".
std::string as_browsers_read(std::string_view address) {
  std::string out;
  for (const char c : address)
    if (c != '\t' && c != '\r' && c != '\n') out += c == '\\' ? '/' : c;
  const auto first = out.find_first_not_of(std::string_view("\0\x01\x02\x1f ", 5));
  return first == std::string::npos ? "" : out.substr(first);
}

bool stays(const std::string& address) {
  if (address.starts_with('/')) return !address.starts_with("//");
  for (const std::string origin : {"https://auth.example", "https://app.example:8443"})
    if (address.starts_with(origin) && (address.size() == origin.size() || address[origin.size()] == '/')) return true;
  return false;
}

}  // namespace

FUZZ_TARGET(input) {
  static const Config config =
      *make_config({{"service.public_url", "https://auth.example"}, {"cors.origins", "https://app.example:8443"}});
  const auto address = http::safe_return(config, input);
  if (address) {
    fuzz::promise(stays(as_browsers_read(*address)), "it stays here");
    fuzz::promise(!has_control(*address), "no controls in a header");
    for (const unsigned char c : *address) fuzz::promise(c < 0x80, "plain ASCII");
  }
  if (http::local_path(input)) fuzz::promise(stays(as_browsers_read(input)), "a path of this host");
}
