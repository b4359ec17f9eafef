// DOORWARD_REQUIRE: known words only; under "*" roles and permissions name their tenant.
#include "model/gate.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  for (const bool any_tenant : {false, true}) {
    const auto requirement = parse_requirement(input, any_tenant);
    if (!requirement) continue;
    const Visitor nobody{};
    const auto answer = meets(nobody, *requirement, Time{});
    fuzz::promise(requirement->words.empty() || !answer, "nobody meets a requirement");
    for (const auto& word : requirement->words) fuzz::promise(!word.kind.empty(), "a kind");
  }
}
