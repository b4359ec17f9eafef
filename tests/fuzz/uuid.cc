// Ids: text and bytes, one form each.
#include "base/id.hh"
#include "base/text.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  if (const auto id = Id::parse(input)) fuzz::promise(id->text() == lower_ascii(input), "one text, but for case");
  if (const auto id = Id::from_raw(input)) {
    fuzz::promise(id->raw() == input, "the same bytes");
    fuzz::promise(Id::parse(id->text()) == id, "there and back");
  }
}
