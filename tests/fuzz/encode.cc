// base64url, base64, hex and percent escapes: decoders take the canonical form and nothing else.
#include "base/encode.hh"

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto bytes = from_base64url(input);
  if (bytes) fuzz::promise(to_base64url(*bytes) == input, "one form of base64url");
  for (const std::size_t more : {0, 1}) {
    std::string place(input.size() * 3 / 4 + more, ' ');
    const bool fits = from_base64url(input, place);
    fuzz::promise(fits == (bytes && more == 0) && (!fits || place == *bytes), "base64url into its place");
  }
  if (const auto bytes = from_hex(input)) fuzz::promise(to_hex(*bytes).size() == input.size(), "two digits a byte");
  if (const auto bytes = from_base64(input)) fuzz::promise(bytes->size() <= input.size(), "base64 shrinks");
  (void)percent_decode(input);
  fuzz::promise(from_base64url(to_base64url(input)) == input, "base64url there and back");
  fuzz::promise(from_hex(to_hex(input)) == input, "hex there and back");
  fuzz::promise(percent_decode(percent_encode(input)) == input, "escapes there and back");
}
