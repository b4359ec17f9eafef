// Which tenant a request belongs to: every source alone, against every other, switched off, and for people of the
// platform.
#include "route/tenant.hh"

#include "route/table.hh"
#include "service/revocation.hh"
#include "support/desk.hh"
#include "support/test.hh"

using namespace tests;

namespace {

/// Two tenants, and a service that knows sub-domains of sites.example and the default tenant one.
struct Two {
  House one;
  doorward::TenantId other;
  std::string other_slug;

  explicit Two(doorward::ConfigWords changes = {}) : one(with_domain(std::move(changes))) {
    other = one.world.make_tenant();
    other_slug = one.world.slug_of(other);
    one.desk.always.clear();
  }
  static doorward::ConfigWords with_domain(doorward::ConfigWords changes) {
    changes.emplace("service.site_domain", "sites.example");
    changes.emplace("limits.scale", "100000");
    changes.emplace("lockout.after", "100");
    changes.emplace("lockout.delay", "0s");
    return changes;
  }

  /// The log-in of one's user: 200 where the tenant is one, 401 where it is the other, else the refusal's code.
  std::string log_in(const std::function<void(Request&)>& say) {
    auto request = one.desk.request("POST", "/auth/login");
    request.content_type = "application/json";
    request.body = doorward::port::dump_json(one.credentials(one.user));
    say(request);
    const auto answer = one.desk.ask(request);
    if (answer.status == 200) return "one";
    const auto code = code_of(answer);
    return code == "INVALID_CREDENTIALS" ? "other" : code;
  }
};

using Say = std::function<void(Request&, const std::string& slug, const std::string& id)>;

/// Every source but the credential, which a log-in does not look at.
std::vector<std::pair<std::string, Say>> sources() {
  return {
      {"location", [](Request& r, const std::string& slug, const std::string&) { r.location_tenant = slug; }},
      {"location id", [](Request& r, const std::string&, const std::string& id) { r.location_tenant = id; }},
      {"host", [](Request& r, const std::string& slug, const std::string&) { r.host = slug + ".sites.example:8080"; }},
      {"header",
       [](Request& r, const std::string& slug, const std::string&) {
         r.headers.push_back({"x-tenant-id", slug});
       }},
      {"header id",
       [](Request& r, const std::string&, const std::string& id) {
         r.headers.push_back({"x-tenant-id", id});
       }},
      {"query", [](Request& r, const std::string& slug, const std::string&) { r.query += "&tenant_id=" + slug; }},
      {"query id", [](Request& r, const std::string&, const std::string& id) { r.query += "&tenant_id=" + id; }}};
}

std::string kind(const std::string& name) { return name.substr(0, name.find(' ')); }

}  // namespace

BOOST_AUTO_TEST_SUITE(tenants)

BOOST_AUTO_TEST_CASE(each_source_alone_names_the_tenant) {
  Two two;
  for (const auto& [name, say] : sources()) {
    BOOST_TEST(two.log_in([&, &say = say](Request& r) { say(r, two.one.slug, two.one.tenant.text()); }) == "one", name);
    BOOST_TEST(two.log_in([&, &say = say](Request& r) { say(r, two.other_slug, two.other.text()); }) == "other", name);
    BOOST_TEST(
        two.log_in([&, &say = say](Request& r) { say(r, "t-unknown", doorward::Id{}.text()); }) == "INVALID_TENANT",
        name);
  }
  BOOST_TEST(two.log_in([](Request&) {}) == "TENANT_REQUIRED");
  // A host is a domain, never a slug, whatever was looked up before.
  BOOST_TEST(two.log_in([&](Request& r) { r.host = two.one.slug; }) == "TENANT_REQUIRED");
}

BOOST_AUTO_TEST_CASE(two_sources_agree_or_are_refused) {
  Two two;
  for (const auto& [first, say] : sources())
    for (const auto& [second, also] : sources()) {
      if (kind(first) == kind(second)) continue;
      BOOST_TEST(two.log_in([&, &say = say, &also = also](Request& r) {
        say(r, two.one.slug, two.one.tenant.text());
        also(r, two.one.slug, two.one.tenant.text());
      }) == "one",
                 first << " and " << second);
      BOOST_TEST(two.log_in([&, &say = say, &also = also](Request& r) {
        say(r, two.one.slug, two.one.tenant.text());
        also(r, two.other_slug, two.other.text());
      }) == "TENANT_MISMATCH",
                 first << " against " << second);
    }
}

BOOST_AUTO_TEST_CASE(one_source_that_contradicts_itself_names_nobody) {
  Two two;
  BOOST_TEST(two.log_in([&](Request& r) { r.query = "tenant_id=" + two.one.slug + "&tenant_id=" + two.other_slug; }) ==
             "INVALID_TENANT");
  BOOST_TEST(two.log_in([&](Request& r) {
    r.headers = {{"x-tenant-id", two.one.slug}, {"x-tenant-id", two.other_slug}};
  }) == "INVALID_TENANT");
  BOOST_TEST(two.log_in([&](Request& r) {
    r.content_type = "application/x-www-form-urlencoded";
    r.headers = {{"sec-fetch-site", "same-origin"}, {"x-tenant-id", two.one.slug}};
    r.body = "tenant_id=" + two.one.slug + "&tenant_id=" + two.other_slug + "&email=a%40b.example&password=12345678";
  }) == "MALFORMED_BODY");
}

BOOST_AUTO_TEST_CASE(the_default_counts_only_when_nothing_else_is_said) {
  House maker;
  Two two(doorward::ConfigWords{{"service.default_tenant", maker.slug}});
  two.one.user = maker.user;
  BOOST_TEST(two.log_in([](Request&) {}) == "one");
  for (const auto& [name, say] : sources())
    BOOST_TEST(two.log_in([&, &say = say](Request& r) { say(r, two.other_slug, two.other.text()); }) == "other", name);
}

BOOST_AUTO_TEST_CASE(each_source_can_be_switched_off) {
  for (const std::string off : {"location", "host", "header", "query"}) {
    std::string left = "credential";
    for (const std::string source : {"location", "host", "header", "query"})
      if (source != off) left += " " + source;
    Two two(doorward::ConfigWords{{"service.tenant_sources", left}});
    for (const auto& [name, say] : sources()) {
      const auto found = two.log_in([&, &say = say](Request& r) { say(r, two.one.slug, two.one.tenant.text()); });
      BOOST_TEST(found == (kind(name) == off ? "TENANT_REQUIRED" : "one"), name << " without " << off);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_location_of_several_tenants_lets_each_of_them_speak) {
  Two two;
  const auto both = two.one.slug + " " + two.other_slug;
  BOOST_TEST(two.log_in([&](Request& r) { r.location_tenant = both; }) == "TENANT_REQUIRED");
  BOOST_TEST(two.log_in([&](Request& r) {
    r.location_tenant = both;
    r.headers.push_back({"x-tenant-id", two.one.slug});
  }) == "one");
  const auto third = two.one.world.slug_of(two.one.world.make_tenant());
  BOOST_TEST(two.log_in([&](Request& r) {
    r.location_tenant = both;
    r.headers.push_back({"x-tenant-id", third});
  }) == "TENANT_MISMATCH");
  BOOST_TEST(two.log_in([&](Request& r) {
    r.location_tenant = "*";
    r.headers.push_back({"x-tenant-id", two.one.slug});
  }) == "one");
}

BOOST_AUTO_TEST_CASE(a_tenant_may_have_a_domain_of_its_own) {
  Two two;
  const auto domain = two.one.slug + ".example.org";
  two.one.world.platform().mysql().run("UPDATE tenants SET custom_domain = ? WHERE id = ?",
                                       {domain, doorward::port::sql(two.one.tenant)});
  BOOST_TEST(two.log_in([&](Request& r) { r.host = domain + ":8443"; }) == "one");
  BOOST_TEST(two.log_in([&](Request& r) { r.host = "unknown.example.org"; }) == "TENANT_REQUIRED");
  BOOST_TEST(two.log_in([&](Request& r) {
    r.host = domain;
    r.headers.push_back({"x-tenant-id", two.other_slug});
  }) == "TENANT_MISMATCH");
}

BOOST_AUTO_TEST_CASE(a_tenant_that_is_not_active_is_as_an_unknown_one) {
  Two two;
  for (const char* status : {"suspended", "canceled"}) {
    const auto slug = two.one.world.slug_of(two.other);
    two.one.world.platform().mysql().run("UPDATE tenants SET status = ? WHERE id = ?",
                                         {std::string(status), doorward::port::sql(two.other)});
    BOOST_TEST(two.log_in([&](Request& r) { r.headers.push_back({"x-tenant-id", slug}); }) == "INVALID_TENANT");
    // Its own domain is not another name of this service meanwhile.
    two.one.world.platform().mysql().run("UPDATE tenants SET custom_domain = ? WHERE id = ?",
                                         {slug + ".example", doorward::port::sql(two.other)});
    const auto at_its_domain = [&](Request& r) { r.host = slug + ".example"; };
    BOOST_TEST(two.log_in(at_its_domain) == "INVALID_TENANT");
    BOOST_TEST(two.log_in([&](Request& r) {
      at_its_domain(r);
      r.location_tenant = two.one.slug;
    }) == "TENANT_MISMATCH");
  }
  for (const auto& name : {std::string(), std::string("platform"), doorward::platform_tenant.text()})
    BOOST_TEST(two.log_in([&](Request& r) { r.headers.push_back({"x-tenant-id", name}); }) == "INVALID_TENANT", name);
}

BOOST_AUTO_TEST_CASE(a_credential_names_its_tenant_and_the_rest_must_agree) {
  Two two;
  const auto who = bearer(two.one.access_token(two.one.user));
  BOOST_TEST(two.one.desk.get("/auth/me", who).status == 200);
  for (const auto& [name, say] : sources()) {
    auto request = two.one.desk.request("GET", "/auth/me", who);
    say(request, two.one.slug, two.one.tenant.text());
    BOOST_TEST(two.one.desk.ask(request).status == 200, name);
    request = two.one.desk.request("GET", "/auth/me", who);
    say(request, two.other_slug, two.other.text());
    BOOST_TEST(code_of(two.one.desk.ask(request)) == "TENANT_MISMATCH", name);
  }
}

BOOST_AUTO_TEST_CASE(without_the_credential_as_a_source_another_must_name_its_tenant) {
  Two two(doorward::ConfigWords{{"service.tenant_sources", "header"}});
  two.one.desk.always = {{"x-tenant-id", two.one.slug}};
  const auto who = bearer(two.one.access_token(two.one.user));
  BOOST_TEST(two.one.desk.get("/auth/me", who).status == 200);
  two.one.desk.always.clear();
  BOOST_TEST(code_of(two.one.desk.get("/auth/me", who)) == "TENANT_REQUIRED");
  two.one.desk.always = {{"x-tenant-id", two.other_slug}};
  BOOST_TEST(code_of(two.one.desk.get("/auth/me", who)) == "TENANT_MISMATCH");
}

BOOST_AUTO_TEST_CASE(people_of_the_platform_and_resellers_name_what_they_administer) {
  Two two;
  auto& world = two.one.world;
  const auto reseller = world.make_tenant("", "reseller");
  world.platform().mysql().run("UPDATE tenants SET reseller_id = ? WHERE id = ?",
                               {doorward::port::sql(reseller), doorward::port::sql(two.one.tenant)});
  const auto log_in = [&](const MadeUser& who) {
    return bearer(
        text_at(json_of(two.one.desk.post("/auth/platform/login", two.one.credentials(who))), "tokens.access_token"));
  };
  const auto admin = log_in(world.make_user(doorward::platform_tenant, "platform_admin"));
  const auto seller = log_in(world.make_user(reseller, "reseller"));
  const auto ask = [&](const Headers& who, const std::string& tenant) {
    auto headers = who;
    if (!tenant.empty()) headers.push_back({"x-tenant-id", tenant});
    const auto answer = two.one.desk.get("/auth/me", headers);
    return answer.status == 200 ? "200" : code_of(answer);
  };
  BOOST_TEST(ask(admin, "") == "200");
  BOOST_TEST(ask(admin, two.one.slug) == "200");
  BOOST_TEST(ask(admin, two.other_slug) == "200");
  BOOST_TEST(ask(admin, "t-unknown") == "INVALID_TENANT");
  BOOST_TEST(ask(seller, "") == "200");
  BOOST_TEST(ask(seller, two.one.slug) == "200");
  BOOST_TEST(ask(seller, two.other_slug) == "INVALID_TENANT");
  BOOST_TEST(ask(seller, "t-unknown") == "INVALID_TENANT");
  auto bound = two.one.desk.request("GET", "/auth/me", admin);
  bound.location_tenant = two.one.slug;
  BOOST_TEST(code_of(two.one.desk.ask(bound)) == "TENANT_MISMATCH");
}

BOOST_AUTO_TEST_CASE(the_platform_reads_of_every_tenant_that_it_still_has_and_changes_nothing_in_one_that_waits) {
  Two two;
  auto& world = two.one.world;
  const auto reseller = world.make_tenant("", "reseller");
  const auto id = doorward::port::sql(two.other);
  world.platform().mysql().run("UPDATE tenants SET reseller_id = ? WHERE id = ?", {doorward::port::sql(reseller), id});
  const auto log_in = [&](const MadeUser& who) {
    return bearer(
        text_at(json_of(two.one.desk.post("/auth/platform/login", two.one.credentials(who))), "tokens.access_token"));
  };
  const auto admin = log_in(world.make_user(doorward::platform_tenant, "platform_admin"));
  const auto seller = log_in(world.make_user(reseller, "reseller"));
  const auto events = [&](const std::string& tenant) {
    auto request = two.one.desk.request("GET", "/auth/platform/events", admin);
    request.query = "tenant_id=" + tenant;
    const auto answer = two.one.desk.ask(request);
    return answer.status == 200 ? "200" : code_of(answer);
  };
  for (const char* status : {"active", "suspended", "canceled"}) {
    world.platform().mysql().run("UPDATE tenants SET status = ? WHERE id = ?", {std::string(status), id});
    doorward::service::Ask ask = world.ask();
    (void)doorward::service::forget_tenant(ask, two.other, ask.now);
    BOOST_TEST(events(two.other_slug) == "200", status);
    BOOST_TEST(events(two.other.text()) == "200", status);
  }
  Headers named = admin;
  named.push_back({"x-tenant-id", two.other_slug});
  BOOST_TEST(code_of(two.one.desk.post("/auth/invites", "{}", named)) == "INVALID_TENANT");
  named = seller;
  named.push_back({"x-tenant-id", two.other_slug});
  BOOST_TEST(code_of(two.one.desk.get("/auth/me", named)) == "INVALID_TENANT");
  world.platform().mysql().run("UPDATE tenants SET deleted_at = created_at WHERE id = ?", {id});
  doorward::service::Ask ask = world.ask();
  (void)doorward::service::forget_tenant(ask, two.other, ask.now);
  BOOST_TEST(events(two.other_slug) == "INVALID_TENANT");
}

BOOST_AUTO_TEST_SUITE_END()
