// Whose turn it is to be read again, and when.
#include "store/renewals.hh"

#include "support/remembered.hh"
#include "support/test.hh"

using namespace doorward;
using namespace std::chrono_literals;
using tests::House;
using tests::Person;

namespace {

/// Draws what it was given.
struct Drawn : port::Random {
  explicit Drawn(char number) : number(number) {}
  std::string bytes(std::size_t) override { return {'\0', number}; }
  char number;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(turns)

BOOST_AUTO_TEST_CASE(of_many_whose_turn_has_come_each_worker_draws_its_own) {
  House h;
  std::vector<Person> people;
  for (std::size_t i = 0; i <= 2 * store::facts_at_once; ++i) people.push_back(h.person());
  h.pass(8);
  store::Renewals other{Span(0), 1000};
  for (const Person& p : people) {
    h.note(p);
    other.note(p.session, h.use(p));
  }
  Drawn first(0), last(store::facts_at_once + 1);
  h.renewals.renew_some(h.world.database, h.world.memory, h.uses, first, h.world.clock.now());
  other.renew_some(h.world.database, h.world.memory, h.uses, last, h.world.clock.now());
  for (const Person& p : people) BOOST_TEST(p.ageing() == (&p == &people[store::facts_at_once]));
  h.renew_all();
  for (const Person& p : people) BOOST_TEST(!p.ageing());
}

BOOST_AUTO_TEST_CASE(in_the_place_of_those_whom_another_worker_renewed_come_those_behind) {
  House h;
  std::vector<Person> people;
  for (std::size_t i = 0; i < 2 * store::facts_at_once; ++i) people.push_back(h.person());
  h.pass(8);
  store::Renewals other{Span(0), 1000};
  for (std::size_t i = 0; i < people.size(); ++i) {
    h.note(people[i]);
    if (i < store::facts_at_once) other.note(people[i].session, h.use(people[i]));
  }
  Drawn first(0);
  other.renew_some(h.world.database, h.world.memory, h.uses, first, h.world.clock.now());
  h.world.statements();
  h.renewals.renew_some(h.world.database, h.world.memory, h.uses, first, h.world.clock.now());
  BOOST_TEST(h.world.statements() <= 4U);
  BOOST_TEST(h.renewals.empty());
  for (const Person& p : people) BOOST_TEST(!p.ageing());
}

BOOST_AUTO_TEST_CASE(a_session_waits_for_more_to_be_read_with_until_its_record_is_old) {
  House h;
  const Person p = h.person(), late = h.person();
  h.pass(8);
  store::Renewals patient{100s, 1000};
  const auto before = store::Renewals::Steady::now();
  const Time now = h.world.clock.now();
  patient.note(p.session, {p.wanted, now, now - 20s});
  BOOST_TEST((patient.due_at() >= before + 35s));
  BOOST_TEST((patient.due_at() < before + 45s));
  patient.renew_some(h.world.database, h.world.memory, h.uses, h.world.random, now);
  BOOST_TEST(p.ageing());
  patient.note(late.session, {late.wanted, now, now - 70s});
  BOOST_TEST((patient.due_at() >= before + 10s));
  BOOST_TEST((patient.due_at() < before + 20s));
  patient.note(h.person().session, {late.wanted, now, now - 95s});
  BOOST_TEST((patient.due_at() <= store::Renewals::Steady::now()));
}

BOOST_AUTO_TEST_CASE(where_many_wait_the_first_do_not) {
  House h;
  const Person people[] = {h.person(), h.person(), h.person()};
  h.pass(8);
  store::Renewals patient{100s, 4};
  const Time now = h.world.clock.now();
  for (const Person& p : people) {
    BOOST_TEST((patient.empty() || patient.due_at() > store::Renewals::Steady::now()));
    patient.note(p.session, {p.wanted, now, now});
  }
  BOOST_TEST((patient.due_at() <= store::Renewals::Steady::now()));
  patient.renew_some(h.world.database, h.world.memory, h.uses, h.world.random, now);
  for (const Person& p : people) BOOST_TEST(!p.ageing());
}

BOOST_AUTO_TEST_CASE(no_more_wait_than_may) {
  House h;
  store::Renewals few{Span(0), 2};
  for (int i = 0; i < 3; ++i) {
    const Person p = h.person();
    few.note(p.session, h.use(p));
  }
  h.world.memory.take_judgements();
  few.renew_some(h.world.database, h.world.memory, h.uses, h.world.random, h.world.clock.now());
  BOOST_TEST(few.empty());
  BOOST_TEST(h.world.memory.take_judgements()[std::size_t(store::Judgement::hit)] == 3U);  // two sessions, a tenant
}

BOOST_AUTO_TEST_SUITE_END()
