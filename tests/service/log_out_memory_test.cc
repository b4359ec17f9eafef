// Logging out while memcached is flushed, killed, restarted, or stopped and later back with what it knew: an
// ended session opens no door from the moment that was named.
#include "support/test.hh"

#include <signal.h>

#include "service/visitor.hh"
#include "support/memcached_process.hh"
#include "support/sign_in.hh"

using namespace doorward;
using namespace tests;

namespace {

const Stack& own_stack() {
  static const Stack stack("");
  return stack;
}

/// A person signed in twice, remembered by memcached; two workers.
struct Remembered {
  World world{{}, own_stack()}, second{{}, own_stack()};
  MemcachedTalk memcached{own_stack().memcached_socket()};
  TenantId tenant = world.make_tenant();
  MadeUser user = world.make_user(tenant);
  service::Entered by_token = sign_in(world, user), by_cookie = sign_in(world, user, Transport::session);

  Remembered() {
    BOOST_REQUIRE((opens(world) && opens(second)));
    world.statements();
    BOOST_REQUIRE(opens(world));
    BOOST_REQUIRE_EQUAL(world.statements(), 0U);  // both sessions come from memory
  }

  bool opens(World& worker) {
    auto ask = worker.ask();
    const bool token =
        bool(service::by_access_token(ask, by_token.tokens->access_token.reveal(), CredentialKind::bearer));
    const bool cookie = bool(service::by_session_cookie(ask, by_cookie.session_cookie.reveal()));
    BOOST_TEST(token == cookie);
    return token || cookie;
  }
  bool shut_everywhere() { return !opens(world) && !opens(second); }
  std::optional<Time> log_out_of_all() {
    auto ask = world.ask();
    const auto revoked = service::log_out(ask, {true, by_token.tokens->refresh_token, {}, {}});
    BOOST_REQUIRE(bool(revoked));
    return revoked->effective_at;
  }
  void set_time(Time now) { world.clock.at = second.clock.at = now; }
  Time promised() { return world.clock.now() + world.config.memcached.trust + world.config.tokens.clock_skew; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(log_out_and_memory, Remembered)

BOOST_AUTO_TEST_CASE(memory_that_listens_is_told_at_once) {
  BOOST_TEST(!log_out_of_all().has_value());
  BOOST_TEST(shut_everywhere());
  BOOST_TEST(!refresh(second, by_token.tokens->refresh_token));
}

BOOST_AUTO_TEST_CASE(flushed_before_or_after_makes_no_difference) {
  memcached.flush();
  BOOST_TEST(!log_out_of_all().has_value());
  BOOST_TEST(shut_everywhere());
  memcached.flush();
  BOOST_TEST(shut_everywhere());
  set_time(promised());
  memcached.flush();
  BOOST_TEST(shut_everywhere());
}

BOOST_AUTO_TEST_CASE(stopped_memory_is_named_with_the_moment_from_which_it_holds) {
  const int pid = own_stack().pid("memcached");
  ::kill(pid, SIGSTOP);
  const Time promise = promised();
  const auto first = log_out_of_all();
  BOOST_REQUIRE(first.has_value());
  BOOST_TEST(bool(*first == promise));
  set_time(world.clock.now() + seconds{1});
  const auto repeated = log_out_of_all();
  BOOST_REQUIRE(repeated.has_value());
  BOOST_TEST(bool(*repeated == promise));  // the same moment, however often it is asked
  BOOST_TEST(!refresh(second, by_token.tokens->refresh_token));
  ::kill(pid, SIGCONT);  // with the records it had
  set_time(promise);
  BOOST_TEST(shut_everywhere());
  BOOST_TEST(!log_out_of_all().has_value());
}

BOOST_AUTO_TEST_CASE(killed_and_restarted_memory_opens_nothing_again) {
  ::kill(own_stack().pid("memcached"), SIGKILL);
  BOOST_TEST(opens(second));  // MySQL answers for it
  const auto effective = log_out_of_all();
  BOOST_REQUIRE(effective.has_value());
  BOOST_TEST(shut_everywhere());
  own_stack().restart();
  BOOST_TEST(shut_everywhere());
  set_time(*effective);
  BOOST_TEST(shut_everywhere());
  BOOST_TEST(!log_out_of_all().has_value());
}

BOOST_AUTO_TEST_SUITE_END()
