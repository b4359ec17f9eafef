// Colours of a tenant's pages: six hex digits and nothing else, and words that can be told from them.
#include "model/colour.hh"

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto colour = parse_colour(input);
  if (!colour) return;
  fuzz::promise(input.size() == 7 && input.front() == '#', "seven characters");
  fuzz::promise(input.find_first_not_of("0123456789abcdefABCDEF", 1) == input.npos, "fit for a stylesheet");
  fuzz::promise(contrast(*colour, *colour) == 1 && best_contrast(*colour) <= 21.0001, "within the scale");
  const auto words = parse_colour(words_on(*colour));
  fuzz::promise(words && contrast(*colour, *words) == best_contrast(*colour), "the better of both");
}
