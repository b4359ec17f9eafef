// DOORWARD_REQUIRE: known words only; under "*" roles and permissions name their tenant.
#include "model/gate.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  for (const bool any_tenant : {false, true}) {
    const auto requirement = parse_requirement(input, any_tenant);
    if (!requirement) continue;
    Visitor nobody{};      // who signed in in 1970: no age of a sign-in that can be asked for is met
    nobody.scope = {" "};  // a scope that no word names; an empty list would be every scope
    const auto answer = meets(nobody, nobody.tenant, {}, *requirement, from_unix(4'000'000'000));
    fuzz::promise(requirement->words.empty() || !answer, "nobody meets a requirement");
    for (const auto& word : requirement->words) fuzz::promise(!word.kind.empty(), "a kind");
  }
}
