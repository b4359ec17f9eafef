// Reasons are collected, so that a person meets all of them at once. No sentence repeats the password.
#include "model/password_rule.hh"

#include <algorithm>

#include "base/text.hh"

namespace doorward {
namespace {

constexpr std::size_t word_min = 3;      // bytes; shorter words stand in every password
constexpr std::size_t beyond_words = 8;  // code points that must remain when the own words are taken away

bool part_of_word(unsigned char c) {
  return c >= 0x80 || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

std::size_t code_points(std::string_view utf8) {
  return std::size_t(std::count_if(utf8.begin(), utf8.end(), [](unsigned char c) { return (c & 0xC0U) != 0x80; }));
}

void add(std::vector<std::string>& words, std::string_view word) {
  std::string lower = lower_ascii(word);
  if (lower.size() >= word_min && std::find(words.begin(), words.end(), lower) == words.end())
    words.push_back(std::move(lower));
}

/// What is left of the password without the words, the longest taken first.
Secret without_words(const Secret& password, std::vector<std::string> words) {
  std::stable_sort(words.begin(), words.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  std::string rest = lower_ascii(password.reveal());
  for (const auto& word : words)
    for (auto at = rest.find(word); at != std::string::npos && !word.empty(); at = rest.find(word))
      rest.erase(at, word.size());
  return Secret(std::move(rest));
}

}  // namespace

std::vector<std::string> own_words(std::initializer_list<std::string_view> texts) {
  std::vector<std::string> words;
  for (const auto text : texts) {
    add(words, text);
    for (std::size_t at = 0; at < text.size();) {
      std::size_t end = at;
      while (end < text.size() && part_of_word(static_cast<unsigned char>(text[end]))) ++end;
      add(words, text.substr(at, end - at));
      at = end + 1;
    }
  }
  return words;
}

Result<void> check_password_form(std::string_view field, const Secret& password) {
  const auto text = password.reveal();
  const char* reason = text.empty()                                ? "is required."
                       : text.size() > password_bytes_max          ? "is longer than 1,024 bytes."
                       : text.find('\0') != std::string_view::npos ? "contains a NUL character."
                       : !valid_utf8(text)                         ? "is not valid UTF-8."
                                                                   : nullptr;
  if (reason == nullptr) return {};
  return wrong(std::string(field), std::string("The password ") + reason);
}

Result<void> check_new_password(std::string_view field, const Secret& nfc, int score,
                                const std::vector<std::string>& own_words, const PasswordRule& rule) {
  std::vector<FieldError> reasons;
  const auto refuse = [&](std::string sentence) { reasons.push_back({std::string(field), std::move(sentence)}); };
  if (std::int64_t(code_points(nfc.reveal())) < rule.min_length)
    refuse("Use at least " + std::to_string(rule.min_length) + " characters; several words are easy to remember.");
  if (code_points(without_words(nfc, own_words).reveal()) < beyond_words)
    refuse("Do not make the password of your name, your address or the name of the organization.");
  else if (score < rule.min_score)
    refuse("This password is too easy to guess; add unrelated words.");
  if (reasons.empty()) return {};
  return Error(Code::WEAK_PASSWORD, std::move(reasons));
}

}  // namespace doorward
