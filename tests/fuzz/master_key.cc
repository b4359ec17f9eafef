// The master-key file: ids once, 32 bytes each, and no text of a line in an error.
#include "service/master_key.hh"

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto keys = service::parse_master_keys(input);
  if (!keys) return;
  fuzz::promise(!keys->empty(), "at least one");
  for (const auto& key : *keys) fuzz::promise(key.id != 0 && key.key.reveal().size() == 32, "an id and 32 bytes");
}
