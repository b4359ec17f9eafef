// Words hold whatever script: only what is ASCII and neither letter nor digit divides them.
#include "store/user_words.hh"

#include <algorithm>

#include "port/unicode.hh"
#include "store/lots.hh"

namespace doorward::store {
namespace {

constexpr std::string_view remove = "DELETE FROM t_user_words WHERE user_id = ?";
/// Most people have fewer than eight words: one statement.
constexpr std::size_t at_once = 8;
std::string_view insert(std::size_t size) {
  static const std::vector<std::string> statements = [] {
    std::vector<std::string> all;
    for (int rows = 1; rows <= int(at_once); ++rows)
      all.push_back("INSERT INTO t_user_words (tenant_id, word, user_id) VALUES " + repeated("(?, ?, ?)", rows));
    return all;
  }();
  return statements[size - 1];
}

constexpr std::size_t words_max = 24;

bool divides(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'), digit = c >= '0' && c <= '9';
  return static_cast<unsigned char>(c) < 0x80 && !letter && !digit;
}

void add_parts(std::string_view text, std::vector<std::string>& words) {
  std::string part;
  for (const char c : text) {
    if (!divides(c)) {
      part += c;
      continue;
    }
    if (!part.empty()) words.push_back(std::move(part));
    part.clear();
  }
  if (!part.empty()) words.push_back(std::move(part));
}

void cut(std::vector<std::string>& words) {
  for (auto& word : words) word.resize(std::min(word.size(), word_max));
}

}  // namespace

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  if (text.find('@') != std::string_view::npos) {
    const auto email = port::parse_email(text);
    words.push_back(email ? email->key : port::nfkc_casefold(text));
  } else {
    add_parts(port::nfkc_casefold(text), words);
  }
  cut(words);
  return words;
}

std::vector<std::string> words_of(const User& user) {
  std::vector<std::string> words{user.email_key};
  add_parts(user.email_key, words);
  for (const auto* name : {&user.first_name, &user.last_name}) add_parts(port::nfkc_casefold(*name), words);
  cut(words);
  words.resize(std::min(words.size(), words_max));
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

bool is_found(const User& user, const std::vector<std::string>& sought) {
  const auto words = words_of(user);
  return std::all_of(sought.begin(), sought.end(), [&](const std::string& beginning) {
    const auto first = std::lower_bound(words.begin(), words.end(), beginning);
    return first != words.end() && first->starts_with(beginning);
  });
}

void add_words(TenantDb& db, const User& user) {
  const auto words = words_of(user);
  for (std::size_t first = 0; first < words.size(); first += at_once) {
    const std::size_t size = std::min(at_once, words.size() - first);
    std::vector<port::SqlValue> values;
    for (std::size_t at = first; at < first + size; ++at) {
      values.push_back(port::sql(db.tenant()));
      values.emplace_back(words[at]);
      values.push_back(port::sql(user.id));
    }
    db.run(insert(size), values);
  }
}

void remove_words(TenantDb& db, UserId user) { db.run(remove, {port::sql(user)}); }

void replace_words(TenantDb& db, const User& user) {
  remove_words(db, user.id);
  add_words(db, user);
}

}  // namespace doorward::store
