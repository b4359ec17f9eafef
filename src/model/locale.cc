#include "model/locale.hh"

#include "base/text.hh"

namespace doorward {
namespace {

std::string_view language_of(std::string_view tag) { return tag.substr(0, tag.find('-')); }

}  // namespace

const std::vector<Locale>& locales() {
  static const std::vector<Locale> all = {{"en-US", "minutes", "hours"}, {"pt-BR", "minutos", "horas"}};
  return all;
}

const Locale* find_locale(std::string_view tag) {
  for (const auto& one : locales())
    if (same_ascii(one.tag, tag)) return &one;
  for (const auto& one : locales())
    if (same_ascii(language_of(one.tag), language_of(tag))) return &one;
  return nullptr;
}

const Locale& accepted_locale(std::string_view accept_language) {
  for (const auto part : split(accept_language, ','))
    if (const auto* found = find_locale(trim(part.substr(0, part.find(';'))))) return *found;
  return locales().front();
}

}  // namespace doorward
