// JSON: what is read can be written, and read again to the same text.
#include "port/json.hh"

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto json = port::parse_json(input);
  if (!json) return;
  fuzz::promise(input.find('\0') == std::string_view::npos, "no NUL");
  const std::string once = port::dump_json(*json);
  const auto again = port::parse_json(once);
  fuzz::promise(bool(again), "what we write we read");
  fuzz::promise(port::dump_json(*again) == once, "writing is stable");
}
