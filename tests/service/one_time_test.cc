// Links and codes that work once: for whom, how often, until when, and how many guesses there are.
#include "service/one_time.hh"

#include "base/encode.hh"
#include "model/one_time_code.hh"
#include "support/at_once.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using namespace tests;

namespace {

constexpr auto kind = OpaqueKind::reset;
constexpr std::chrono::minutes life{60};

struct Scene {
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);

  service::OneTime make(OpaqueKind of = kind, const port::Json& data = port::Json::Object{}) {
    auto ask = world.ask();
    store::TenantDb db(world.database, tenant);
    service::OneTime made;
    db.transaction([&] { return made = service::make_one_time(ask, db, {of, user.email, life, user.id, data}), true; });
    return made;
  }
  Result<service::FoundOneTime> find(const service::Presented& presented, OpaqueKind of = kind,
                                     std::optional<TenantId> in = {}) {
    auto ask = world.ask();
    store::TenantDb db(world.database, in.value_or(tenant));
    return service::find_one_time(ask, db, world.config, of, presented);
  }
  std::string by_token(const Secret& token, OpaqueKind of = kind) { return word_of(find({token, "", {}}, of)); }
  std::string by_code(const std::string& code, OpaqueKind of = kind) {
    return word_of(find({{}, user.email, Secret(code)}, of));
  }
  bool use(const service::FoundOneTime& found) {
    auto ask = world.ask();
    store::TenantDb db(world.database, tenant);
    bool used = false;
    db.transaction([&] { return used = service::use_one_time(ask, db, found); });
    return used;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(one_time, Scene)

BOOST_AUTO_TEST_CASE(token_and_code_find_the_same_until_one_of_them_is_used) {
  const auto made = make(kind, port::Json::Object{{"role", "viewer"}});
  const auto found = find({made.token, "", {}});
  BOOST_REQUIRE_EQUAL(word_of(found), "ok");
  BOOST_TEST((found->subject == user.id));
  BOOST_TEST(*found->data.find("role")->string() == "viewer");
  const auto typed = find({{}, user.email, made.shown_code});
  BOOST_REQUIRE_EQUAL(word_of(typed), "ok");
  BOOST_TEST((typed->id == found->id));
  BOOST_TEST(use(*found));
  BOOST_TEST(!use(*typed));
  BOOST_TEST(by_token(made.token) == "TOKEN_EXPIRED");
  BOOST_TEST(by_code(std::string(made.shown_code.reveal())) == "INVALID_TOKEN");
}

BOOST_AUTO_TEST_CASE(whoever_asked_twice_may_use_either_message) {
  const auto first = make(), second = make();
  BOOST_TEST(by_token(first.token) == "ok");
  BOOST_TEST(by_code(std::string(first.shown_code.reveal())) == "ok");
  BOOST_TEST(by_code(std::string(second.shown_code.reveal())) == "ok");
  auto ask = world.ask();
  store::TenantDb db(world.database, tenant);
  service::void_one_times(ask, db, kind, user.id);
  for (const auto& each : {first, second}) BOOST_TEST(by_token(each.token) == "TOKEN_EXPIRED");
}

BOOST_AUTO_TEST_CASE(it_ends_with_its_life) {
  const auto made = make();
  const auto found = find({made.token, "", {}});
  BOOST_REQUIRE(bool(found));
  world.clock.at += Span(life) - Span(1);
  BOOST_TEST(by_token(made.token) == "ok");
  world.clock.at += Span(1);
  BOOST_TEST(by_token(made.token) == "TOKEN_EXPIRED");
  BOOST_TEST(by_code(std::string(made.shown_code.reveal())) == "INVALID_TOKEN");
  BOOST_TEST(!use(*found));  // it was found in time and used too late
}

BOOST_AUTO_TEST_CASE(it_opens_nothing_else_and_nothing_elsewhere) {
  const auto made = make();
  const auto other = world.make_tenant();
  BOOST_TEST(by_token(made.token, OpaqueKind::verify) == "INVALID_TOKEN");
  BOOST_TEST(by_code(std::string(made.shown_code.reveal()), OpaqueKind::verify) == "INVALID_TOKEN");
  BOOST_TEST(word_of(find({made.token, "", {}}, kind, other)) == "INVALID_TOKEN");
  BOOST_TEST(word_of(find({{}, user.email, made.shown_code}, kind, other)) == "INVALID_TOKEN");
  BOOST_TEST(word_of(find({{}, world.make_user(tenant).email, made.shown_code})) == "INVALID_TOKEN");
  const Secret foreign = make_credential(kind, other, parse_credential(made.token.reveal())->secret.reveal());
  BOOST_TEST(word_of(find({foreign, "", {}}, kind, other)) == "INVALID_TOKEN");
  for (const char* text : {"", "x", "dwp_"}) BOOST_TEST(by_token(Secret(std::string(text) + "?")) == "INVALID_TOKEN");
}

BOOST_AUTO_TEST_CASE(of_sixteen_at_once_one_uses_it) {
  const auto made = make();
  const auto answers = at_once(16, {}, [&](World& each, int) {
    auto ask = each.ask();
    store::TenantDb db(each.database, tenant);
    const auto found = service::find_one_time(ask, db, each.config, kind, {made.token, "", {}});
    if (!found) return word_of(found);
    bool used = false;
    db.transaction([&] { return used = service::use_one_time(ask, db, *found); });
    return std::string(used ? "used" : "TOKEN_EXPIRED");
  });
  BOOST_TEST(count_of(answers, "used") == 1);
  BOOST_TEST(count_of(answers, "TOKEN_EXPIRED") == 15);
}

BOOST_AUTO_TEST_CASE(guesses_of_the_code_are_secret_checks_of_the_address) {
  const auto made = make();
  const std::string wrong = made.shown_code.reveal() == "2222-2222" ? "3333-3333" : "2222-2222";
  const auto answers = at_once(32, {{"lockout.delay", "0s"}}, [&](World& each, int) {
    auto ask = each.ask();
    store::TenantDb db(each.database, tenant);
    return word_of(service::find_one_time(ask, db, each.config, kind, {{}, user.email, Secret(wrong)}));
  });
  BOOST_TEST(count_of(answers, "INVALID_TOKEN") == 32);
  BOOST_TEST(number(world, tenant, "SELECT reserved FROM t_secret_checks") == world.config.lockout.after);
  BOOST_TEST(by_code(std::string(made.shown_code.reveal())) == "INVALID_TOKEN");  // locked
  BOOST_TEST(by_token(made.token) == "ok");  // nobody guesses it, so nobody locks it
  BOOST_TEST(count_events(world, tenant, "user_account_locked") == 1);
  BOOST_TEST(count_events(world, tenant, "one_time_code_failed") == 33);
}

BOOST_AUTO_TEST_CASE(a_right_code_makes_the_allowance_whole) {
  const auto made = make();
  BOOST_TEST(by_code("2222-2222") == "INVALID_TOKEN");
  BOOST_TEST(by_code(std::string(made.shown_code.reveal())) == "ok");
  BOOST_TEST(number(world, tenant, "SELECT COUNT(*) FROM t_secret_checks") == 0);
}

BOOST_AUTO_TEST_CASE(a_wrong_code_costs_the_same_whoever_has_the_address) {
  make();
  const auto cost = [&](const std::string& email) {
    (void)find({{}, email, Secret("2222-2222")});  // rows of the name are made
    world.statements();
    (void)find({{}, email, Secret("3333-3333")});
    return world.statements();
  };
  BOOST_TEST(cost(user.email) == cost("nobody-" + to_hex(world.random.bytes(6)) + "@example.test"));
}

BOOST_AUTO_TEST_CASE(links_go_by_the_setting_alone) {
  const auto made = make();
  const World sso({{"service.public_url", "https://sso.example.test"}, {"service.base_path", "/door"}});
  BOOST_TEST(service::link_to(sso.config, OpaqueKind::reset, made.token) ==
             "https://sso.example.test/door/password/reset?token=" + std::string(made.token.reveal()));
}

BOOST_AUTO_TEST_CASE(the_database_has_neither_token_nor_code) {
  const auto made = make(kind, port::Json::Object{{"email", "new-address@example.test"}});
  const std::string bare = *parse_one_time_code(made.shown_code.reveal());
  const std::string secret(parse_credential(made.token.reveal())->secret.reveal());
  const std::string all =
      "SELECT COUNT(*) FROM t_one_time WHERE INSTR(CONCAT(token_hash, code_mac, data, name_mac), ?) > 0";
  for (const std::string& needle : {bare, std::string(made.shown_code.reveal()), secret, to_hex(secret),
                                    std::string(made.token.reveal()), user.email, std::string("new-address")})
    BOOST_TEST(number(world, tenant, all, {needle}) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
