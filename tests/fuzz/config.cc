// Configuration text: whatever it says, an answer; no value of a setting in an error.
#include "base/config.hh"

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  ConfigWords words;
  if (!read_config_text(input, "fuzz", words)) return;
  const auto config = make_config(words);
  if (config) return;
  fuzz::promise(!config.error().fields.empty(), "every fault has a name");
}
