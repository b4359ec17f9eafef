// Records of memcached: decoders take exactly what the encoder makes.
#include "store/record.hh"

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  if (const auto session = store::decode_session(input)) fuzz::promise(store::encode(*session) == input, "session");
  if (const auto user = store::decode_user(input)) fuzz::promise(store::encode(*user) == input, "user");
  if (const auto tenant = store::decode_tenant(input)) fuzz::promise(store::encode(*tenant) == input, "tenant");
  if (const auto both = store::decode_session_and_user(input))
    fuzz::promise(store::encode(both->session, both->user) == input, "session and user");
}
