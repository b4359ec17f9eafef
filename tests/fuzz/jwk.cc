// Keys: what is read can be written, and read again to the same key.
#include "port/jose.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto key = port::JwkKey::from_jwk(input);
  if (!key) return;
  const auto again = port::JwkKey::from_jwk(key->public_jwk());
  fuzz::promise(again && again->public_jwk() == key->public_jwk(), "one key, one form");
  (void)key->verify("data", input);
}
