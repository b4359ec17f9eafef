// The languages that pages and messages are written in.
#pragma once
#include <string_view>
#include <vector>

namespace doorward {

struct Locale {
  std::string_view tag;             // "pt-BR"
  std::string_view minutes, hours;  // as in "60 minutes"
};
/// The first is everybody's when nothing better is known.
const std::vector<Locale>& locales();

/// The one of this tag, else of this language ("pt" and "pt-PT" give "pt-BR"); nullptr: none.
const Locale* find_locale(std::string_view tag);
/// Of a list as browsers send it (RFC 9110 section 12.5.4), taken in its order; the first of all when none fits.
const Locale& accepted_locale(std::string_view accept_language);

}  // namespace doorward
