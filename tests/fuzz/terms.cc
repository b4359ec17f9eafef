// Plans and what one tenant has beside its plan: what is read is written again as it was meant.
#include "base/terms.hh"

#include "model/plan.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  if (const auto terms = parse_terms(input)) {
    const auto again = parse_terms(to_text(*terms));
    fuzz::promise(again && again->limits == terms->limits && again->features == terms->features, "there and back");
    for (const auto& [name, value] : terms->limits) fuzz::promise(is_limit(name) && value >= 1, "a limit that binds");
    for (const auto& feature : terms->features) fuzz::promise(is_feature(feature), "a feature that there is");
  }
  const auto read = parse_overrides(input), again = parse_overrides(to_text(read));
  fuzz::promise(again.limits == read.limits && again.features == read.features, "there and back");
  for (const auto& [name, value] : read.limits) fuzz::promise(is_limit(name) && value.value_or(1) >= 1, "known limits");
  for (const auto& [name, wanted] : read.features) fuzz::promise(is_feature(name), "known features");
}
