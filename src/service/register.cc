// Somebody makes an account of their own in a tenant. With verification on, the answer is the same for addresses that
// are new and for those that are known: only the mail differs.
#include "service/event.hh"
#include "service/own_address.hh"
#include "service/person.hh"
#include "service/places.hh"
#include "service/settings.hh"
#include "store/tenants.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

/// Makes the account in the running transaction. False: the address has one. A full tenant says so for known addresses
/// too, and so tells nobody which they are; how many there are is nobody's here either.
Result<bool> insert(Ask& ask, store::TenantDb& db, const Tenant& tenant, const User& user, std::int64_t work) {
  if (!store::find_user_by_email(db, user.email_key)) {
    auto added = add_person(ask, db, tenant, user, {store::EmailSource::self, work, user.id});
    return added ? Result<bool>(true) : added.error();
  }
  if (auto place = take_place(db, tenant, limit::users); !place) return place.error().code;
  give_place_back(db, limit::users);
  return false;
}

/// Runs `work` in a transaction; somebody with the same address may be quicker between look and insert.
Result<void> unless_quicker(store::TenantDb& db, const std::function<bool()>& work) {
  try {
    db.transaction(work);
    return {};
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() == port::SqlRefusal::duplicate) return Code::USER_EXISTS;
    throw;
  }
}

Result<Registered> with_verification(Ask& ask, store::TenantDb& db, const User& user, const Tenant& tenant,
                                     std::int64_t work) {
  Result<bool> added = false;
  const auto made = unless_quicker(db, [&] {
    added = insert(ask, db, tenant, user, work);
    if (!added) return false;
    if (*added)
      send_verification(ask, db, user);
    else
      send_word_to_known(ask, db, user.email_key);
    return true;
  });
  if (!added) return added.error();
  if (!made) db.transaction([&] { return send_word_to_known(ask, db, user.email_key), true; });
  return Registered{true, std::nullopt};
}

Result<Registered> at_once(Ask& ask, store::TenantDb& db, const Config& config, const User& user, const Tenant& tenant,
                           std::int64_t work, Transport transport) {
  Result<Entered> entered = Code::USER_EXISTS;
  const auto made = unless_quicker(db, [&] {
    const auto added = insert(ask, db, tenant, user, work);
    entered = added ? Result<Entered>(Code::USER_EXISTS) : added.error();
    if (added && *added) entered = enter(ask, db, config, user, tenant, {transport, {"pwd"}, ""});
    return bool(entered);
  });
  if (!made) return made.error();
  if (!entered) return entered.error();
  return Registered{false, std::move(*entered)};
}

}  // namespace

Result<Registered> register_user(Ask& ask, TenantId id, const Person& person, Transport transport) {
  store::TenantDb db(ask.world.database, id);
  const Config config = settings_of(ask, db);
  if (config.registration.mode != "open") return Code::REGISTRATION_CLOSED;
  const auto tenant = store::own_tenant(db);
  if (!tenant || tenant->status != TenantStatus::active) return Code::INVALID_TENANT;
  const auto checked = check_person(config, "", person, {tenant->name, tenant->slug});
  if (!checked) return checked.error();
  const auto hashed = hash_in_slot(ask, checked->password);
  if (!hashed) return hashed.error();
  const User user = new_user(ask, id, *checked, *hashed, "user");
  if (config.registration.verify_email) return with_verification(ask, db, user, *tenant, hashed->work);
  return at_once(ask, db, config, user, *tenant, hashed->work, transport);
}

}  // namespace doorward::service
