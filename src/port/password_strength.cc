// zxcvbn-c answers the entropy of the cheapest way to guess; zxcvbn's own thresholds make a score of it.
#include "port/password_strength.hh"

#include <zxcvbn.h>

#include <algorithm>
#include <cmath>

namespace doorward::port {
namespace {

// Words of one or two letters would match everywhere; the matcher's work grows with words and their length.
constexpr std::size_t word_min = 3, word_max = 64, words_max = 64;

}  // namespace

int password_score(const Secret& password, const std::vector<std::string>& own_words) {
  std::vector<const char*> words;
  for (const auto& word : own_words)
    if (word.size() >= word_min && word.size() <= word_max && words.size() < words_max) words.push_back(word.c_str());
  words.push_back(nullptr);
  const Secret text(std::string(password.reveal()));  // ends with NUL, whatever the other one does
  const double guesses = ZxcvbnMatch(text.reveal().data(), words.data(), nullptr) * std::log10(2.0);
  int score = 0;
  for (const double threshold : {3.0, 6.0, 8.0, 10.0})
    if (guesses >= threshold) ++score;
  return score;
}

}  // namespace doorward::port
