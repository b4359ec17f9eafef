// Facts out of memory and MySQL, with another worker between any two steps.
#include "store/recall.hh"

#include "port/crypto.hh"
#include "store/last_uses.hh"
#include "store/record.hh"
#include "support/memcached_process.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/world.hh"

using namespace doorward;
using namespace std::chrono_literals;
using store::Recall;
using store::Wanted;

namespace {

Wanted wanted_of(const service::Entered& entered) {
  const Session& session = entered.session;
  if (entered.tokens) return {session.tenant, session.id, {}};
  return {session.tenant, {}, port::sha256(entered.session_cookie.reveal())};
}

/// A person who is signed in, by a token or by a cookie.
struct Person {
  explicit Person(Transport transport = Transport::token)
      : who(world.make_user(world.make_tenant(), "manager")), entered(tests::sign_in(world, who, transport)) {}

  Recall recall() { return Recall(world.memory, wanted, world.clock.now()); }
  bool in_memory() { return recall().look(); }
  void fill() {
    Recall recall = this->recall();
    recall.look();
    store::TenantDb db(world.database, who.tenant);
    recall.fill(db);
  }
  void run(std::string_view statement, const std::vector<port::SqlValue>& values) {
    store::TenantDb(world.database, who.tenant).run(statement, values);
  }
  void end_session() {
    run("UPDATE t_sessions SET ended_at = ? WHERE id = ?", {world.clock.now(), port::sql(entered.session.id)});
    const auto& hash = wanted.cookie_hash;
    world.memory.mark(
        hash.empty() ? store::session_key(who.tenant, wanted.session) : store::cookie_key(who.tenant, hash),
        store::Mark::ended, world.clock.now());
  }
  std::string key_of_session() const {
    return wanted.by_cookie() ? store::cookie_key(who.tenant, wanted.cookie_hash)
                              : store::session_key(who.tenant, wanted.session);
  }

  tests::World world;
  tests::MadeUser who;
  service::Entered entered;
  tests::MemcachedTalk memcached{world.config.memcached.servers.front()};
  Wanted wanted = wanted_of(entered);
};

/// Does a recall, whatever memory says, end in "this session is over"?
bool is_over(Person& p) {
  Recall recall = p.recall();
  if (!recall.look()) {
    store::TenantDb db(p.world.database, p.who.tenant);
    recall.fill(db);
  }
  return recall.ended() || !recall.facts().session || recall.facts().session->ended;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recall)

BOOST_AUTO_TEST_CASE(filled_once_and_then_without_sql) {
  for (const Transport transport : {Transport::token, Transport::session}) {
    Person p(transport);
    BOOST_TEST(!p.in_memory());
    p.fill();
    p.world.statements();
    Recall again = p.recall();
    BOOST_TEST(again.look());
    BOOST_TEST(p.world.statements() == 0U);
    const store::Facts& facts = again.facts();
    BOOST_TEST((facts.session->id == p.entered.session.id && facts.session->user == p.who.id));
    BOOST_TEST((facts.user->id == p.who.id && facts.user->tenant == p.who.tenant));
    BOOST_TEST(facts.user->role == "manager");
    BOOST_TEST(facts.user->email == p.who.email);
    BOOST_TEST(facts.user->email_trusted);
    BOOST_TEST(!facts.user->permissions.empty());
    BOOST_TEST((facts.tenant->id == p.who.tenant));
    BOOST_TEST(!facts.session->ended);
  }
}

BOOST_AUTO_TEST_CASE(one_select_fills_both) {
  Person p;
  { store::TenantDb warm(p.world.database, p.who.tenant); }
  Recall recall = p.recall();
  recall.look();
  store::TenantDb db(p.world.database, p.who.tenant);
  db.each("SELECT 1", {}, [](const port::SqlRow&) {});
  p.world.statements();
  recall.fill(db);
  BOOST_TEST(p.world.statements() == 1U);
  for (const auto& key : {store::session_key(p.who.tenant, p.wanted.session), store::tenant_key(p.who.tenant)})
    BOOST_TEST(!p.memcached.look(key).empty());
}

// The reader stands still after each of its steps while the session is ended, with and without a loss of memory.
BOOST_AUTO_TEST_CASE(a_reader_that_was_stopped_never_brings_a_session_back) {
  for (const Transport transport : {Transport::token, Transport::session})
    for (int stopped_after = 0; stopped_after <= 5; ++stopped_after)
      for (const bool lost : {false, true}) {
        Person p(transport);
        Recall recall = p.recall();
        const auto step = [&](int number) {
          store::TenantDb db(p.world.database, p.who.tenant);
          switch (number) {
            case 1: recall.look(); break;
            case 2: recall.lease(); break;
            case 3: recall.read(db); break;
            case 4: recall.confirm(); break;
            case 5: recall.keep(); break;
          }
        };
        for (int i = 1; i <= stopped_after; ++i) step(i);
        p.end_session();
        if (lost) p.memcached.tell("delete " + p.key_of_session() + "\r\n");
        for (int i = stopped_after + 1; i <= 5; ++i) step(i);
        BOOST_TEST(is_over(p), "stopped after " << stopped_after << (lost ? ", tombstone lost" : ""));
      }
}

BOOST_AUTO_TEST_CASE(a_tombstone_refuses_without_sql) {
  Person p;
  p.fill();
  p.end_session();
  p.world.statements();
  Recall recall = p.recall();
  BOOST_TEST(recall.look());
  BOOST_TEST(recall.ended());
  BOOST_TEST(p.world.statements() == 0U);
}

BOOST_AUTO_TEST_CASE(an_older_record_put_back_is_believed_no_longer_than_trust) {
  Person p;
  p.fill();
  const std::string older = p.memcached.look(p.key_of_session());
  p.end_session();
  p.memcached.put(p.key_of_session(), older);
  BOOST_TEST(!is_over(p));  // the bound of INVARIANTS I3: a server that lies
  p.world.clock.at += p.world.config.memcached.trust + 1us;
  BOOST_TEST(is_over(p));
}

BOOST_AUTO_TEST_CASE(revoked_tokens_stand_in_the_record_of_their_session) {
  Person p;
  for (const char* jti : {"one", "two", "three"})
    p.run("INSERT INTO t_revoked_tokens (tenant_id, session_id, jti, expires_at) VALUES (?, ?, ?, ?)",
          {port::sql(p.who.tenant), port::sql(p.entered.session.id), std::string(jti), p.world.clock.now() + 900s});
  p.fill();
  Recall recall = p.recall();
  BOOST_TEST(recall.look());
  auto jtis = recall.facts().session->revoked_jtis;
  std::sort(jtis.begin(), jtis.end());
  BOOST_TEST((jtis == std::vector<std::string>{"one", "three", "two"}));
}

BOOST_AUTO_TEST_CASE(a_role_of_the_tenants_own_has_its_own_permissions) {
  Person p;
  p.run(
      "INSERT INTO t_roles (tenant_id, name, permissions, created_at) VALUES (?, 'auditor', 'view_audit reports.read', "
      "?)",
      {port::sql(p.who.tenant), p.world.clock.now()});
  p.run("UPDATE t_users SET role = 'auditor' WHERE id = ?", {port::sql(p.who.id)});
  p.fill();
  Recall recall = p.recall();
  BOOST_TEST(recall.look());
  BOOST_TEST((recall.facts().user->permissions == std::vector<std::string>{"reports.read", "view_audit"}));
}

BOOST_AUTO_TEST_CASE(who_was_deleted_is_nobody) {
  Person p;
  p.run("UPDATE t_users SET deleted_at = ? WHERE id = ?", {p.world.clock.now(), port::sql(p.who.id)});
  store::TenantDb db(p.world.database, p.who.tenant);
  const auto facts = store::read_facts(db, p.wanted);
  BOOST_TEST(facts.session.has_value());
  BOOST_TEST(!facts.user.has_value());
}

BOOST_AUTO_TEST_CASE(a_foreign_tenant_knows_nothing_of_a_session) {
  Person p;
  const TenantId other = p.world.make_tenant();
  store::TenantDb db(p.world.database, other);
  const auto facts = store::read_facts(db, {other, p.entered.session.id, {}});
  BOOST_TEST(facts.tenant.has_value());
  BOOST_TEST(!facts.session.has_value());
  BOOST_TEST(!facts.user.has_value());
}

BOOST_AUTO_TEST_CASE(the_last_use_is_due_once_a_minute) {
  Person p(Transport::session);
  const auto due_after = [&](Span passed) {
    p.world.clock.at += passed;
    Recall recall = p.recall();
    recall.look();
    store::TenantDb db(p.world.database, p.who.tenant);
    recall.fill(db);
    if (recall.use_is_due()) {
      store::LastUses uses;
      uses.note(p.who.tenant, p.entered.session.id, p.world.clock.now());
      uses.write(p.world.database);
    }
    return recall.use_is_due();
  };
  BOOST_TEST(!due_after(59s));
  BOOST_TEST(due_after(12s));
  Recall recall = p.recall();
  BOOST_TEST(recall.look());
  BOOST_TEST((recall.facts().session->idle_ends_at == p.world.clock.now() + p.world.config.sessions.idle));
  BOOST_TEST(!due_after(11s));
}

BOOST_AUTO_TEST_CASE(a_token_has_no_last_use) {
  Person p;
  p.world.clock.at += 70s;
  Recall recall = p.recall();
  recall.look();
  store::TenantDb db(p.world.database, p.who.tenant);
  recall.fill(db);
  BOOST_TEST(!recall.use_is_due());
}

BOOST_AUTO_TEST_CASE(what_was_merely_old_asks_two_questions_of_memory) {
  Person p;
  p.fill();
  p.world.clock.at += p.world.config.memcached.trust + 1us;
  const auto before = p.world.memory.memcached().meter().calls;
  Recall recall = p.recall();
  BOOST_TEST(!recall.look());
  BOOST_TEST(recall.merely_old());
  {
    store::TenantDb db(p.world.database, p.who.tenant);
    recall.fill(db);
  }
  BOOST_TEST(p.world.memory.memcached().meter().calls - before == 2U);
  BOOST_TEST(p.in_memory());
  p.world.memory.mark(p.key_of_session(), store::Mark::changed, p.world.clock.now());
  Recall changed = p.recall();
  BOOST_TEST(!changed.look());
  BOOST_TEST(!changed.merely_old());
}

BOOST_AUTO_TEST_CASE(a_ring_that_is_not_the_installations_is_neither_asked_nor_filled) {
  Person p;
  tests::MemcachedProcess foreign;
  tests::World stray({{"memcached.servers", foreign.address()}});
  for (int i = 0; i < 2; ++i) {
    Recall recall(stray.memory, p.wanted, stray.clock.now());
    BOOST_TEST(!recall.look());
    store::TenantDb db(stray.database, p.who.tenant);
    recall.fill(db);
    BOOST_TEST(recall.facts().session.has_value());
  }
  // At the first look it did not know yet and put its leases there; no record followed them.
  for (const auto& key : {store::session_key(p.who.tenant, p.wanted.session), store::tenant_key(p.who.tenant)})
    BOOST_TEST(foreign.look(key).size() < 18U);
}

BOOST_AUTO_TEST_SUITE_END()
