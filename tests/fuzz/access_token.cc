// The house that a token names, unproved, before anything is checked.
#include "service/access_token.hh"

#include "base/encode.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  (void)service::house_named_by(input);
  (void)service::house_named_by("e30." + to_base64url(input) + ".AA");
}
