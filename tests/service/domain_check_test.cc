// A domain that a tenant wants verified: asked for by a request, looked at by the upkeep alone, at a real nginx.
#include "service/domain_look.hh"

#include <fstream>

#include "base/text.hh"
#include "service/tenant_life.hh"
#include "support/script_server.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Waiting : UpkeepScene {
  std::string domain = world.slug_of(tenant) + ".example";
  int looks = 0;

  Waiting() { world.owner().run("DELETE FROM domain_checks"); }
  /// The token that must be found.
  std::string want(TenantId whose, const std::string& name) {
    auto ask = world.ask();
    const auto changed = service::change_tenant(ask, service::operator_in(whose), {std::nullopt, std::nullopt, name});
    return changed ? changed->tenant.domain_token : "";
  }
  std::string want() { return want(tenant, domain); }
  Result<service::DomainAsked> ask_for(TenantId whose) {
    auto ask = world.ask();
    return service::ask_domain_check(ask, service::operator_in(whose));
  }
  Tenant seen(TenantId whose) {
    auto ask = world.ask();
    return *service::tenant_itself(ask, whose);
  }
  /// What the tenant is told: a word; "waits": nobody looked; "nothing": nobody asked.
  std::string told(TenantId whose) {
    auto ask = world.ask();
    const auto check = service::domain_check_of(ask, seen(whose));
    if (!check) return "nothing";
    return check->checked_at ? check->why : "waits";
  }
  std::string told() { return told(tenant); }
  std::int64_t events(const std::string& type) { return count_events(world, tenant, type); }
  /// Looks that find this, and are counted.
  void find(const port::Fetched& found) {
    look = [this, found](const std::string&, std::size_t) { return ++looks, found; };
  }
  void later(Span time) {
    world.clock.at += time;
    keep_up();
  }
};

const port::Fetched silence{std::nullopt, "a secret of this network", 0};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(domain_check, Waiting)

BOOST_AUTO_TEST_CASE(the_upkeep_finds_the_file_at_a_real_site_and_gives_the_domain) {
  ScriptServer site("nginx_site.py", {domain});
  look = service::domain_look({"127.0.0.1:" + site.port(), site.file("ca.pem")});
  const auto token = want();
  BOOST_REQUIRE(bool(ask_for(tenant)));
  keep_up();
  BOOST_TEST(told() == "missing");  // nginx's own page, longer than any token
  std::ofstream(site.file("proof")) << "another-" + token.substr(8);
  later(std::chrono::minutes(5));
  BOOST_TEST(told() == "different");
  std::ofstream(site.file("proof")) << std::string(100, 'x');
  later(std::chrono::minutes(20));
  BOOST_TEST(told() == "different");
  BOOST_TEST(!seen(tenant).custom_domain.has_value());
  std::ofstream(site.file("proof")) << token << "\n";
  later(std::chrono::minutes(80));
  BOOST_TEST(seen(tenant).custom_domain.value_or("") == domain);
  BOOST_TEST(told() == "nothing");
  BOOST_TEST(events("tenant_domain_refused") == 3);
  BOOST_TEST(events("tenant_domain_verified") == 1);
  BOOST_TEST(number(world, tenant, "SELECT COUNT(*) FROM t_events WHERE actor_type = 'system'") == 4);
  want(tenant, "");
  want();
  site.end();
  BOOST_REQUIRE(bool(ask_for(tenant)));
  keep_up();
  BOOST_TEST(told() == "unreachable");
}

BOOST_AUTO_TEST_CASE(a_name_that_leads_into_this_house_is_not_asked) {
  look = service::domain_look({});
  domain = world.slug_of(tenant) + ".localhost";
  want();
  BOOST_REQUIRE(bool(ask_for(tenant)));
  keep_up();
  BOOST_TEST(told() == "unreachable");
  auto ask = world.ask();
  const auto operators = service::verify_domain(ask, service::operator_above(tenant), tenant, look);
  BOOST_TEST((operators.error().detail.find("which is not on the internet") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(it_is_looked_at_a_handful_of_times_in_a_day_and_then_no_more) {
  find(silence);
  want();
  BOOST_REQUIRE(bool(ask_for(tenant)));
  BOOST_TEST(told() == "waits");
  for (int hour = 0; hour < 48; ++hour) later(std::chrono::hours(1));
  BOOST_TEST(looks == 6);
  BOOST_TEST(events("tenant_domain_refused") == 6);
  BOOST_TEST(told() == "unreachable");
  BOOST_TEST(number(world, tenant, "SELECT COUNT(*) FROM t_events WHERE data LIKE '%secret%'") == 0);
  BOOST_REQUIRE(bool(ask_for(tenant)));
  BOOST_TEST(told() == "waits");
  keep_up();
  BOOST_TEST(looks == 7);
}

BOOST_AUTO_TEST_CASE(a_tenant_asks_for_what_waits_and_once_a_minute) {
  BOOST_TEST(bool(ask_for(tenant).error().code == Code::NOT_FOUND));
  want();
  const auto asked = ask_for(tenant);
  BOOST_REQUIRE(bool(asked));
  BOOST_TEST(asked->url == "https://" + domain + "/.well-known/doorward-domain");
  BOOST_TEST(bool(asked->asked_at == world.clock.at));
  BOOST_TEST(bool(ask_for(tenant).error().code == Code::RATE_LIMIT_EXCEEDED));
  BOOST_TEST(ask_for(tenant).error().retry_after.count() == 60);
  world.clock.at += std::chrono::minutes(1);
  BOOST_TEST(bool(ask_for(tenant)));
  BOOST_TEST(events("tenant_domain_check_asked") == 2);
}

BOOST_AUTO_TEST_CASE(many_that_wait_are_looked_at_a_few_in_each_round_each_once) {
  find(silence);
  for (int i = 0; i < 12; ++i) {
    const auto one = world.make_tenant();
    want(one, world.slug_of(one) + ".example");
    BOOST_REQUIRE(bool(ask_for(one)));
  }
  BOOST_TEST(kind_of(keep_up(), "domains").rows == 10);
  BOOST_TEST(looks == 10);
  BOOST_TEST(kind_of(keep_up(), "domains").rows == 2);
  BOOST_TEST(kind_of(keep_up(), "domains").rows == 0);
}

BOOST_AUTO_TEST_CASE(it_is_the_last_of_all_and_left_alone_by_who_cannot_look) {
  look = {};
  for (const auto& kind : keep_up()) BOOST_TEST(kind.kind != "domains");
  find(silence);
  BOOST_TEST(keep_up().back().kind == "domains");
}

BOOST_AUTO_TEST_CASE(what_nobody_wants_any_more_is_not_looked_at) {
  find(silence);
  want();
  BOOST_REQUIRE(bool(ask_for(tenant)));
  want(tenant, "other-" + domain);
  BOOST_TEST(told() == "nothing");
  keep_up();
  const auto suspended = world.make_tenant();
  want(suspended, world.slug_of(suspended) + ".example");
  BOOST_REQUIRE(bool(ask_for(suspended)));
  auto ask = world.ask();
  BOOST_REQUIRE(bool(service::suspend_tenant(ask, service::operator_above(suspended), suspended)));
  keep_up();
  BOOST_TEST(looks == 0);
}

BOOST_AUTO_TEST_CASE(who_proves_a_domain_that_another_has_is_told) {
  const auto other = world.make_tenant();
  want(other, domain);
  auto ask = world.ask();
  BOOST_REQUIRE(bool(service::accept_domain(ask, service::operator_above(other), other, domain)));
  find({want(), "", 200});
  BOOST_REQUIRE(bool(ask_for(tenant)));
  keep_up();
  BOOST_TEST(told() == "taken");
  BOOST_TEST(!seen(tenant).custom_domain.has_value());
}

BOOST_AUTO_TEST_CASE(of_two_hosts_one_looks_and_who_asks_meanwhile_is_heard) {
  want();
  BOOST_REQUIRE(bool(ask_for(tenant)));
  const auto now = world.clock.at;
  const auto due = store::due_domain_check(world.platform(), now);
  BOOST_REQUIRE(due.has_value());
  BOOST_TEST(store::claim_domain_check(world.platform(), *due, now + std::chrono::minutes(5)));
  BOOST_TEST(!store::claim_domain_check(world.platform(), *due, now + std::chrono::minutes(5)));
  world.clock.at += std::chrono::minutes(2);
  BOOST_REQUIRE(bool(ask_for(tenant)));
  store::note_domain_check(world.platform(), *due, "missing", now, true);
  store::remove_domain_check(world.platform(), *due);
  BOOST_TEST(told() == "waits");
}

BOOST_AUTO_TEST_SUITE_END()
