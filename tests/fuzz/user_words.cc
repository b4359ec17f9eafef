// Words by which people are found: bounded, and whoever is called so is found by them.
#include "store/user_words.hh"

#include <algorithm>

#include "base/text.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  if (!valid_utf8(input)) return;
  const auto sought = store::words_in(input);
  for (const auto& word : sought) fuzz::promise(!word.empty() && word.size() <= store::word_max, "bounded");
  User person;
  person.first_name = input;
  person.email = person.email_key = "a@b.example";
  const auto words = store::words_of(person);
  fuzz::promise(words.size() <= 24 && std::is_sorted(words.begin(), words.end()), "few, in order");
  fuzz::promise(std::adjacent_find(words.begin(), words.end()) == words.end(), "each once");
  const bool all_kept = sought.size() < 20 && input.find('@') == input.npos;
  if (all_kept && !sought.empty()) fuzz::promise(store::is_found(person, sought), "found by the whole name");
}
