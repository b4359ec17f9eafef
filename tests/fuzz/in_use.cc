// A session in use, as one process tells another.
#include "store/in_use.hh"

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  if (const auto read = store::parse_in_use(input))
    fuzz::promise(store::in_use_line(read->first, read->second) == input, "the same line");
}
