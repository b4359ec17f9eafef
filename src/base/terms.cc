// The words of base/plan.def.
#include "base/terms.hh"

#include <algorithm>

#include "base/text.hh"

namespace doorward {
namespace {

constexpr std::string_view limits[] = {
#define LIMIT(name, sentence) #name,
#define FEATURE(name, sentence)
#include "base/plan.def"
#undef LIMIT
#undef FEATURE
};
constexpr std::string_view features[] = {
#define LIMIT(name, sentence)
#define FEATURE(name, sentence) #name,
#include "base/plan.def"
#undef LIMIT
#undef FEATURE
};

/// So that sums over all tenants of somebody never overflow.
constexpr std::int64_t most_of_a_limit = 1'000'000'000;

template <class Names>
bool among(const Names& names, std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

}  // namespace

std::optional<std::int64_t> Terms::limit(std::string_view name) const {
  const auto found = limits.find(name);
  return found == limits.end() ? std::nullopt : std::optional(found->second);
}

bool Terms::has(std::string_view feature) const { return among(features, feature); }

std::optional<std::int64_t> parse_limit(std::string_view text) {
  std::int64_t value = 0;
  if (!parse_number(text, value) || value < 1 || value > most_of_a_limit) return std::nullopt;
  return value;
}

std::optional<Terms> parse_terms(std::string_view text) {
  Terms terms;
  for (const std::string_view word : words(text)) {
    const auto equals = word.find('=');
    if (equals != std::string_view::npos) {
      const auto name = word.substr(0, equals);
      const auto value = parse_limit(word.substr(equals + 1));
      if (!value || !is_limit(name) || !terms.limits.emplace(name, *value).second) return std::nullopt;
    } else {
      if (!is_feature(word) || terms.has(word)) return std::nullopt;
      terms.features.emplace_back(word);
    }
  }
  std::sort(terms.features.begin(), terms.features.end());
  return terms;
}

std::string to_text(const Terms& terms) {
  std::vector<std::string> words;
  for (const auto& [name, value] : terms.limits) words.push_back(name + "=" + std::to_string(value));
  words.insert(words.end(), terms.features.begin(), terms.features.end());
  return join(words, " ");
}

std::vector<std::string> limit_names() { return {std::begin(limits), std::end(limits)}; }
std::vector<std::string> feature_names() { return {std::begin(features), std::end(features)}; }
bool is_limit(std::string_view name) { return among(limits, name); }
bool is_feature(std::string_view name) { return among(features, name); }

}  // namespace doorward
