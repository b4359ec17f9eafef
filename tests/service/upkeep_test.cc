// The round itself: batches, ends that are noted once, two hosts, sudden deaths.
#include "service/upkeep.hh"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/encode.hh"
#include "port/metrics.hh"
#include "service/event_chain.hh"
#include "service/upkeep_work.hh"
#include "service/visitor.hh"
#include "store/expired.hh"
#include "support/at_once.hh"
#include "support/catalogue.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Scene : UpkeepScene {
  std::int64_t count(std::string_view statement) { return number(world, tenant, statement); }
  std::int64_t ended() { return count("SELECT COUNT(*) FROM t_sessions WHERE ended_at IS NOT NULL"); }
  std::int64_t counters() { return count("SELECT COUNT(*) FROM t_rate_counters"); }

  void old_counters(int how_many, Time at) {
    std::string lot = "INSERT INTO rate_counters (tenant_id, name, window_at) VALUES ";
    for (int i = 0; i < how_many; ++i)
      lot += std::string(i ? ", " : "") + "(UNHEX('" + to_hex(tenant.raw()) + "'), 'lot-" + std::to_string(i) + "', '" +
             to_sql(at) + "')";
    world.owner().execute(lot);
  }
  std::int64_t gauge(port::Metric metric) {
    for (const auto& one : world.metrics.read())
      if (one.metric == metric) return std::int64_t(one.values[0]);
    return 0;
  }
  bool sound() {
    auto ask = world.ask();
    return !service::verify_chain(ask, world.platform(), tenant).broken;
  }
};

bool removes(std::string_view kind) {
  const auto& rows = store::expired_rows();
  return kind == "canceled_tenants" || kind == "dead_letters" ||
         std::any_of(rows.begin(), rows.end(), [&](const auto& row) { return row.table == kind; });
}

/// The data of the tenant's one event of this type.
port::Json data_of(Scene& scene, const std::string& type) {
  std::vector<std::string> all;
  store::TenantDb(scene.world.database, scene.tenant)
      .each("SELECT data FROM t_events WHERE type = ?", {type}, [&](const auto& row) { all.push_back(row.text(0)); });
  BOOST_TEST_REQUIRE(all.size() == 1U);
  return *port::parse_json(all[0]);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(upkeep, Scene)

BOOST_AUTO_TEST_CASE(an_absolute_end_is_noted_when_it_came_with_its_events) {
  const auto entered = sign_in(world, user);
  const Time end = entered.session.expires_at;
  keep_up(end - Span(1));
  BOOST_TEST(ended() == 0);
  BOOST_TEST(count_events(world, tenant, "session_expired") == 0);
  keep_up(end);
  BOOST_TEST(ended() == 1);
  BOOST_TEST(data_of(*this, "session_expired").find("reason")->string()->compare("absolute") == 0);
  BOOST_TEST(data_of(*this, "session_expired").find("ended_at")->string()->compare(to_rfc3339(end)) == 0);
  BOOST_TEST(data_of(*this, "refresh_token_revoked").find("reason")->string()->compare("session_expired") == 0);
  keep_up(end + seconds(1));
  BOOST_TEST(count_events(world, tenant, "session_expired") == 1);
  BOOST_TEST(count_events(world, tenant, "refresh_token_revoked") == 1);
  world.clock.at = end + seconds(1);
  BOOST_TEST(word_of(refresh(world, entered.tokens->refresh_token)) == "REFRESH_TOKEN_EXPIRED");
}

BOOST_AUTO_TEST_CASE(an_idle_end_is_noted_and_a_use_puts_it_off) {
  const auto session = sign_in(world, user, Transport::session).session;
  const Time end = session.idle_ends_at;
  BOOST_REQUIRE(end < session.expires_at);
  world.owner().run("UPDATE sessions SET last_used_at = last_used_at + INTERVAL 7 SECOND WHERE tenant_id = ?",
                    {port::sql(tenant)});
  keep_up(end + seconds(7) - Span(1));
  BOOST_TEST(ended() == 0);
  keep_up(end + seconds(7));
  BOOST_TEST(ended() == 1);
  BOOST_TEST(data_of(*this, "session_expired").find("reason")->string()->compare("idle") == 0);
  BOOST_TEST(count_events(world, tenant, "refresh_token_revoked") == 0);
}

BOOST_AUTO_TEST_CASE(a_session_that_ended_before_gets_no_second_end) {
  const auto entered = sign_in(world, user);
  auto ask = world.ask();
  BOOST_REQUIRE(bool(service::log_out(ask, {true, entered.tokens->refresh_token, {}, {}})));
  keep_up(entered.session.expires_at);
  BOOST_TEST(count_events(world, tenant, "session_expired") == 0);
}

BOOST_AUTO_TEST_CASE(five_hundred_rows_go_in_batches_of_two_dozen_at_most) {
  const Time now = world.clock.now();
  old_counters(500, now - std::chrono::hours(25));
  std::int64_t before = 0, most = 0;
  service::Ask ask = world.ask();
  const auto done = service::keep_up(ask, world.platform(), [&](const service::Upkept& so_far, Span) {
    if (so_far.kind != "rate_counters") return true;
    most = std::max(most, so_far.rows - before);
    before = so_far.rows;
    return true;
  });
  BOOST_TEST(kind_of(done, "rate_counters").rows == 500);
  BOOST_TEST(most == 24);
  BOOST_TEST(counters() == 0);
}

BOOST_AUTO_TEST_CASE(what_was_stopped_goes_on_with_the_next_round) {
  old_counters(1000, world.clock.now() - std::chrono::hours(25));
  const auto stopped = keep_up(world.clock.now(), 8);  // six kinds come before, each with one batch
  BOOST_TEST(bool(stopped.back().kind == "rate_counters"));
  BOOST_TEST(bool(stopped.back().state == service::Upkeep::stopped));
  const auto left = counters();
  BOOST_TEST(left > 0);
  BOOST_TEST(left < 1000);
  BOOST_TEST(kind_of(keep_up(), "rate_counters").rows == left);
  BOOST_TEST(counters() == 0);
}

BOOST_AUTO_TEST_CASE(killed_between_any_two_batches_nothing_is_lost_or_done_twice) {
  std::vector<Session> sessions(60);
  for (Session& session : sessions) session = sign_in(world, user).session;
  const Time now = sessions.back().expires_at;
  old_counters(500, now - std::chrono::hours(25));
  int deaths = 0;
  for (bool alive = false; !alive; ++deaths) {
    BOOST_REQUIRE(deaths < 200);
    const pid_t child = ::fork();
    BOOST_REQUIRE(child >= 0);
    if (child == 0) {
      try {
        UpkeepScene host;
        service::Ask ask = host.world.ask();
        ask.now = now;
        service::keep_up(ask, host.world.platform(), [](const service::Upkept& so_far, Span) {
          if (so_far.rows > 0) ::kill(::getpid(), SIGKILL);
          return true;
        });
      } catch (...) {
        ::_exit(9);
      }
      ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    alive = !WIFSIGNALED(status);
    if (alive) BOOST_TEST(WEXITSTATUS(status) == 0);
    BOOST_TEST(ended() == count_events(world, tenant, "session_expired"));
    BOOST_TEST(sound());
  }
  BOOST_TEST(deaths > 3);
  BOOST_TEST(count_events(world, tenant, "session_expired") == 60);
  BOOST_TEST(count_events(world, tenant, "refresh_token_revoked") == 60);
  BOOST_TEST(counters() == 0);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_events WHERE sequence IS NULL") == 0);
}

BOOST_AUTO_TEST_CASE(of_two_hosts_the_second_leaves_all_removal_to_the_first_and_does_the_rest) {
  const auto beside = [&](const std::string& theirs) {
    std::vector<service::Upkept> ours;
    service::Ask ask = world.ask();
    service::keep_up(ask, world.platform(), [&](const service::Upkept& so_far, Span) {
      if (so_far.kind != theirs || !ours.empty()) return true;
      UpkeepScene second;
      sign_in(second.world, second.user);
      second.deliver = [](const auto&) { return port::Delivery{port::Sent::taken, ""}; };
      ours = second.keep_up();
      return true;
    });
    return ours;
  };
  for (const std::string theirs : {"refresh_tokens", "sessions", "canceled_tenants", "dead_letters"}) {
    const auto ours = beside(theirs);
    for (const auto& kind : ours)
      BOOST_TEST(bool(kind.state == (removes(kind.kind) ? service::Upkeep::elsewhere : service::Upkeep::done)),
                 theirs << " beside " << kind.kind);
    BOOST_TEST(kind_of(ours, "events").rows > 0);
  }
  for (const std::string theirs : {"session_expired", "signing_keys", "events"}) {
    const auto ours = beside(theirs);
    for (const auto& kind : ours)
      BOOST_TEST(bool(kind.state == (kind.kind == theirs ? service::Upkeep::elsewhere : service::Upkeep::done)),
                 theirs << " beside " << kind.kind);
  }
}

// Else a host that lost its power would have its locks for as long as the server keeps a silent connection: hours.
BOOST_AUTO_TEST_CASE(the_server_ends_the_connection_of_a_round_that_says_nothing_for_longer_than_a_letter_takes) {
  std::vector<std::string> silences;
  service::Ask ask = world.ask();
  service::keep_up(ask, world.platform(), [&](const service::Upkept&, Span) {
    silences.push_back(words_of(world.platform().mysql(), "SELECT @@SESSION.wait_timeout").at(0));
    if (silences.size() == 2) world.platform().mysql().forget();  // the next one is another connection
    return true;
  });
  BOOST_TEST(silences.size() > 10U);
  for (const auto& silence : silences) BOOST_TEST(silence == "120");  // mail.timeout, 30 s, twice, and a minute
}

BOOST_AUTO_TEST_CASE(a_rest_leaves_the_batch_its_share_of_the_time_and_is_never_long) {
  using std::chrono::milliseconds;
  const auto rest = [](Span took, int share) { return service::rest_after(took, share); };
  BOOST_TEST((rest(milliseconds(2), 10) == milliseconds(18)));
  BOOST_TEST((rest(milliseconds(2), 50) == milliseconds(2)));
  BOOST_TEST((rest(milliseconds(2), 100) == Span::zero()));
  BOOST_TEST((rest(seconds(5), 10) == milliseconds(200)));
}

// Galera's nodes do not see each other's advisory locks: rows alone decide here.
BOOST_AUTO_TEST_CASE(two_hosts_without_a_lock_between_them_write_and_seal_everything_once) {
  constexpr int people = 150;
  std::vector<Session> sessions(people);
  for (Session& session : sessions) session = sign_in(world, user).session;
  const Time now = sessions.back().expires_at;
  const auto answers = two_hosts([&](UpkeepScene& host, int) {
    service::Ask ask = host.world.ask();
    ask.now = now;
    std::int64_t sealed = 0;
    for (int round = 0; round < 3; ++round)
      for (const auto& work : service::upkeep_works(ask, host.world.platform(), {host.deliver})) {
        if (work.kind != "session_expired" && work.kind != "events") continue;
        for (service::Batch batch{0, true}; batch.more;) {
          batch = work.next(100);
          if (work.kind == "events") sealed += batch.rows;
        }
      }
    return std::to_string(sealed);
  });
  for (const auto& answer : answers) BOOST_TEST(answer.find("threw") == std::string::npos, answer);
  keep_up(now);
  BOOST_TEST(ended() == people);
  BOOST_TEST(count_events(world, tenant, "session_expired") == people);
  BOOST_TEST(count_events(world, tenant, "refresh_token_revoked") == people);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_events WHERE sequence IS NULL") == 0);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_events") == count("SELECT MAX(sequence) FROM t_events"));
  BOOST_TEST(sound());
}

BOOST_AUTO_TEST_CASE(live_sessions_are_counted) {
  keep_up();
  const auto before = gauge(port::Metric::active_sessions);
  for (int i = 0; i < 2; ++i) sign_in(world, user);
  keep_up();
  BOOST_TEST(gauge(port::Metric::active_sessions) == before + 2);
  world.owner().run("UPDATE sessions SET ended_at = ?, end_reason = 'logout' WHERE tenant_id = ? LIMIT 1",
                    {world.clock.now(), port::sql(tenant)});
  keep_up();
  BOOST_TEST(gauge(port::Metric::active_sessions) == before + 1);
}

BOOST_AUTO_TEST_CASE(kinds_take_turns_so_that_events_are_sealed_during_a_long_removal) {
  old_counters(500, world.clock.now() - std::chrono::hours(25));
  turn = Span::zero();
  const auto sealed = [&] {
    return count("SELECT COUNT(*) FROM t_events WHERE type = 'user_logged_in' AND sequence IS NOT NULL");
  };
  std::int64_t left = 0;  // to be removed, when the event was sealed
  service::Ask ask = world.ask();
  const auto done = service::keep_up(
      ask, world.platform(),
      [&](const service::Upkept& so_far, Span) {
        if (so_far.kind == "rate_counters" && so_far.batches == 1) sign_in(world, user);
        if (left == 0 && sealed() > 0) left = counters();
        return true;
      },
      share());
  BOOST_TEST(left > 100);
  BOOST_TEST(kind_of(done, "rate_counters").rows == 500);
  BOOST_TEST(bool(kind_of(done, "rate_counters").state == service::Upkeep::done));
  BOOST_TEST(sound());
}

BOOST_AUTO_TEST_CASE(who_has_time_for_one_batch_alone_begins_where_it_is_told_and_so_each_kind_has_its_turn) {
  std::vector<std::string_view> in_order, firsts;
  for (const auto& kind : keep_up()) in_order.push_back(kind.kind);
  for (first = 0; first < in_order.size(); ++first) firsts.push_back(keep_up(world.clock.now(), 1).at(0).kind);
  BOOST_TEST(firsts == in_order, boost::test_tools::per_element());
  BOOST_TEST(keep_up(world.clock.now(), 1).at(0).kind == in_order[0]);  // behind the last
  first = 2;
  std::rotate(in_order.begin(), in_order.begin() + 2, in_order.end());
  std::vector<std::string_view> from_the_third;
  for (const auto& kind : keep_up()) from_the_third.push_back(kind.kind);
  BOOST_TEST(from_the_third == in_order, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_round_with_much_left_is_a_success_and_one_with_a_failure_is_none) {
  const auto noted = [&] { return gauge(port::Metric::upkeep_last_success_timestamp_seconds); };
  old_counters(500, world.clock.now() - std::chrono::hours(25));
  turn = Span::zero();
  const Time begun = world.clock.now();
  service::Ask ask = world.ask();
  service::keep_up(
      ask, world.platform(),
      [&](const service::Upkept& so_far, Span) {
        world.clock.at += seconds(1);
        return so_far.kind != "rate_counters" || so_far.batches < 4;
      },
      share());
  BOOST_TEST(counters() == 500 - 4 * 24);
  BOOST_TEST(noted() > to_unix(begun));  // of a later round than the first
  BOOST_TEST(noted() < to_unix(world.clock.now()));
  const auto before = noted();
  world.owner().execute("RENAME TABLE revoked_tokens TO hidden_tokens");
  const auto done = keep_up(world.clock.now() + seconds(60));
  world.owner().execute("RENAME TABLE hidden_tokens TO revoked_tokens");
  BOOST_TEST(counters() == 0);
  BOOST_TEST(bool(kind_of(done, "revoked_tokens").state == service::Upkeep::failed));
  BOOST_TEST(noted() == before);
}

BOOST_AUTO_TEST_CASE(a_kind_that_failed_has_its_next_try_after_a_minute_and_has_failed_all_the_same) {
  turn = Span::zero();
  const auto tried_again = [&](Span later) {
    old_counters(500, world.clock.now() - std::chrono::hours(25));
    world.owner().execute("RENAME TABLE revoked_tokens TO hidden_tokens");
    service::Ask ask = world.ask();
    const auto done = service::keep_up(
        ask, world.platform(),
        [&](const service::Upkept& so_far, Span) {
          if (so_far.kind != "rate_counters" || so_far.batches != 2) return true;
          world.owner().execute("RENAME TABLE hidden_tokens TO revoked_tokens");
          world.clock.at += later;
          return true;
        },
        share());
    BOOST_TEST(kind_of(done, "rate_counters").rows == 500);
    BOOST_TEST(bool(kind_of(done, "revoked_tokens").state == service::Upkeep::failed));
    return kind_of(done, "revoked_tokens").batches;
  };
  const auto noted = [&] { return gauge(port::Metric::upkeep_last_success_timestamp_seconds); };
  BOOST_TEST(tried_again(seconds(59)) == 0);
  BOOST_TEST(noted() == 0);
  const Time begun = world.clock.now();
  BOOST_TEST(tried_again(seconds(60)) > 0);
  BOOST_TEST(noted() > to_unix(begun));  // nothing is behind any more
}

BOOST_AUTO_TEST_CASE(the_end_of_a_whole_round_without_a_failure_is_noted) {
  const Time now = world.clock.now();
  const auto noted = [&] { return gauge(port::Metric::upkeep_last_success_timestamp_seconds); };
  BOOST_TEST(noted() == 0);
  keep_up(now, 1);  // was ended
  only = "events";
  keep_up(now);
  only = "";
  world.owner().execute("RENAME TABLE revoked_tokens TO hidden_tokens");
  const auto done = keep_up(now);
  world.owner().execute("RENAME TABLE hidden_tokens TO revoked_tokens");
  BOOST_TEST(bool(kind_of(done, "revoked_tokens").state == service::Upkeep::failed));
  BOOST_TEST(noted() == 0);
  keep_up(now);
  BOOST_TEST(noted() == to_unix(now));
  keep_up(now + seconds(60));
  BOOST_TEST(noted() == to_unix(now) + 60);
}

BOOST_AUTO_TEST_CASE(all_that_it_asks_stands_in_the_metrics) {
  constexpr auto statements = port::Metric::database_statements_total;
  service::count_spent(world.service);
  world.statements();
  const auto before = counted(world, statements);
  keep_up();
  const auto asked = world.statements();
  BOOST_TEST(asked > 10U);
  BOOST_TEST(counted(world, statements) - before == asked);
}

BOOST_AUTO_TEST_SUITE_END()
