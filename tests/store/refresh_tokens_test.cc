// Refresh tokens as rows: used once, one successor, unseen by other tenants.
#include "support/test.hh"

#include "store/refresh_tokens.hh"

#include "store/sessions.hh"
#include "support/world.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Rows {
  World world;
  TenantId tenant = world.make_tenant();
  Session session;
  std::optional<store::TenantDb> db;

  Rows() {
    session.tenant = tenant;
    session.user = world.make_user(tenant).id;
    session.id = SessionId(world.random.id(world.clock.now()));
    session.created_at = session.last_used_at = session.auth_time = world.clock.now();
    session.expires_at = session.idle_ends_at = world.clock.now() + seconds{3600};
    db.emplace(world.database, tenant);
    store::insert_session(*db, session);
  }
  store::RefreshToken row(char name, std::optional<char> parent = {}) {
    store::RefreshToken token{std::string(32, name), session.id, {}, world.clock.now(), session.expires_at, {}, {}};
    if (parent) token.parent = std::string(32, *parent);
    return token;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(refresh_token_rows, Rows)

BOOST_AUTO_TEST_CASE(a_row_comes_back_as_it_was_written) {
  store::insert_refresh_token(*db, row('a'));
  store::insert_refresh_token(*db, row('b', 'a'));
  const auto got = store::find_successor(*db, std::string(32, 'a'));
  BOOST_REQUIRE(got.has_value());
  BOOST_TEST((got->hash == std::string(32, 'b') && got->parent == std::string(32, 'a')));
  BOOST_TEST(bool(got->session == session.id));
  BOOST_TEST(bool(got->expires_at == session.expires_at));
  BOOST_TEST((!got->used_at && got->sealed_successor.empty()));
}

BOOST_AUTO_TEST_CASE(a_token_is_used_once) {
  store::insert_refresh_token(*db, row('a'));
  store::insert_refresh_token(*db, row('b', 'a'));
  BOOST_TEST(store::use_refresh_token(*db, std::string(32, 'b'), world.clock.now(), "sealed"));
  BOOST_TEST(!store::use_refresh_token(*db, std::string(32, 'b'), world.clock.now() + seconds{1}, "other"));
  BOOST_TEST(!store::use_refresh_token(*db, std::string(32, 'c'), world.clock.now(), "sealed"));
  const auto got = store::find_successor(*db, std::string(32, 'a'));
  BOOST_TEST(bool(got->used_at == world.clock.now()));
  BOOST_TEST(got->sealed_successor == "sealed");
}

BOOST_AUTO_TEST_CASE(the_database_refuses_a_second_successor) {
  store::insert_refresh_token(*db, row('a'));
  store::insert_refresh_token(*db, row('b', 'a'));
  BOOST_CHECK_EXCEPTION(store::insert_refresh_token(*db, row('c', 'a')), port::SqlRefused,
                        [](const auto& e) { return e.refusal() == port::SqlRefusal::duplicate; });
  BOOST_TEST(store::find_successor(*db, std::string(32, 'a'))->hash == std::string(32, 'b'));
  BOOST_TEST(!store::find_successor(*db, std::string(32, 'b')).has_value());
}

BOOST_AUTO_TEST_CASE(a_successor_is_inserted_while_its_session_lives_and_not_afterwards) {
  store::insert_refresh_token(*db, row('\xFF'));
  BOOST_TEST(store::insert_successor(*db, row('\xC3', '\xFF')));
  const auto got = store::find_successor(*db, std::string(32, '\xFF'));
  BOOST_REQUIRE(got.has_value());
  BOOST_TEST(got->hash == std::string(32, '\xC3'));
  BOOST_TEST(bool(got->session == session.id));
  BOOST_TEST(bool(got->created_at == world.clock.now()));
  BOOST_TEST(bool(got->expires_at == session.expires_at));
  BOOST_CHECK_THROW(store::insert_successor(*db, row('x', '\xFF')), port::SqlRefused);
  BOOST_REQUIRE(store::end_session(*db, session.id, world.clock.now(), "logout"));
  BOOST_TEST(!store::insert_successor(*db, row('y', '\xC3')));
  BOOST_TEST(!store::find_successor(*db, std::string(32, '\xC3')).has_value());
}

BOOST_AUTO_TEST_CASE(another_tenant_neither_sees_nor_uses_it) {
  store::insert_refresh_token(*db, row('a'));
  store::insert_refresh_token(*db, row('b', 'a'));
  db.reset();
  {
    store::TenantDb other(world.database, world.make_tenant());
    BOOST_TEST(!store::find_successor(other, std::string(32, 'a')).has_value());
    BOOST_TEST(!store::insert_successor(other, row('c', 'b')));
    BOOST_TEST(!store::use_refresh_token(other, std::string(32, 'b'), world.clock.now(), "sealed"));
  }
  store::TenantDb again(world.database, tenant);
  BOOST_TEST(!store::find_successor(again, std::string(32, 'a'))->used_at.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
