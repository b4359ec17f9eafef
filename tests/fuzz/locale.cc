// Accept-Language: whatever a browser sends, the answer is one of ours.
#include "model/locale.hh"

#include <algorithm>

#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto ours = [](const Locale* one) { return one >= &locales().front() && one <= &locales().back(); };
  fuzz::promise(ours(&accepted_locale(input)), "a language that there is");
  if (const auto* found = find_locale(input)) {
    fuzz::promise(ours(found), "a language that there is");
    fuzz::promise(find_locale(found->tag) == found, "found by its own tag");
    fuzz::promise(&accepted_locale(found->tag) == found, "and as a list of one");
  }
}
