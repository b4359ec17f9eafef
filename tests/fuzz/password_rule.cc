// Passwords and words: the first line is the password, the rest are the words.
#include "model/password_rule.hh"

#include "port/password_strength.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const auto line = input.find('\n');
  const Secret password{std::string(input.substr(0, line))};
  const auto words = own_words({line == std::string_view::npos ? "" : input.substr(line + 1)});
  if (!check_password_form("password", password)) return;
  const int score = port::password_score(password, words);
  fuzz::promise(score >= 0 && score <= 4, "a score");
  const auto answer = check_new_password("password", password, score, words, {});
  if (!answer) fuzz::promise(!answer.error().fields.empty(), "a reason");
}
