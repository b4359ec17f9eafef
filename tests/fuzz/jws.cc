// Tokens: only what the key really signed is opened, and it has one form.
#include "base/encode.hh"
#include "port/jose.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  static const auto key =
      port::JwkKey::from_jwk(R"({"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",)"
                             R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})");
  const auto payload = port::verify_jws(input, "", {*key});
  if (!payload) return;
  const auto last = input.rfind('.');
  fuzz::promise(to_base64url(key->sign(input.substr(0, last))) == input.substr(last + 1), "signed by us, in one form");
}
