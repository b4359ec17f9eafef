// The address of a picture: what passes neither ends an attribute nor adds a word to a policy.
#include "model/picture.hh"

#include "base/text.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto origin = origin_of_picture(input);
  if (!origin) return;
  fuzz::promise(input.starts_with(*origin) && origin->starts_with("https://"), "the beginning of the address");
  fuzz::promise(
      origin->find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:/") == origin->npos,
      "a host and perhaps a port");
  fuzz::promise(origin->find('/', 8) == origin->npos, "no path");
  fuzz::promise(input.find_first_of("\"'<> \\`") == input.npos && !has_control(input), "fit for an attribute");
  fuzz::promise(origin_of_picture(*origin) == origin, "canonical twice is canonical");
}
