// What was revoked is accepted by no worker from the moment that was named, whatever becomes of memcached.
#include "service/revocation.hh"

#include <signal.h>

#include <cstdlib>
#include <fstream>

#include "port/crypto.hh"
#include "service/sessions.hh"
#include "service/visitor.hh"
#include "store/record.hh"
#include "support/memcached_process.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/world.hh"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

/// Servers that these tests may stop, and two workers on them with one clock.
struct House {
  tests::Stack stack{""};
  tests::World one{{}, stack}, two{{}, stack};
  tests::MemcachedTalk memcached{stack.memcached_socket()};

  static House& get() {
    static House house;
    house.two.clock.at = house.one.clock.at;
    return house;
  }
  void move(Span by) { two.clock.at = one.clock.at += by; }
  void signal(int number) { send(stack.pid("memcached"), number); }
  /// Returns when the process has really stopped.
  static void send(int pid, int number) {
    ::kill(pid, number);
    std::string stat;
    while (number == SIGSTOP && stat.find(") T ") == std::string::npos)
      std::getline(std::ifstream("/proc/" + std::to_string(pid) + "/stat"), stat);
  }
  void restart() {
    signal(SIGKILL);
    stack.restart();
  }
  /// After an outage: until this worker's breaker has let it through again.
  static void recover(tests::World& world) {
    const auto until = std::chrono::steady_clock::now() + 10s;
    while (!world.memory.memcached().alive() && std::chrono::steady_clock::now() < until) {
    }
    BOOST_REQUIRE(world.memory.memcached().alive());
  }
};

bool accepted(tests::World& world, const service::Entered& entered) {
  auto ask = world.ask();
  if (entered.tokens)
    return bool(service::by_access_token(ask, entered.tokens->access_token.reveal(), CredentialKind::bearer));
  return bool(service::by_session_cookie(ask, entered.session_cookie.reveal()));
}

service::LogOut credentials(const service::Entered& entered) {
  service::LogOut wanted;
  if (entered.tokens)
    wanted.access_token = entered.tokens->access_token;
  else
    wanted.session_cookie = entered.session_cookie.reveal();
  return wanted;
}

service::Revoked log_out(tests::World& world, const service::Entered& entered) {
  auto ask = world.ask();
  const auto revoked = service::log_out(ask, credentials(entered));
  BOOST_REQUIRE(revoked);
  return *revoked;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(revocation)

BOOST_AUTO_TEST_CASE(after_log_out_no_worker_accepts) {
  House& house = House::get();
  const int rounds = std::getenv("CHAOS") ? 2000 : 60;
  const auto tenant = house.one.make_tenant();
  const auto who = house.one.make_user(tenant);
  int checks = 0;
  for (int i = 0; i < rounds; ++i) {
    const auto entered = tests::sign_in(house.one, who, i % 2 == 0 ? Transport::token : Transport::session);
    BOOST_REQUIRE(accepted(house.one, entered));
    BOOST_REQUIRE(accepted(house.two, entered));
    if (i % 6 == 1) house.memcached.flush();
    if (i % 6 == 2) BOOST_REQUIRE(accepted(house.two, entered));
    const auto revoked = log_out(i % 3 == 0 ? house.two : house.one, entered);
    BOOST_TEST(!revoked.effective_at.has_value());
    if (i % 6 == 3) house.memcached.flush();
    for (int check = 0; check < 10; ++check, ++checks) {
      BOOST_TEST(!accepted(check % 2 == 0 ? house.one : house.two, entered));
      if (check == 4 && i % 6 == 4) house.memcached.flush();
    }
    house.move(7s);
  }
  BOOST_TEST(checks == rounds * 10);
}

BOOST_AUTO_TEST_CASE(a_silent_memcached_makes_log_out_hold_later_and_says_when) {
  House& house = House::get();
  const auto who = house.one.make_user(house.one.make_tenant());
  for (const Transport transport : {Transport::token, Transport::session}) {
    const auto entered = tests::sign_in(house.one, who, transport);
    BOOST_REQUIRE(accepted(house.two, entered));
    house.signal(SIGSTOP);
    const auto revoked = log_out(house.one, entered);
    BOOST_REQUIRE(revoked.effective_at.has_value());
    const Span doubt = house.one.config.memcached.trust + house.one.config.tokens.clock_skew;
    BOOST_TEST((*revoked.effective_at == house.one.clock.now() + doubt));
    house.signal(SIGCONT);  // with the record of the session still there
    House::recover(house.two);
    house.two.clock.at = *revoked.effective_at;
    BOOST_TEST(!accepted(house.two, entered));
    house.move({});
    house.two.clock.at = house.one.clock.at;
    House::recover(house.one);
  }
}

BOOST_AUTO_TEST_CASE(a_repeat_after_that_moment_holds_though_memcached_is_still_silent) {
  House& house = House::get();
  const auto who = house.one.make_user(house.one.make_tenant());
  const auto entered = tests::sign_in(house.one, who, Transport::session);
  house.signal(SIGSTOP);
  const auto revoked = log_out(house.one, entered);
  BOOST_REQUIRE(revoked.effective_at.has_value());
  house.move(*revoked.effective_at - house.one.clock.at - 1us);
  BOOST_TEST((log_out(house.one, entered).effective_at == revoked.effective_at));
  house.move(1us);
  BOOST_TEST(!log_out(house.one, entered).effective_at.has_value());
  house.signal(SIGCONT);
  House::recover(house.one);
  House::recover(house.two);
}

BOOST_AUTO_TEST_CASE(a_repeat_that_reaches_memcached_holds_at_once) {
  House& house = House::get();
  const auto who = house.one.make_user(house.one.make_tenant());
  const auto entered = tests::sign_in(house.one, who);
  BOOST_REQUIRE(accepted(house.two, entered));
  house.signal(SIGSTOP);
  BOOST_TEST(log_out(house.one, entered).effective_at.has_value());
  house.signal(SIGCONT);
  House::recover(house.one);
  House::recover(house.two);
  BOOST_TEST(!log_out(house.one, entered).effective_at.has_value());
  BOOST_TEST(!accepted(house.two, entered));
}

BOOST_AUTO_TEST_CASE(a_restarted_memcached_brings_nobody_back) {
  House& house = House::get();
  const auto who = house.one.make_user(house.one.make_tenant());
  const auto entered = tests::sign_in(house.one, who);
  BOOST_REQUIRE(accepted(house.two, entered));
  BOOST_TEST(!log_out(house.one, entered).effective_at.has_value());
  house.restart();
  House::recover(house.one);
  House::recover(house.two);
  for (int i = 0; i < 10; ++i) BOOST_TEST(!accepted(i % 2 ? house.one : house.two, entered));
}

BOOST_AUTO_TEST_CASE(a_killed_memcached_leaves_mysql_to_decide) {
  House& house = House::get();
  const auto who = house.one.make_user(house.one.make_tenant());
  const auto entered = tests::sign_in(house.one, who);
  const auto other = tests::sign_in(house.one, who);
  house.signal(SIGKILL);
  BOOST_TEST(accepted(house.two, entered));
  BOOST_TEST(log_out(house.one, entered).effective_at.has_value());
  BOOST_TEST(!accepted(house.one, entered));
  BOOST_TEST(!accepted(house.two, entered));
  BOOST_TEST(accepted(house.two, other));
  house.stack.restart();
  House::recover(house.one);
  House::recover(house.two);
  BOOST_TEST(!accepted(house.two, entered));
}

BOOST_AUTO_TEST_CASE(a_broken_database_is_never_taken_for_an_answer) {
  House& house = House::get();
  const auto who = house.one.make_user(house.one.make_tenant());
  const auto remembered = tests::sign_in(house.one, who), unknown = tests::sign_in(house.one, who);
  BOOST_REQUIRE(accepted(house.one, remembered));
  const int database = house.stack.pid("mariadb");
  House::send(database, SIGSTOP);
  BOOST_TEST(accepted(house.one, remembered));
  BOOST_CHECK_EXCEPTION(accepted(house.one, unknown), Failure,
                        [](const Failure& f) { return f.code() == Code::DEPENDENCY_DOWN; });
  House::send(database, SIGCONT);
  BOOST_TEST(accepted(house.one, unknown));
}

BOOST_AUTO_TEST_CASE(while_the_ring_is_new_a_revocation_holds_later) {
  House& house = House::get();
  auto& owner = house.one.owner();
  const std::string ours = house.one.memory.memcached().ring();
  store::write_ring(owner, "0123456789abcdef", house.one.clock.now());
  const auto who = house.one.make_user(house.one.make_tenant());
  const auto entered = tests::sign_in(house.one, who);
  BOOST_TEST(log_out(house.one, entered).effective_at.has_value());  // ours is not the installation's

  store::write_ring(owner, ours, house.one.clock.now());
  const auto next = tests::sign_in(house.one, who);
  BOOST_TEST(log_out(house.one, next).effective_at.has_value());  // some may still be on the other
  house.move(house.one.config.memcached.trust + house.one.config.tokens.clock_skew);
  const auto last = tests::sign_in(house.one, who);
  BOOST_TEST(!log_out(house.one, last).effective_at.has_value());
}

BOOST_AUTO_TEST_CASE(the_later_of_two_moments_counts) {
  const Time early = from_unix(1), late = from_unix(2);
  BOOST_TEST((service::both({early}, {late}).effective_at == late));
  BOOST_TEST((service::both({early}, {}).effective_at == early));
  BOOST_TEST(!service::both({}, {}).effective_at.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
