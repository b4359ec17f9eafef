// Hashing stands outside, history and sessions inside the transaction.
#include "service/new_password.hh"

#include "port/password_hash.hh"
#include "service/session_end.hh"
#include "store/tenants.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

/// Was this one of the last password.history ones, the present included? One look costs one hash each. OVERLOADED.
Result<bool> was_used(Ask& ask, const Config& config, const User& user, const std::vector<std::string>& former,
                      const Secret& prepared) {
  if (config.password.history == 0) return false;
  auto slot = ask.world.slots.take();
  if (!slot) return slot.error();
  if (slot->check(prepared, user.password_hash)) return true;
  for (const std::string& hash : former)
    if (slot->check(prepared, hash)) return true;
  return false;
}

}  // namespace

Result<Hashed> hash_new_password(Ask& ask, store::TenantDb& db, const Config& config, const User& user,
                                 const Secret& typed) {
  const auto prepared = prepared_password("new_password", typed);
  if (!prepared) return prepared.error();
  const auto tenant = store::own_tenant(db);
  if (!tenant) return Code::INVALID_TENANT;
  if (auto fit = fits_rule(config, "new_password", *prepared,
                           {user.email, user.first_name, user.last_name, tenant->name, tenant->slug});
      !fit)
    return fit.error();
  const auto used =
      was_used(ask, config, user, store::former_passwords(db, user.id, config.password.history), *prepared);
  if (!used) return used.error();
  if (*used) return Code::PASSWORD_REUSED;
  return hash_in_slot(ask, *prepared);
}

bool replace_password(Ask& ask, store::TenantDb& db, const Config& config, const User& user, const Hashed& hashed,
                      std::optional<SessionId> except) {
  // Ending sessions locks the user's row first: whoever comes second sees the new password.
  end_sessions_of(ask, db, user.id, except, end_reason::password);
  const auto now = store::find_user(db, user.id);
  if (!now || now->password_hash != user.password_hash) return false;
  if (!user.password_hash.empty())
    store::keep_password(db, user.id, user.password_hash, config.password.history, ask.now);
  return store::set_password(db, user.id, hashed.hash, hashed.work, ask.now);
}

}  // namespace doorward::service
