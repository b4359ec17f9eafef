// Origins: what is compared with a list has neither path, user nor capital letters.
#include "http/origin.hh"

#include <algorithm>

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
  if (std::count(host.begin(), host.end(), ':') > 1) return;  // no address of the web: equal to nobody's origin
  fuzz::promise(http::origin_of(origin + "/path?q#f") == origin || host.ends_with(":80") || host.ends_with(":443"),
                "canonical twice is canonical");
}
