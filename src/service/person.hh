// Somebody new: names, address and password, checked and brought into their one form.
#pragma once
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/config.hh"
#include "base/result.hh"
#include "base/secret.hh"
#include "model/user.hh"
#include "service/accounts.hh"
#include "service/password.hh"
#include "store/users.hh"

namespace doorward::service {

struct CheckedPerson {
  std::string email, email_key;
  std::string first_name, last_name;
  Secret password;  // prepared
};
/// `at`: what stands before the names of the fields, "user." or nothing. `own`: the organization's words, worth nothing
/// in the password. VALIDATION_ERROR with every field that is wrong, WEAK_PASSWORD.
Result<CheckedPerson> check_person(const Config& config, std::string_view at, const Person& person,
                                   std::initializer_list<std::string_view> own);

/// The same without a password: for who sets one later.
Result<CheckedPerson> check_identity(std::string_view at, std::string_view email, std::string_view first_name,
                                     std::string_view last_name);

/// A name of a person or an organization: NFC, at most `most` characters, nothing that cannot be seen but blanks.
/// nullopt: not such a name. May be empty.
std::optional<std::string> checked_name(std::string_view name, std::size_t most);

/// What stands in the row besides, and who makes it.
struct NewRow {
  store::EmailSource source = store::EmailSource::self;
  std::int64_t work = 0;  // of its password's hash
  std::optional<UserId> actor;
};

/// An active account as it is inserted: with a fresh id, of this moment.
User new_user(Ask& ask, TenantId tenant, const CheckedPerson& person, const Hashed& hashed, std::string role);

/// The one way to a row in users: inside db's running transaction a free place is taken, the row is made, user_created
/// and user_role_created are written, by `actor` (nullopt: an operator). USER_LIMIT_EXCEEDED, without numbers for
/// who makes their own; SqlRefused(duplicate, "users_email").
Result<void> add_person(Ask& ask, store::TenantDb& db, const Tenant& tenant, const User& user, const NewRow& how);

}  // namespace doorward::service
