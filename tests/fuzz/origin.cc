// Origins: what is compared with a list has neither path, user nor capital letters.
#include "http/origin.hh"

#include "base/text.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const std::string origin = http::origin_of(input);
  if (origin.empty()) return;
  fuzz::promise(origin.starts_with("http://") || origin.starts_with("https://"), "of the web");
  const std::string host = origin.substr(origin.find("://") + 3);
  fuzz::promise(!host.empty() && host.find_first_of("/?#\\@") == host.npos, "a host, and perhaps a port");
  fuzz::promise(lower_ascii(origin) == origin, "in one form");
  fuzz::promise(http::origin_of(origin + "/path?q#f").starts_with(origin.substr(0, origin.rfind(':'))),
                "the same host");
}
