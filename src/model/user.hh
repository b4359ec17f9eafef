// A person's account in one tenant.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/id.hh"
#include "base/time.hh"

namespace doorward {

enum class UserStatus { active, inactive, suspended, locked, invited };
std::string_view to_word(UserStatus status);
std::optional<UserStatus> parse_user_status(std::string_view word);

struct User {
  UserId id;
  TenantId tenant;        // platform_tenant for administrators of the platform
  std::string email;      // as the person wrote it, NFC
  std::string email_key;  // canonical: what decides identity (see port/unicode)
  bool email_verified = false;
  std::string first_name, last_name, avatar_url, timezone, locale;
  std::string role;  // "owner", "user", …: see model/role
  UserStatus status = UserStatus::active;
  bool mfa_enabled = false;
  std::optional<TenantId> reseller;
  std::string password_hash;            // PHC string; never leaves service/
  std::optional<Time> password_set_at;  // by the person or an administrator; a rehash leaves it
  Time tokens_not_before{};             // tokens and sessions authenticated before are dead
  std::optional<Time> last_login_at;
  std::int64_t login_count = 0;
  Time created_at{}, updated_at{};
};

}  // namespace doorward
