// Headers of tokens, really signed: whatever is opened names our algorithm and brings no key of its own.
#include "base/encode.hh"
#include "port/jose.hh"
#include "port/json.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  static const auto key =
      port::JwkKey::from_jwk(R"({"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",)"
                             R"("x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})");
  const std::string data = to_base64url(input) + ".e30";
  if (!port::verify_jws(data + "." + to_base64url(key->sign(data)), "", {*key})) return;
  const auto header = port::parse_json(input);
  fuzz::promise(header && header->find("alg") != nullptr && *header->find("alg")->string() == "EdDSA", "our algorithm");
  for (const char* name : {"jku", "jwk", "x5u", "x5c", "crit", "b64"})
    fuzz::promise(header->find(name) == nullptr, "no key and no condition from outside");
}
