// DOORWARD_REQUIRE and the identity that the gate hands out.
#include "model/gate.hh"

#include <algorithm>

#include "support/test.hh"

using namespace doorward;

namespace {

const Time now = from_unix(1'800'000'000);

Visitor visitor() {
  Visitor v;
  v.tenant.id = TenantId(*Id::parse("01890000-0000-7000-8000-000000000001"));
  v.tenant.slug = "acme";
  v.tenant.features = {"api_access"};
  v.user.id = UserId(*Id::parse("01890000-0000-7000-8000-000000000002"));
  v.user.tenant = v.tenant.id;
  v.user.email = "ann@example.org";
  v.user.email_trusted = true;
  v.user.first_name = "Ann";
  v.user.last_name = "Archer";
  v.user.role = "admin";
  v.user.permissions = {"manage_users", "reports.read"};
  v.session.id = SessionId(*Id::parse("01890000-0000-7000-8000-000000000003"));
  v.session.auth_time = now - seconds(100);
  v.session.amr = {"pwd"};
  return v;
}

std::string answer(const Visitor& v, std::string_view text, bool any_tenant = false) {
  const auto requirement = parse_requirement(text, any_tenant);
  if (!requirement) return "malformed";
  const auto met = meets(v, v.tenant, {}, *requirement, now);
  return met ? "yes" : std::string(row_of(met.error().code).name);
}

std::string value(const Identity& identity, std::string_view name) {
  const auto found =
      std::find_if(identity.begin(), identity.end(), [&](const auto& line) { return line.first == name; });
  return found == identity.end() ? "(none)" : found->second;
}

std::string remote_user(const Visitor& v, std::string_view setting, bool any_tenant) {
  return value(identity_of(v, setting, any_tenant), "REMOTE_USER");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gate)

BOOST_AUTO_TEST_CASE(every_word_must_hold_and_alternatives_are_or) {
  const Visitor v = visitor();
  BOOST_TEST(answer(v, "") == "yes");
  BOOST_TEST(answer(v, "role:admin") == "yes");
  BOOST_TEST(answer(v, "role:owner|admin") == "yes");
  BOOST_TEST(answer(v, "role:owner") == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(answer(v, "role:admin permission:reports.write") == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(answer(v, "role:admin  permission:reports.write|reports.read") == "yes");
  BOOST_TEST(answer(v, "feature:api_access") == "yes");
  BOOST_TEST(answer(v, "feature:webhooks") == "FEATURE_NOT_AVAILABLE");
  BOOST_TEST(answer(v, "verified") == "EMAIL_NOT_VERIFIED");
  BOOST_TEST(answer(v, "mfa") == "MFA_REQUIRED");
  BOOST_TEST(answer(v, "fresh:100") == "yes");
  BOOST_TEST(answer(v, "fresh:99") == "STEP_UP_REQUIRED");
}

BOOST_AUTO_TEST_CASE(a_role_is_taken_as_it_is_written) {
  Visitor v = visitor();
  for (const char* role : {"Admin", "admi", "adminx", "admin,owner"}) {
    v.user.role = role;
    BOOST_TEST(answer(v, "role:admin") == "INSUFFICIENT_PERMISSIONS");
  }
}

BOOST_AUTO_TEST_CASE(scopes_narrow_only_where_there_are_any) {
  Visitor v = visitor();
  BOOST_TEST(answer(v, "scope:read") == "yes");
  v.scope = {"write"};
  BOOST_TEST(answer(v, "scope:read") == "INSUFFICIENT_PERMISSIONS");
  v.scope = {"read"};
  BOOST_TEST(answer(v, "scope:read") == "yes");
}

BOOST_AUTO_TEST_CASE(a_second_factor_is_seen_in_amr) {
  Visitor v = visitor();
  for (const char* method : {"mfa", "otp", "hwk", "sms"}) {
    v.session.amr = {"pwd", method};
    BOOST_TEST(answer(v, "mfa") == "yes");
  }
}

BOOST_AUTO_TEST_CASE(words_that_mean_nothing_are_refused) {
  for (const char* text : {"roles:admin", "role", "role:", "role:a||b", "fresh:", "fresh:-1", "fresh:1h",
                           "fresh:99999999999999999999", "mfa:yes", "verified:", "admin", ":", "permission:acme/",
                           "permission:/x", "feature:acme/x", "role:admin bogus"})
    BOOST_TEST(answer(visitor(), text) == "malformed", text);
}

BOOST_AUTO_TEST_CASE(under_any_tenant_roles_name_their_tenant) {
  const Visitor v = visitor();
  BOOST_TEST(answer(v, "role:admin", true) == "malformed");
  BOOST_TEST(answer(v, "permission:reports.read", true) == "malformed");
  BOOST_TEST(answer(v, "role:acme/admin", true) == "yes");
  BOOST_TEST(answer(v, "role:globex/admin", true) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(answer(v, "role:globex/admin|acme/admin", true) == "yes");
  BOOST_TEST(answer(v, "permission:globex/reports.read", true) == "INSUFFICIENT_PERMISSIONS");
  BOOST_TEST(answer(v, "fresh:300 feature:api_access", true) == "yes");
  BOOST_TEST(answer(v, "role:globex/admin", false) == "INSUFFICIENT_PERMISSIONS");
}

BOOST_AUTO_TEST_CASE(identity_says_who_is_there) {
  const Identity identity = identity_of(visitor(), "email", false);
  BOOST_TEST(value(identity, "USER") == "01890000-0000-7000-8000-000000000002");
  BOOST_TEST(value(identity, "EMAIL") == "ann@example.org");
  BOOST_TEST(value(identity, "NAME") == "Ann Archer");
  BOOST_TEST(value(identity, "TENANT_SLUG") == "acme");
  BOOST_TEST(value(identity, "ROLE") == "admin");
  BOOST_TEST(value(identity, "PERMISSIONS") == "manage_users reports.read");
  BOOST_TEST(value(identity, "IMPERSONATOR") == "(none)");
  BOOST_TEST(value(identity, "REMOTE_USER") == "ann@example.org");
}

BOOST_AUTO_TEST_CASE(remote_user_is_an_address_only_where_that_is_safe) {
  Visitor v = visitor();
  BOOST_TEST(remote_user(v, "email", true) == "acme/ann@example.org");
  BOOST_TEST(remote_user(v, "slug/email", false) == "acme/ann@example.org");
  BOOST_TEST(remote_user(v, "id", true) == v.user.id.text());
  v.user.email_trusted = false;
  BOOST_TEST(remote_user(v, "email", false) == v.user.id.text());
  BOOST_TEST(remote_user(v, "slug/email", false) == "acme/" + v.user.id.text());
}

BOOST_AUTO_TEST_CASE(two_people_never_have_one_value) {
  Visitor a = visitor(), b = visitor();
  a.user.email = "\xc3\xbc@example.org";
  b.user.email = "%C3%BC@example.org";
  BOOST_TEST(remote_user(a, "email", false) != remote_user(b, "email", false));
}

BOOST_AUTO_TEST_CASE(values_are_safe_and_bounded_whatever_the_profile_holds) {
  Visitor v = visitor();
  v.user.first_name = "Eve\r\nSet-Cookie: x=1";
  v.user.last_name = std::string("\0\x7f\xff", 3);
  for (int i = 0; i < 200; ++i) v.user.last_name += "\xe2\x82\xac";
  v.user.email = std::string(200, '\xfc') + "@example.org";
  v.user.permissions.clear();
  for (int i = 0; i < 60; ++i) v.user.permissions.push_back("permission_number_" + std::to_string(1000 + i));
  std::size_t size = 0;
  for (const auto& [name, text] : identity_of(v, "slug/email", true)) {
    size += name.size() + text.size() + 24;
    BOOST_TEST(std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; }), name);
  }
  BOOST_TEST(size <= 3000U);
  v.user.permissions.resize(200, "permission_number");
  BOOST_TEST(value(identity_of(v, "email", false), "PERMISSIONS") == "(none)");
}

BOOST_AUTO_TEST_CASE(a_long_name_is_cut_between_characters) {
  Visitor v = visitor();
  v.user.first_name.clear();
  for (int i = 0; i < 100; ++i) v.user.first_name += "\xe2\x82\xac";
  const std::string name = value(identity_of(v, "email", false), "NAME");
  BOOST_TEST(name.size() <= 200U);
  BOOST_TEST(name.size() % 9 == 0U);  // whole characters of three bytes, each escaped
}

BOOST_AUTO_TEST_SUITE_END()
