// Opaque credentials: exactly the form that is made.
#include "model/credential.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto credential = parse_credential(input);
  const auto kind = credential ? credential->kind : OpaqueKind::session;
  fuzz::promise(tenant_in(kind, input) == (credential ? std::optional(credential->tenant) : std::nullopt),
                "its tenant");
  if (!credential) return;
  const Secret again = make_credential(credential->kind, credential->tenant, credential->secret.reveal());
  fuzz::promise(again.reveal() == input, "one form");
}
