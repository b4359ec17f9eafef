// Rows read by hand, so that tests do not prove the service by itself.
#include "support/sign_in.hh"

#include "base/encode.hh"
#include "base/text.hh"
#include "service/settings.hh"

namespace tests {

using namespace doorward;

User read_user(World& world, const MadeUser& who) {
  User user;
  user.id = who.id;
  user.tenant = who.tenant;
  user.email = user.email_key = who.email;
  store::TenantDb db(world.database, who.tenant);
  db.each("SELECT role, password_set_at, tokens_not_before, login_count FROM t_users WHERE id = ?", {port::sql(who.id)},
          [&](const port::SqlRow& row) {
            user.role = row.text(0);
            user.password_set_at = row.maybe_time(1);
            user.tokens_not_before = row.time(2);
            user.login_count = row.number(3);
          });
  return user;
}

Tenant read_tenant(World& world, TenantId id) {
  Tenant tenant;
  tenant.id = id;
  store::TenantDb db(world.database, id);
  db.each("SELECT kind, slug, plan_type FROM t_tenant", {}, [&](const port::SqlRow& row) {
    tenant.kind = *parse_tenant_kind(row.text(0));
    tenant.slug = row.text(1);
    tenant.plan_type = row.text(2);
  });
  return tenant;
}

Result<service::Entered> try_enter(World& world, const User& user, const service::Entrance& how) {
  const Tenant tenant = read_tenant(world, user.tenant);
  auto ask = world.ask();
  Result<service::Entered> entered = Code::INTERNAL_ERROR;
  store::TenantDb db(world.database, user.tenant);
  db.transaction([&] {
    entered = service::enter(ask, db, service::settings_of(ask, db), user, tenant, how);
    return bool(entered);
  });
  return entered;
}

service::Entered sign_in(World& world, const MadeUser& who, Transport transport) {
  auto entered = try_enter(world, read_user(world, who), {transport, {"pwd"}, "device-1"});
  if (!entered) throw Failure("fixture: " + std::string(row_of(entered.error().code).name));
  return *std::move(entered);
}

Result<service::Refreshed> refresh(World& world, const Secret& token) {
  auto ask = world.ask();
  return service::refresh(ask, token);
}

port::Json claims_of(const Secret& access_token) {
  const auto payload = from_base64url(split(access_token.reveal(), '.').at(1));
  if (!payload) throw Failure("fixture: not a token");
  return *port::parse_json(*payload);
}

std::vector<std::string> events_of(World& world, TenantId tenant, UserId about) {
  std::vector<std::string> types;
  store::TenantDb db(world.database, tenant);
  const auto take = [&](const port::SqlRow& row) { types.push_back(row.text(0)); };
  if (about.nil())
    db.each("SELECT type FROM t_events ORDER BY occurred_at, type", {}, take);
  else
    db.each("SELECT type FROM t_events WHERE subject_id = ? ORDER BY occurred_at, type", {port::sql(about)}, take);
  return types;
}

std::int64_t number(World& world, TenantId tenant, std::string_view statement,
                    const std::vector<port::SqlValue>& values) {
  std::int64_t got = -1;
  store::TenantDb db(world.database, tenant);
  db.each(statement, values, [&](const port::SqlRow& row) { got = row.number(0); });
  return got;
}

std::int64_t count_events(World& world, TenantId tenant, const std::string& type) {
  return number(world, tenant, "SELECT COUNT(*) FROM t_events WHERE type = ?", {type});
}

}  // namespace tests
