// The words of the column users.status.
#include "model/user.hh"

namespace doorward {

std::string_view to_word(UserStatus status) {
  switch (status) {
    case UserStatus::active: return "active";
    case UserStatus::inactive: return "inactive";
    case UserStatus::suspended: return "suspended";
    case UserStatus::locked: return "locked";
    case UserStatus::invited: return "invited";
  }
  return "";
}

std::optional<UserStatus> parse_user_status(std::string_view word) {
  for (UserStatus status :
       {UserStatus::active, UserStatus::inactive, UserStatus::suspended, UserStatus::locked, UserStatus::invited})
    if (to_word(status) == word) return status;
  return std::nullopt;
}

}  // namespace doorward
