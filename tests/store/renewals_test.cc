// Records in use are read again before they are too old, with another worker between any two steps.
#include "store/renewals.hh"

#include <algorithm>
#include <optional>

#include "support/remembered.hh"
#include "support/test.hh"

using namespace doorward;
using namespace std::chrono_literals;
using store::Recall;
using store::Renewal;
using tests::House;
using tests::Person;
using tests::transports;

BOOST_AUTO_TEST_SUITE(renewals)

BOOST_AUTO_TEST_CASE(what_is_in_use_is_read_before_it_is_too_old) {
  for (const Transport transport : transports) {
    House h;
    const Person p = h.person(transport);
    BOOST_TEST(!p.ageing());
    h.pass(8);
    BOOST_TEST(p.ageing());
    h.note(p);
    h.renew_all();
    BOOST_TEST(!p.ageing());
    h.pass(8);
    BOOST_TEST(p.in_memory());
    h.pass(8);
    BOOST_TEST(!p.in_memory());  // and not once more by itself
  }
}

/// Somebody who comes every so many hundredths of the time that a record is believed.
struct Guest {
  int every, begins;
  std::optional<Person> person{};
  std::optional<int> due{};

  /// False: something was too old.
  bool visit(House& h, int now) {
    constexpr int patience = 35, latest = 80;  // as Renewals has it
    if (now == begins) person.emplace(h.person(transports[every % 2]));
    if (now <= begins || (now - begins) % every != 0) return true;
    const Recall recall = person->looked();
    if (person->known && recall.ageing() && !due) {
      h.note(*person);
      const int age = int((h.world.clock.now() - recall.read_at()) * 100 / h.world.memory.trust());
      due = now + std::clamp(latest - age, 0, patience);
    }
    return person->known;
  }
};

BOOST_AUTO_TEST_CASE(who_comes_again_and_again_finds_nothing_too_old) {
  for (const bool alone : {true, false}) {  // else others of the tenant have its record read
    std::vector<std::vector<int>> rhythms;
    for (int every = 5; every < 99; every += 3) {
      if (alone || rhythms.empty()) rhythms.emplace_back();
      rhythms.back().push_back(every);
    }
    for (const auto& together : rhythms) {
      House h;
      std::vector<Guest> guests;
      guests.reserve(together.size());
      for (const int every : together) guests.push_back({every, int(guests.size()) * 5});
      for (int now = 0; now <= 400; ++now) {
        h.pass(1, 100);
        bool due = false;
        for (Guest& guest : guests) {
          BOOST_TEST(guest.visit(h, now), "every " << guest.every << ", at " << now);
          due = due || (guest.due && now >= *guest.due);
        }
        if (!due) continue;
        h.renew_all();
        for (Guest& guest : guests) guest.due.reset();
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(many_of_a_tenant_by_one_statement) {
  House h;
  std::vector<Person> people;
  for (std::size_t i = 0; i <= store::facts_at_once; ++i) people.push_back(h.person(transports[i % 2]));
  h.pass(8);
  for (const Person& p : people) h.note(p);
  h.note(people.front());  // once is enough
  h.world.statements();
  h.renew_some();
  const auto of_a_lot = h.world.statements();
  BOOST_TEST(of_a_lot <= 4U);  // the tenant is said, the question, the tenant is forgotten
  BOOST_TEST(!h.renewals.empty());
  h.renew_some();
  BOOST_TEST(h.renewals.empty());
  for (const Person& p : people) BOOST_TEST(!p.ageing());
}

BOOST_AUTO_TEST_CASE(sessions_of_many_tenants_by_one_statement) {
  House h;
  std::vector<std::unique_ptr<Person>> people;
  for (std::size_t i = 0; i < 20; ++i)
    people.push_back(std::make_unique<Person>(h.world, h.world.make_tenant(), transports[i % 2]));
  h.pass(8);
  for (const auto& p : people) h.note(*p);
  h.world.statements();
  h.renew_some();
  if (tests::isolation_of_run() == tests::Isolation::table) {
    BOOST_TEST(!h.renewals.empty());  // one tenant after the other, and not all of them while requests wait
    h.renew_all();
  } else
    BOOST_TEST(h.world.statements() == 3U);  // the sessions are said, the question, the sessions are forgotten
  BOOST_TEST(h.renewals.empty());
  for (const auto& p : people) {
    const Recall recall = p->looked();
    BOOST_TEST_REQUIRE(p->known);
    BOOST_TEST(!recall.ageing());
    BOOST_TEST((recall.facts().tenant->id == p->who.tenant));
    BOOST_TEST((recall.facts().user->id == p->who.id));
    BOOST_TEST((recall.facts().session->id == p->session));
  }
}

BOOST_AUTO_TEST_CASE(what_happens_to_one_tenant_meanwhile_is_its_own) {
  House h;
  const Person removed(h.world, h.world.make_tenant(), Transport::token),
      kept = h.person(Transport::session), suspended(h.world, h.world.make_tenant(), Transport::token);
  h.pass(8);
  store::SessionsInUse all;
  for (const Person* p : {&removed, &suspended, &kept}) all.insert({p->session, h.use(*p)});
  Renewal renewal(h.world.clock.now());
  renewal.look(h.world.memory, all);
  BOOST_TEST_REQUIRE(renewal.size() == 3U);
  h.world.owner().run("UPDATE tenants SET deleted_at = ? WHERE id = ?",
                      {h.world.clock.now(), port::sql(removed.who.tenant)});
  h.world.owner().run("UPDATE users SET status = 'suspended' WHERE tenant_id = ? AND id = ?",
                      {port::sql(suspended.who.tenant), port::sql(suspended.who.id)});
  renewal.read(h.world.database);
  renewal.keep(h.world.memory);
  BOOST_TEST(removed.ageing());
  BOOST_TEST((suspended.looked().facts().user->status == UserStatus::suspended));
  BOOST_TEST((kept.looked().facts().user->status == UserStatus::active));
  for (const Person* p : {&suspended, &kept}) BOOST_TEST(!p->ageing());
}

BOOST_AUTO_TEST_CASE(a_role_of_ones_own_comes_along_whole_however_long) {
  House h;
  Person p = h.person();
  const auto give = [&](const std::string& name, const std::string& permissions) {
    store::TenantDb db(h.world.database, h.tenant);
    db.run("INSERT INTO t_roles (tenant_id, name, permissions, created_at) VALUES (?, ?, ?, ?)",
           {port::sql(h.tenant), name, permissions, h.world.clock.now()});
    db.run("UPDATE t_users SET role = ? WHERE id = ?", {name, port::sql(p.who.id)});
  };
  give("short", "wiki:edit wiki:read");
  h.pass(8);
  h.note(p);
  h.renew_all();
  BOOST_TEST(p.looked().facts().user->permissions == (std::vector<std::string>{"wiki:edit", "wiki:read"}));
  std::string many;
  for (int i = 100; i < 200; ++i) many += (i > 100 ? " wiki:" : "wiki:") + std::to_string(i);
  give("long", many);
  h.pass(8);
  h.note(p);
  h.renew_all();
  BOOST_TEST(p.looked().facts().user->permissions.size() == 100U);
  BOOST_TEST(!p.ageing());
}

BOOST_AUTO_TEST_CASE(a_tenant_sees_its_own_alone) {
  House h;
  const Person here = h.person(), there(h.world, h.world.make_tenant(), Transport::token);
  h.pass(8);
  h.renewals.note(there.session, {{here.who.tenant, there.session, {}}, h.world.clock.now(), {}});
  h.note(here);
  h.renew_all();
  BOOST_TEST(!here.ageing());
  BOOST_TEST(there.ageing());
}

BOOST_AUTO_TEST_CASE(what_another_worker_has_renewed_is_not_read) {
  House h;
  const Person p = h.person();
  h.pass(8);
  store::Renewals other{Span(0), 1000};
  other.note(p.session, h.use(p));
  h.note(p);
  h.renew_all();
  h.world.statements();
  other.renew_some(h.world.database, h.world.memory, h.uses, h.world.random, h.world.clock.now());
  BOOST_TEST(h.world.statements() == 0U);
}

BOOST_AUTO_TEST_CASE(whoever_revokes_at_any_step_wins) {
  for (const Transport transport : transports)
    for (int before_step = 0; before_step < 4; ++before_step) {
      House h;
      const Person p = h.person(transport);
      h.pass(8);
      const auto revoke = [&](int step) {
        if (step != before_step) return;
        p.run("UPDATE t_sessions SET ended_at = ? WHERE id = ?");
        h.world.memory.mark(p.key(), store::Mark::ended, h.world.clock.now());
      };
      Renewal renewal(h.world.clock.now());
      revoke(0);
      renewal.look(h.world.memory, {{p.session, h.use(p)}});
      if (renewal.size() > 0) {
        revoke(1);
        renewal.read(h.world.database);
        revoke(2);
        renewal.keep(h.world.memory);
      }
      revoke(3);
      BOOST_TEST(p.is_over(), "before step " << before_step);
    }
}

BOOST_AUTO_TEST_CASE(who_is_gone_is_not_renewed) {
  House h;
  const Person p = h.person();
  h.pass(8);
  store::TenantDb(h.world.database, h.tenant)
      .run("UPDATE t_users SET deleted_at = ? WHERE id = ?", {h.world.clock.now(), port::sql(p.who.id)});
  h.note(p);
  h.renew_all();
  BOOST_TEST(p.ageing());
  h.pass(8);
  BOOST_TEST(!p.in_memory());
}

BOOST_AUTO_TEST_CASE(the_use_of_a_cookie_is_written_where_no_request_reads_its_session) {
  House h;
  const Person p = h.person(Transport::session);
  const Time begun = h.world.clock.now();
  for (int round = 0; round < 20 && h.uses.empty(); ++round) {
    h.pass(8);
    BOOST_TEST_REQUIRE(p.in_memory());
    h.note(p);
    h.renew_all();
  }
  BOOST_TEST_REQUIRE(!h.uses.empty());
  h.uses.write(h.world.database);
  Time used{};
  store::TenantDb(h.world.database, h.tenant)
      .each("SELECT last_used_at FROM t_sessions WHERE id = ?", {port::sql(p.session)},
            [&](const port::SqlRow& row) { used = row.time(0); });
  BOOST_TEST((used == h.world.clock.now()));
  BOOST_TEST((used >= begun + store::last_use_every));
}

BOOST_AUTO_TEST_CASE(a_database_that_fails_is_left_alone_for_a_while) {
  House h;
  const Person p = h.person();
  h.pass(8);
  Config away = h.world.config;
  away.database.hosts = {"/nowhere/mysql.sock"};
  store::Database broken(away);
  h.note(p);
  h.renewals.renew_some(broken, h.world.memory, h.uses, h.world.random, h.world.clock.now());
  BOOST_TEST(h.renewals.empty());
  BOOST_TEST(p.in_memory());
  h.note(p);
  BOOST_TEST((h.renewals.due_at() > store::Renewals::Steady::now() + 5s));
}

BOOST_AUTO_TEST_SUITE_END()
