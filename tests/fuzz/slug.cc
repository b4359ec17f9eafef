// Slugs: what may be had stands in host names and addresses as it is, and is no id.
#include "model/slug.hh"

#include "base/id.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto fault = slug_fault(input, {"kept"});
  fuzz::promise(!fault || *fault == Code::SLUG_INVALID || *fault == Code::SLUG_RESERVED, "one of two faults");
  if (fault) return;
  fuzz::promise(input.size() >= 3 && input.size() <= 63, "a label of a host name");
  fuzz::promise(input.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == input.npos, "plain ASCII");
  fuzz::promise(input.front() != '-' && input.back() != '-' && input.find("--") == input.npos, "no hyphen outside");
  fuzz::promise(!Id::parse(input) && input != "kept", "neither an id nor reserved");
}
