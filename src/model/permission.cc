// The form of permissions; which ones doorward asks for stands in permission.def.
#include "model/permission.hh"

#include <algorithm>

#include "base/text.hh"

namespace doorward {
namespace {

constexpr std::size_t name_max = 64;
bool small_letter(char c) { return c >= 'a' && c <= 'z'; }
bool inner(char c) { return small_letter(c) || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == ':' || c == '-'; }

}  // namespace

bool valid_permission(std::string_view name) {
  return !name.empty() && name.size() <= name_max && small_letter(name.front()) &&
         std::all_of(name.begin(), name.end(), inner);
}

const std::vector<Permission>& built_in_permissions() {
  static const std::vector<Permission> all = {
#define PERMISSION(name, sentence) {#name, sentence},
#include "model/permission.def"
#undef PERMISSION
  };
  return all;
}

bool built_in_permission(std::string_view name) {
  const auto& all = built_in_permissions();
  return std::any_of(all.begin(), all.end(), [&](const Permission& each) { return each.name == name; });
}

std::vector<std::string> read_permissions(std::string_view joined) {
  const auto parts = words(joined);
  std::vector<std::string> names(parts.begin(), parts.end());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

Result<void> check_permissions(const std::vector<std::string>& permissions) {
  if (!std::all_of(permissions.begin(), permissions.end(), valid_permission))
    return wrong("permissions", "must be small letters, digits and . _ : -, 64 at most each");
  if (join(permissions, " ").size() > permissions_max)
    return wrong("permissions", "must together take at most " + std::to_string(permissions_max) + " bytes");
  return {};
}

}  // namespace doorward
