// Signing keys change while tokens are in use: published before, verified after, read neither too seldom nor
// too often. On servers of their own, because the keys belong to the whole installation.
#include "support/test.hh"

#include <signal.h>

#include <algorithm>
#include <deque>

#include "base/encode.hh"
#include "port/crypto.hh"
#include "service/access_token.hh"
#include "service/house_clock.hh"
#include "service/issue_access_token.hh"
#include "service/key_rotation.hh"
#include "service/outset.hh"
#include "support/memcached_process.hh"
#include "support/sign_in.hh"

using namespace doorward;
using namespace tests;

namespace {

/// One for all cases here: each begins where the one before it ended.
const Stack& own_stack() {
  static const Stack stack("--innodb-flush-log-at-trx-commit=1");  // one case kills the server
  return stack;
}

struct Installation {
  // The keys of the installation are RS256; those of every rotation are made in a thousandth of the time.
  World world{{{"tokens.algorithm", "ES256"}}, own_stack()};
  std::vector<std::unique_ptr<World>> workers;
  SessionFacts session;
  UserFacts user;
  TenantFacts tenant;

  Installation() {
    session.id = SessionId(world.random.id(world.clock.now()));
    user.id = UserId(world.random.id(world.clock.now()));
    tenant.id = TenantId(world.random.id(world.clock.now()));
    session.expires_at = world.clock.now() + std::chrono::days{30};
    for (int i = 0; i < 3; ++i) workers.push_back(std::make_unique<World>(ConfigWords{}, own_stack()));
    set_time(newest_key() + seconds{200});  // whatever ran before, the next key is old enough
  }
  Time newest_key() { return service::list_keys(world.config, world.owner(), world.clock.now()).front().created_at; }
  void set_time(Time now) {
    world.clock.at = now;
    for (auto& worker : workers) worker->clock.at = now;
  }
  Result<service::Rotation> rotate() {
    return service::rotate_keys(world.config, world.keys, world.owner(), world.random, world.clock.now());
  }
  Secret token_of(World& worker) {
    auto ask = worker.ask();
    return service::issue_access_token(ask, session, user, tenant, "");
  }
  static bool verifies(World& worker, const Secret& token) {
    auto ask = worker.ask();
    const auto claims = service::read_access_token(ask, token.reveal());
    return claims && service::check_time(ask, *claims);
  }
  static std::vector<std::string> published(World& worker) {
    std::vector<std::string> kids;
    const auto set = port::parse_json(worker.keys.jwks(worker.database, worker.clock.now()));
    for (const auto& key : *set->find("keys")->array()) kids.push_back(*key.find("kid")->string());
    return kids;
  }
};

bool contains(const std::vector<std::string>& all, const std::string& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(key_rotation, Installation)

BOOST_AUTO_TEST_CASE(an_installation_begins_with_a_key_that_signs_and_one_that_is_published) {
  BOOST_TEST(!service::make_first_keys(world.config, world.keys, world.owner(), world.random, world.clock.now()));
  std::vector<std::string> states;
  for (const auto& key : service::list_keys(world.config, world.owner(), world.clock.now()))
    if (key.state == "next" || key.state == "active") states.push_back(key.state);
  std::sort(states.begin(), states.end());
  BOOST_TEST(states == (std::vector<std::string>{"active", "next"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(through_many_rotations_no_token_fails_anywhere_before_it_expires) {
  struct Issued {
    Secret token;
    Time expires_at;
  };
  std::deque<Issued> alive;
  std::vector<std::string> once_published;
  Time rotated_at = world.clock.now();
  int rotations = 0, checks = 0;
  const Time end = world.clock.now() + std::chrono::minutes{45};
  for (Time now = world.clock.now(); now < end; now += seconds{10}) {
    set_time(now);
    if (now - rotated_at >= seconds{130}) {
      const auto done = rotate();
      BOOST_REQUIRE(bool(done));
      BOOST_TEST(contains(once_published, done->active));  // every worker published it before it signs
      rotated_at = now;
      ++rotations;
    }
    World& signer = *workers[std::size_t(checks) % workers.size()];
    alive.push_back({token_of(signer), now + signer.config.tokens.access_ttl});
    while (alive.front().expires_at <= now) alive.pop_front();
    once_published = published(*workers[0]);
    for (auto& worker : workers) {
      const auto kids = published(*worker);
      std::erase_if(once_published, [&](const std::string& kid) { return !contains(kids, kid); });
      for (const Issued* each : {&alive.front(), &alive[alive.size() / 2], &alive.back()}) {
        BOOST_REQUIRE(verifies(*worker, each->token));
        ++checks;
      }
    }
  }
  BOOST_TEST(rotations >= 20);
  BOOST_TEST(checks > 2000);
}

BOOST_AUTO_TEST_CASE(a_key_is_published_before_it_signs) {
  BOOST_REQUIRE(bool(rotate()));
  const auto early = rotate();
  BOOST_REQUIRE(!early);
  BOOST_TEST(bool(early.error().code == Code::CONFLICT));
  set_time(world.clock.now() + seconds{119});
  BOOST_TEST(!rotate());
  set_time(world.clock.now() + seconds{1});
  BOOST_TEST(bool(rotate()));
}

BOOST_AUTO_TEST_CASE(a_retired_key_loses_its_private_part_at_once_and_its_voice_when_its_tokens_are_dead) {
  World& worker = *workers[0];
  const Secret token = token_of(worker);
  const auto done = rotate();
  BOOST_REQUIRE(bool(done));
  const std::string& retired = done->retired.at(0);
  for (const auto& row : store::list_signing_keys(world.owner()))
    if (row.kid == retired) BOOST_TEST(row.sealed_private.empty());
  const auto claims_end = world.clock.now() + worker.config.tokens.access_ttl;
  set_time(claims_end - seconds{1});
  BOOST_TEST(verifies(*workers[1], token));
  set_time(done->retired_until + seconds{60});
  BOOST_TEST(!contains(published(*workers[1]), retired));
  BOOST_TEST(!verifies(*workers[1], token));
  BOOST_REQUIRE(bool(rotate()));
  for (const auto& row : store::list_signing_keys(world.owner())) BOOST_TEST(row.kid != retired);
}

BOOST_AUTO_TEST_CASE(of_two_rotations_at_once_one_happens) {
  const auto before = store::list_signing_keys(world.owner());
  const auto next =
      std::find_if(before.begin(), before.end(), [](const auto& row) { return row.state == store::KeyState::next; });
  BOOST_REQUIRE((next != before.end()));
  BOOST_REQUIRE(bool(rotate()));
  BOOST_TEST(!store::activate_signing_key(world.owner(), next->kid, world.clock.now()));
}

BOOST_AUTO_TEST_CASE(a_worker_learns_a_key_it_has_not_seen_from_the_token_that_names_it) {
  World& late = *workers[0];
  published(late);
  set_time(world.clock.now() + seconds{6});
  BOOST_REQUIRE(bool(rotate()));
  set_time(world.clock.now() + seconds{130});
  BOOST_REQUIRE(bool(rotate()));                     // signs with a key that `late` has never read
  late.clock.at = world.clock.now() - seconds{125};  // its minute is not over
  const Secret token = token_of(*workers[1]);
  auto ask = late.ask();
  BOOST_TEST(bool(service::read_access_token(ask, token.reveal())));
}

BOOST_AUTO_TEST_CASE(a_flood_of_invented_key_names_is_no_flood_of_statements) {
  World& worker = *workers[0];
  const auto key = port::JwkKey::generate(port::Algorithm::es256);
  published(worker);
  worker.statements();
  for (int i = 0; i < 500; ++i) {
    worker.clock.at += std::chrono::milliseconds{20};  // ten seconds in all
    const auto stranger = i % 10 == 0 ? port::JwkKey::generate(port::Algorithm::es256) : key;
    auto ask = worker.ask();
    BOOST_REQUIRE(!service::read_access_token(ask, port::sign_jws(stranger, "at+jwt", "{}")));
  }
  BOOST_TEST(worker.statements() <= 3U);
}

BOOST_AUTO_TEST_CASE(a_program_that_took_the_keys_from_memory_asks_for_one_that_was_made_since) {
  const MemcachedProcess memcached;
  const ConfigWords words{{"memcached.servers", memcached.address()}, {"memcached.trust", "30s"}};
  World first(words, own_stack()), next(words, own_stack());
  for (World* program : {&first, &next}) program->clock.at = world.clock.now();
  service::Outset kept(first.config, first.memory, first.keys, first.database, first.clock);
  kept.recall();  // there is none
  const Secret former = token_of(first);
  service::HouseClock(first.clock, first.database).now();  // the database's time is kept with the keys
  kept.keep();
  for (int i = 0; i < 2; ++i)  // so that neither the key that signs nor the next one is remembered
    BOOST_REQUIRE(
        bool(service::rotate_keys(world.config, world.keys, world.owner(), world.random, world.clock.now(), Span(0))));
  World signer(words, own_stack());
  signer.clock.at = world.clock.now();
  service::Outset(next.config, next.memory, next.keys, next.database, next.clock).recall();
  next.statements();
  BOOST_TEST(verifies(next, former));
  BOOST_TEST(next.statements() == 0U);
  BOOST_TEST(verifies(next, token_of(signer)));
  BOOST_TEST(next.statements() > 0U);
}

BOOST_AUTO_TEST_CASE(known_keys_serve_on_while_the_database_is_away) {
  World& worker = *workers[0];
  const Secret token = token_of(worker);
  ::kill(own_stack().pid("mariadb"), SIGKILL);
  set_time(world.clock.now() + seconds{61});
  BOOST_TEST(verifies(worker, token));
  BOOST_CHECK_THROW(verifies(*workers[1], token), Failure);  // knows none yet: an outage, never "invalid"
  own_stack().restart();
  set_time(world.clock.now() + seconds{61});
  BOOST_TEST(verifies(*workers[1], token));
  BOOST_TEST(verifies(worker, token_of(*workers[1])));
}

BOOST_AUTO_TEST_CASE(the_private_key_stands_sealed_in_its_own_place) {
  const auto rows = store::list_signing_keys(world.owner());
  const auto active =
      std::find_if(rows.begin(), rows.end(), [](const auto& row) { return row.state == store::KeyState::active; });
  BOOST_REQUIRE((active != rows.end()));
  const auto place = service::bound_to("signing_keys", "private_der", platform_tenant, active->kid);
  const auto der = world.keys.unseal(place, active->sealed_private);
  BOOST_REQUIRE(der.has_value());
  BOOST_TEST(active->sealed_private.find(der->reveal().substr(0, 16)) == std::string::npos);
  const auto elsewhere = service::bound_to("signing_keys", "private_der", platform_tenant, "another");
  BOOST_TEST(!world.keys.unseal(elsewhere, active->sealed_private));
}

BOOST_AUTO_TEST_SUITE_END()
