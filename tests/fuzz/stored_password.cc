// PHC strings: whatever stands in the row, an answer, and a cheap one. Dear costs are cut by the parser, so the input
// is only asked about its cost here.
#include "port/password_hash.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  (void)port::needs_rehash(input, {});
  if (input.find("m=8,t=1,p=1") != std::string_view::npos) (void)port::check_password(Secret("password"), input);
}
