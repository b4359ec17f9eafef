// Each field has one form; what has another is refused, never mended.
#include "service/profile.hh"

#include <algorithm>

#include "base/text.hh"
#include "service/person.hh"

namespace doorward::service {
namespace {

constexpr std::size_t name_max = 100, avatar_max = 500, timezone_max = 64, locale_max = 35;  // as the columns have it

bool all_of(std::string_view text, std::string_view marks) {
  return std::all_of(text.begin(), text.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.find(c) != std::string_view::npos;
  });
}

/// Empty, or an address that a browser may load: nothing that runs, nothing that ends an attribute.
bool good_avatar(const std::string& url) {
  if (url.empty()) return true;
  return url.size() <= avatar_max && (url.starts_with("https://") || url.starts_with("http://")) &&
         all_of(url, "-._~:/?#[]@!$&()*+,;=%");
}
/// "Europe/Berlin", "Etc/GMT+1": a name of the IANA data base by its form.
bool good_timezone(const std::string& name) { return name.size() <= timezone_max && all_of(name, "_+-/"); }
/// A tag of RFC 5646 by its form.
bool good_locale(const std::string& tag) { return tag.size() <= locale_max && all_of(tag, "-"); }

}  // namespace

void Changes::name(std::string_view field, const std::optional<std::string>& wanted, std::string& value) {
  if (!wanted) return;
  const auto checked = checked_name(*wanted, name_max);
  if (!checked) return refuse(field);
  take(field, *checked, value);
}

void Changes::text(std::string_view field, const std::optional<std::string>& wanted, bool (*good)(const std::string&),
                   std::string& value) {
  if (!wanted) return;
  if (!good(*wanted)) return refuse(field);
  take(field, *wanted, value);
}

void Changes::take(std::string_view field, const std::string& wanted, std::string& value) {
  if (wanted == value) return;
  value = wanted;
  changed_.emplace_back(field);
}

Changes apply(const MeChange& change, User& user) {
  Changes changes;
  changes.name("first_name", change.first_name, user.first_name);
  changes.name("last_name", change.last_name, user.last_name);
  changes.text("avatar_url", change.avatar_url, good_avatar, user.avatar_url);
  changes.text("timezone", change.timezone, good_timezone, user.timezone);
  changes.text("locale", change.locale, good_locale, user.locale);
  return changes;
}

}  // namespace doorward::service
