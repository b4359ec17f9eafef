// Last uses of sessions, written together.
#include "store/last_uses.hh"

#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/world.hh"

using namespace doorward;
using namespace std::chrono_literals;
using store::LastUses;

namespace {

struct House {
  tests::World world;
  tests::MadeUser who = world.make_user(world.make_tenant());

  std::vector<SessionId> sessions(int count) {
    std::vector<SessionId> all;
    all.reserve(std::size_t(count));
    for (int i = 0; i < count; ++i) all.push_back(tests::sign_in(world, who, Transport::session).session.id);
    return all;
  }
  Time last_use(TenantId tenant, SessionId session) {
    Time at{};
    store::TenantDb(world.database, tenant)
        .each("SELECT last_used_at FROM t_sessions WHERE id = ?", {port::sql(session)},
              [&](const port::SqlRow& row) { at = row.time(0); });
    return at;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(last_uses)

BOOST_AUTO_TEST_CASE(every_number_of_them_is_written) {
  House h;
  const auto sessions = h.sessions(70);
  Time used = h.world.clock.now();
  for (const int count : {1, 2, 8, 9, 64, 65, 70}) {
    LastUses uses;
    used += 61s;
    for (int i = 0; i < count; ++i) uses.note(h.who.tenant, sessions[std::size_t(i)], used);
    BOOST_TEST(!uses.empty());
    uses.write(h.world.database);
    BOOST_TEST(uses.empty());
    for (int i = 0; i < 70; ++i)
      BOOST_TEST((h.last_use(h.who.tenant, sessions[std::size_t(i)]) == used) == (i < count));
  }
}

BOOST_AUTO_TEST_CASE(each_tenants_in_one_statement) {
  House h;
  const auto other = h.world.make_user(h.world.make_tenant());
  const SessionId foreign = tests::sign_in(h.world, other, Transport::session).session.id;
  LastUses uses;
  const Time used = h.world.clock.now() + 2min;
  for (const auto& session : h.sessions(20)) uses.note(h.who.tenant, session, used);
  uses.note(other.tenant, foreign, used);
  h.world.statements();
  uses.write(h.world.database);
  // Naming the tenant, writing, naming none; a tenant that stands in a row of the connection costs one more.
  BOOST_TEST(h.world.statements() == (tests::isolation_of_run() == tests::Isolation::table ? 8U : 6U));
  BOOST_TEST((h.last_use(other.tenant, foreign) == used));
}

BOOST_AUTO_TEST_CASE(all_of_a_lot_get_the_earliest_time) {
  House h;
  const auto sessions = h.sessions(2);
  const Time used = h.world.clock.now() + 2min;
  LastUses uses;
  uses.note(h.who.tenant, sessions[0], used + 1s);
  uses.note(h.who.tenant, sessions[1], used);
  uses.write(h.world.database);
  for (const auto& session : sessions) BOOST_TEST((h.last_use(h.who.tenant, session) == used));
}

BOOST_AUTO_TEST_CASE(what_was_written_within_a_minute_or_has_ended_stays) {
  House h;
  const auto sessions = h.sessions(2);
  const Time began = h.last_use(h.who.tenant, sessions[0]);
  LastUses uses;
  uses.note(h.who.tenant, sessions[0], began + 59s);
  uses.write(h.world.database);
  store::TenantDb(h.world.database, h.who.tenant)
      .run("UPDATE t_sessions SET ended_at = ? WHERE id = ?", {began + 1s, port::sql(sessions[1])});
  uses.note(h.who.tenant, sessions[1], began + 90s);
  uses.write(h.world.database);
  for (const auto& session : sessions) BOOST_TEST((h.last_use(h.who.tenant, session) == began));
}

BOOST_AUTO_TEST_CASE(they_wait_for_each_other_for_a_while) {
  LastUses uses;
  const auto before = LastUses::Steady::now();
  const Time used = from_unix(1'800'000'000);
  uses.note(TenantId(), SessionId(), used);
  BOOST_TEST((uses.due_at() >= before + LastUses::patience));
  for (int i = 0; i < 255; ++i) uses.note(TenantId(), SessionId(), used);
  BOOST_TEST((uses.due_at() <= LastUses::Steady::now()));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_written_fails_nobody) {
  House h;
  const auto session = h.sessions(1).front();
  port::MySql& owner = h.world.owner();
  owner.begin();
  owner.run("UPDATE sessions SET user_agent = 'held' WHERE tenant_id = ? AND id = ?",
            {port::sql(h.who.tenant), port::sql(session)});
  LastUses uses;
  uses.note(h.who.tenant, session, h.world.clock.now() + 2min);
  uses.write(h.world.database);
  owner.rollback();
  BOOST_TEST(uses.empty());
}

BOOST_AUTO_TEST_SUITE_END()
