// Records of memcached: decoders take exactly what the encoder makes.
#include "store/record.hh"

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  if (const auto tenant = store::decode_tenant(input)) fuzz::promise(store::encode(*tenant) == input, "tenant");
  if (const auto both = store::decode_session_and_user(input))
    fuzz::promise(store::encode(both->session, both->user) == input, "session and user");
}
