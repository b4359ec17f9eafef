// A person's own sessions: listed page by page, ended one by one.
#include "support/test.hh"

#include <set>

#include "base/encode.hh"
#include "service/cursor.hh"
#include "service/visitor.hh"
#include "support/sign_in.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Person {
  World world;
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);
  service::Entered mine = sign_in(world, user);

  Visitor visitor_of(const service::Entered& who) {
    auto ask = world.ask();
    auto visitor = service::by_access_token(ask, who.tokens->access_token.reveal(), CredentialKind::bearer);
    BOOST_REQUIRE(bool(visitor));
    return *std::move(visitor);
  }
  Result<service::SessionPage> page(const Visitor& visitor, int limit, const std::string& cursor) {
    auto ask = world.ask();
    return service::list_sessions(ask, visitor, limit, cursor);
  }
  std::vector<SessionId> all_pages(const Visitor& visitor, int limit) {
    std::vector<SessionId> ids;
    std::string cursor;
    for (int pages = 0; pages < 100; ++pages) {
      const auto got = page(visitor, limit, cursor);
      BOOST_REQUIRE(bool(got));
      BOOST_TEST(got->items.size() <= std::size_t(limit));
      for (const auto& session : got->items) ids.push_back(session.id);
      if (!got->next_cursor) return ids;
      cursor = *got->next_cursor;
    }
    throw Failure("the list has no end");
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(own_sessions, Person)

BOOST_AUTO_TEST_CASE(pages_give_every_live_session_once_newest_first) {
  std::vector<SessionId> made{mine.session.id};
  for (int i = 0; i < 6; ++i) {
    world.clock.at += std::chrono::milliseconds{5};
    made.insert(made.begin(), sign_in(world, user, i % 2 ? Transport::token : Transport::session).session.id);
  }
  sign_in(world, world.make_user(tenant));  // somebody else's
  const Visitor visitor = visitor_of(mine);
  for (int limit : {1, 2, 3, 7, 200}) BOOST_TEST(bool(all_pages(visitor, limit) == made), limit);
}

BOOST_AUTO_TEST_CASE(the_list_keeps_its_place_while_sessions_come_and_go) {
  std::vector<SessionId> made{mine.session.id};
  for (int i = 0; i < 3; ++i) {
    world.clock.at += std::chrono::milliseconds{5};
    made.insert(made.begin(), sign_in(world, user).session.id);
  }
  const Visitor visitor = visitor_of(mine);
  const auto first = page(visitor, 2, "");
  BOOST_REQUIRE((first && first->next_cursor));
  world.clock.at += std::chrono::milliseconds{5};
  sign_in(world, user);
  auto ask = world.ask();
  BOOST_REQUIRE(bool(service::end_session(ask, visitor, made[1])));  // the very one where the page ended
  const auto second = page(visitor, 2, *first->next_cursor);
  BOOST_REQUIRE(bool(second));
  BOOST_REQUIRE_EQUAL(second->items.size(), 2U);
  BOOST_TEST(bool(second->items[0].id == made[2]));
  BOOST_TEST(bool(second->items[1].id == made[3]));
  BOOST_TEST(!second->next_cursor.has_value());
}

BOOST_AUTO_TEST_CASE(dead_sessions_are_not_listed) {
  const auto ended = sign_in(world, user);
  auto ask = world.ask();
  BOOST_REQUIRE(bool(service::log_out(ask, {false, ended.tokens->refresh_token, {}, {}})));
  const auto idle = sign_in(world, user, Transport::session);
  BOOST_TEST(all_pages(visitor_of(mine), 50).size() == 2U);
  const Visitor visitor = visitor_of(mine);
  world.clock.at += world.config.sessions.idle;
  BOOST_TEST(bool(all_pages(visitor, 50) == std::vector<SessionId>{mine.session.id}));
  world.clock.at += world.config.tokens.refresh_ttl;
  BOOST_TEST(all_pages(visitor, 50).empty());
}

BOOST_AUTO_TEST_CASE(a_session_shows_where_it_came_from) {
  const auto got = page(visitor_of(mine), 50, "");
  BOOST_REQUIRE(bool(got));
  const Session& shown = got->items.at(0);
  BOOST_TEST(shown.ip_address == "192.0.2.7");
  BOOST_TEST(shown.user_agent == "tests/1.0");
  BOOST_TEST(shown.device_id == "device-1");
  BOOST_TEST(bool(shown.created_at == world.clock.now()));
  BOOST_TEST(bool(shown.user == user.id));
}

BOOST_AUTO_TEST_CASE(a_cursor_is_good_for_the_list_it_came_from_alone) {
  sign_in(world, user);
  const Visitor visitor = visitor_of(mine);
  const std::string cursor = page(visitor, 1, "")->next_cursor.value();
  const Visitor neighbour = visitor_of(sign_in(world, world.make_user(tenant)));
  const auto refused = page(neighbour, 1, cursor);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().fields.at(0).field == "cursor");
  for (std::size_t at = 0; at < cursor.size(); ++at) {
    std::string forged = cursor;
    forged[at] = forged[at] == 'A' ? 'B' : 'A';
    BOOST_TEST(!page(visitor, 1, forged), at);
  }
  for (const std::string& text :
       {std::string("x"), cursor + "A", cursor.substr(1), std::string(5000, 'A'), "=" + cursor})
    BOOST_TEST(!page(visitor, 1, text));
  BOOST_TEST(bool(page(visitor, 1, cursor)));
}

BOOST_AUTO_TEST_CASE(cursors_differ_by_tenant_route_and_filter) {
  auto ask = world.ask();
  const service::ListPlace place{tenant, "users", "status=active"};
  const std::string cursor = service::make_cursor(ask, place, "key");
  BOOST_TEST(*service::read_cursor(ask, place, cursor) == "key");
  for (const service::ListPlace& other :
       {service::ListPlace{world.make_tenant(), "users", "status=active"},
        service::ListPlace{tenant, "user", "sstatus=active"}, service::ListPlace{tenant, "users", "status=locked"}})
    BOOST_TEST(!service::read_cursor(ask, other, cursor));
}

BOOST_AUTO_TEST_CASE(ending_one_spares_the_others_and_foreign_ones_do_not_exist) {
  const auto other = sign_in(world, user);
  const auto neighbour = sign_in(world, world.make_user(tenant));
  const auto foreign = sign_in(world, world.make_user(world.make_tenant()));
  const Visitor visitor = visitor_of(mine);
  auto ask = world.ask();
  for (const SessionId id : {neighbour.session.id, foreign.session.id, SessionId{}}) {
    const auto ended = service::end_session(ask, visitor, id);
    BOOST_REQUIRE(!ended);
    BOOST_TEST(bool(ended.error().code == Code::NOT_FOUND));
  }
  visitor_of(neighbour);
  visitor_of(foreign);
  for (int i = 0; i < 2; ++i) BOOST_TEST(bool(service::end_session(ask, visitor, other.session.id)));
  BOOST_TEST(!service::by_access_token(ask, other.tokens->access_token.reveal(), CredentialKind::bearer));
  BOOST_TEST(count_events(world, tenant, "auth_session_ended") == 1);
  visitor_of(mine);
}

BOOST_AUTO_TEST_CASE(ending_all_others_keeps_the_one_that_asks) {
  const auto other = sign_in(world, user);
  const auto cookie = sign_in(world, user, Transport::session);
  auto ask = world.ask();
  for (int i = 0; i < 2; ++i) {
    const auto ended = service::end_other_sessions(ask, visitor_of(mine));
    BOOST_REQUIRE(bool(ended));
    BOOST_TEST(!ended->effective_at.has_value());
  }
  BOOST_TEST(!service::by_access_token(ask, other.tokens->access_token.reveal(), CredentialKind::bearer));
  BOOST_TEST(!service::by_session_cookie(ask, cookie.session_cookie.reveal()));
  BOOST_TEST(bool(refresh(world, mine.tokens->refresh_token)));
  BOOST_TEST(count_events(world, tenant, "auth_session_ended") == 1);
}

BOOST_AUTO_TEST_SUITE_END()
