// Queries: what was encoded is read as it was, whatever stands beside it.
#include "http/query.hh"

#include "base/encode.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  for (const char* name : {"q", "cursor", ""}) {
    const auto value = http::pair_in(input, name);
    fuzz::promise(!value || value->size() <= 2 * input.size(), "no longer than what was sent");
  }
  const std::string own = "own=" + percent_encode(input);
  fuzz::promise(http::pair_in(own, "own") == input, "there and back");
  fuzz::promise(http::pair_in(own + "&" + own, "own") == input, "said twice is said once");
  fuzz::promise(!http::pair_in(own, "other"), "nobody else's");
}
