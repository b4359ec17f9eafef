// The people of a house, looked at and changed by who administers it: through the API or from a shell. Nobody makes
// or changes somebody above their own rank and rights, nobody a peer (but heads: owners, administrators of the
// platform), oneself only through /auth/me, and the last head stays.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/secret.hh"
#include "service/accounts.hh"
#include "service/actor.hh"
#include "service/sessions.hh"

namespace doorward::service {

/// An account with its tenant and its effective permissions.
using Account = Me;

struct PeopleQuery {
  std::string text;  // words, or the beginning of an address; empty: everybody, in order of id
  std::optional<UserStatus> status;
  std::optional<std::string> role;
  int limit = 50;
  std::string cursor;
};
struct PeoplePage {
  std::vector<Account> items;  // may be fewer than asked for, or none, though more follow
  std::optional<std::string> next_cursor;
};
/// VALIDATION_ERROR on "cursor" or "q".
Result<PeoplePage> list_people(Ask& ask, const Actor& actor, const PeopleQuery& query);

/// USER_NOT_FOUND.
Result<Account> find_account(Ask& ask, const Actor& actor, UserId id);
/// By id or address. USER_NOT_FOUND.
Result<UserId> find_id(Ask& ask, const Actor& actor, std::string_view email_or_id);

struct NewAccount {
  std::string email, first_name, last_name;
  Secret password;  // empty: none, until the person sets one
  std::string role = "user";
  bool verified = false;  // the administrator vouches for the address
};
/// USER_EXISTS, VALIDATION_ERROR, WEAK_PASSWORD, INSUFFICIENT_PERMISSIONS (the role is above one's own), OVERLOADED.
Result<Account> create_account(Ask& ask, const Actor& actor, const NewAccount& wanted);

struct AccountChange {  // absent: unchanged
  MeChange profile;
  std::optional<std::string> email;  // in force at once
  bool verified = false;             // the administrator vouches for the address
};
/// USER_NOT_FOUND, USER_EXISTS, VALIDATION_ERROR, INSUFFICIENT_PERMISSIONS. So are all that follow.
Result<Account> change_account(Ask& ask, const Actor& actor, UserId id, const AccountChange& change);

/// CONFLICT where it would take the last head away; so are suspend and remove. VALIDATION_ERROR for an unknown role.
Result<Revoked> give_role(Ask& ask, const Actor& actor, UserId id, const std::string& role);
/// Every session ends, and what was given out before is dead.
Result<Revoked> suspend_account(Ask& ask, const Actor& actor, UserId id);
/// A suspended or inactive account may sign in again.
Result<Revoked> activate_account(Ask& ask, const Actor& actor, UserId id);
/// Failed checks of the name are forgotten; a locked account is active.
Result<Revoked> unlock_account(Ask& ask, const Actor& actor, UserId id);
/// A mail with a link and a code, by which the person sets a new password. CONFLICT: the account is not active.
Result<Revoked> reset_account_password(Ask& ask, const Actor& actor, UserId id);
Result<Revoked> end_account_sessions(Ask& ask, const Actor& actor, UserId id);
/// The account answers nothing any more, and its address is free. Its links with accounts of other tenants end.
Result<Revoked> remove_account(Ask& ask, const Actor& actor, UserId id);
/// All that is personal goes, of a deleted account too; events stay and still verify.
Result<Revoked> erase_account(Ask& ask, const Actor& actor, UserId id);

}  // namespace doorward::service
