// Opaque credentials: exactly the form that is made.
#include "model/credential.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto credential = parse_credential(input);
  if (!credential) return;
  const Secret again = make_credential(credential->kind, credential->tenant, credential->secret.reveal());
  fuzz::promise(again.reveal() == input, "one form");
}
