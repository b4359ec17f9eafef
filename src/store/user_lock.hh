// The user's row as the place where everything that decides over a person's sessions meets: coming in,
// a changed password, a suspension. Whoever holds it goes first.
#pragma once
#include "model/user.hh"
#include "store/database.hh"

namespace doorward::store {

/// Counts an entry and holds the row. False: gone, or its password or tokens_not_before changed since `user`
/// was read; nobody may come in on what was checked then.
bool note_entry(TenantDb& db, const User& user, Time now);
/// Holds the row until the transaction ends. False: there is none.
bool lock_user(TenantDb& db, UserId user);
/// Everything authenticated before `now` is dead.
void void_tokens_before(TenantDb& db, UserId user, Time now);

}  // namespace doorward::store
