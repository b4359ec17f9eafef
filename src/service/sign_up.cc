// A stranger makes an organization: its row, its settings, its owner and the first session in one transaction.
#include "model/slug.hh"
#include "service/event.hh"
#include "service/own_address.hh"
#include "service/person.hh"
#include "service/settings.hh"
#include "store/settings.hh"
#include "store/tenants.hh"
#include "store/users.hh"

namespace doorward::service {
namespace {

constexpr std::size_t organization_name_max = 200;  // characters, as the column has it

Result<std::string> organization_name(const SignUp& wanted) {
  auto name = checked_name(wanted.organization_name, organization_name_max);
  if (!name || name->empty())
    return wrong("organization.name", "must be 1 to 200 characters without control characters");
  return *name;
}

Tenant new_organization(Ask& ask, const SignUp& wanted, std::string name) {
  Tenant tenant;
  tenant.id = TenantId(ask.world.random.id(ask.now));
  tenant.slug = wanted.slug;
  tenant.name = std::move(name);
  tenant.terms = ask.world.config.plans.basic;
  tenant.theme = ask.world.config.theme;
  tenant.tokens_not_before = tenant.created_at = tenant.updated_at = ask.now;
  return tenant;
}

void note_organization(Ask& ask, store::TenantDb& db, const Tenant& tenant, const User& owner) {
  std::vector<store::Event> events;
  for (const char* type : {"organization_created", "organization_signup_completed"}) {
    store::Event event = event_of(ask, type);
    event.actor = owner.id;
    event.subject = tenant.id;
    event.data.set("slug", tenant.slug).set("plan_type", tenant.plan_type);
    events.push_back(std::move(event));
  }
  store::write_events(db, events);
}

Result<Registered> make(Ask& ask, const Tenant& tenant, const User& owner, const SignUp& wanted, std::int64_t work) {
  store::TenantDb db(ask.world.database, tenant.id);
  const Config config = settings_of(ask, db);
  const bool verify = config.registration.verify_email;
  Result<Entered> entered = Code::EMAIL_NOT_VERIFIED;
  Result<void> added;
  try {
    db.transaction([&] {
      store::insert_own_tenant(db, tenant);
      // Written down, so that another default of this host never opens an organization that exists.
      store::put_setting(db, "registration.mode", ask.world.config.registration.mode, ask.now);
      added = add_person(ask, db, tenant, owner, {store::EmailSource::self, work, owner.id});
      if (!added) return false;
      note_organization(ask, db, tenant, owner);
      if (verify)
        send_verification(ask, db, owner);
      else
        entered = enter(ask, db, config, owner, tenant, {wanted.transport, {"pwd"}, ""});
      return verify || entered;
    });
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() == port::SqlRefusal::duplicate) return Code::SLUG_TAKEN;
    throw;
  }
  if (!added) return added.error();
  if (verify) return Registered{true, std::nullopt};
  if (!entered) return entered.error();
  return Registered{false, std::move(*entered)};
}

}  // namespace

Result<Registered> sign_up(Ask& ask, const SignUp& wanted) {
  const Config& config = ask.world.config;
  if (!config.signup.enabled) return Code::REGISTRATION_CLOSED;
  if (const auto fault = slug_fault(wanted.slug, config.signup.reserved)) return *fault;
  const auto name = organization_name(wanted);
  if (!name) return name.error();
  auto person = check_person(config, "user.", wanted.owner, {*name, wanted.slug});
  if (!person) return person.error();
  if (ask.world.database.slug_in_use(wanted.slug)) return Code::SLUG_TAKEN;
  const auto hashed = hash_in_slot(ask, person->password);
  if (!hashed) return hashed.error();
  const Tenant tenant = new_organization(ask, wanted, *name);
  return make(ask, tenant, new_user(ask, tenant.id, *person, *hashed, "owner"), wanted, hashed->work);
}

}  // namespace doorward::service
