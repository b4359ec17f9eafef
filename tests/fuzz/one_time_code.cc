// The code beside a link: whatever is taken is one that we could have made, in one form.
#include "model/one_time_code.hh"

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  if (const auto code = parse_one_time_code(input)) {
    fuzz::promise(code->size() == 8, "eight characters");
    fuzz::promise(parse_one_time_code(*code) == code, "canonical twice is canonical");
    fuzz::promise(parse_one_time_code(shown_code(*code)) == code, "as it is shown");
  }
  if (input.size() < 8) return;
  const auto made = make_one_time_code(input.substr(0, 8));
  fuzz::promise(parse_one_time_code(made) == made, "ours are read");
}
