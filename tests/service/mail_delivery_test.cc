// Out of the outbox: in which order, to whom, how often, until when; and that two hosts send nothing twice.
#include "service/mail_delivery.hh"

#include <algorithm>
#include <filesystem>
#include <map>

#include "port/metrics.hh"
#include "service/mail_queue.hh"
#include "service/mail_transport.hh"
#include "service/upkeep.hh"
#include "support/at_once.hh"
#include "support/folder.hh"
#include "support/sign_in.hh"
#include "support/smtp_server.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace doorward;
using namespace tests;
using port::Delivery;
using port::Sent;

namespace {

struct Office : UpkeepScene {
  std::vector<service::Envelope> seen;
  Delivery answer{Sent::taken, ""};

  explicit Office(const ConfigWords& changes = {}) : UpkeepScene(changes) {
    world.owner().run("DELETE FROM outbox");
    deliver = [this](const service::Envelope& one) {
      seen.push_back(one);
      return answer;
    };
  }
  Id post(const std::string& to = "ada@example.test", const std::string& about = "test") {
    auto ask = world.ask();
    store::TenantDb db(world.database, tenant);
    Id id;
    const service::Letter letter{about, to, "", {{"NAME", "Ada"}}};
    db.transaction([&] { return id = service::post_mail(ask, db, letter, service::Posting::to_be_sent), true; });
    return id;
  }
  /// How many were tried in the round at this time.
  std::size_t round(Time at) {
    seen.clear();
    world.clock.at = at;
    keep_up(at);
    return seen.size();
  }
  std::int64_t count(std::string_view statement) { return number(world, tenant, statement); }
  std::int64_t dead() { return count("SELECT COUNT(*) FROM t_outbox WHERE dead_at IS NOT NULL"); }
  Time now() const { return world.clock.now(); }
};

constexpr std::chrono::minutes minute{1};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(mail_delivery, Office)

BOOST_AUTO_TEST_CASE(a_message_is_sent_once) {
  const Id id = post();
  BOOST_TEST(round(now()) == 1U);
  BOOST_TEST(seen[0].to == "ada@example.test");
  BOOST_TEST(seen[0].name == id.text());
  BOOST_TEST(round(now() + std::chrono::hours(1)) == 0U);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox WHERE done_at IS NOT NULL AND tries = 1 AND last_error = ''") == 1);
}

BOOST_AUTO_TEST_CASE(mail_of_a_tenant_that_is_not_active_waits) {
  post();
  const Time start = now();
  const auto becomes = [&](const char* status) {
    world.owner().run("UPDATE tenants SET status = ? WHERE id = ?", {std::string(status), port::sql(tenant)});
  };
  becomes("suspended");
  BOOST_TEST(round(start) == 0U);
  becomes("canceled");
  BOOST_TEST(round(start + minute) == 0U);
  becomes("active");
  BOOST_TEST(round(start + 3 * minute) == 1U);
}

BOOST_AUTO_TEST_CASE(who_cannot_send_leaves_it_alone) {
  post();
  deliver = {};
  keep_up();
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox WHERE done_at IS NULL AND tries = 0") == 1);
}

BOOST_AUTO_TEST_CASE(a_try_that_failed_is_repeated_later_each_time_until_it_is_given_up) {
  post();
  answer = {Sent::later, "RCPT: 451 not now"};
  const Time start = now();
  BOOST_TEST(round(start) == 1U);
  BOOST_TEST(round(start + minute - Span(1)) == 0U);
  BOOST_TEST(round(start + minute) == 1U);
  BOOST_TEST(round(start + 3 * minute - Span(1)) == 0U);
  BOOST_TEST(round(start + 3 * minute) == 1U);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox WHERE tries = 3 AND last_error = 'RCPT: 451 not now'") == 1);
  const Time last = start + world.config.mail.keep;
  for (Time at = start; at < last; at += std::chrono::hours(6)) round(at);
  BOOST_TEST(dead() == 0);
  BOOST_TEST(round(last) == 1U);  // tried once more, at the very end
  BOOST_TEST(dead() == 1);
  BOOST_TEST(round(last + std::chrono::hours(24)) == 0U);
}

BOOST_AUTO_TEST_CASE(one_that_is_refused_for_good_is_dead_at_once_and_the_others_go_on) {
  const Id bad = post("bad@example.test");
  post();
  deliver = [&](const service::Envelope& one) {
    seen.push_back(one);
    return one.name == bad.text() ? Delivery{Sent::refused, "RCPT: 550 no"} : Delivery{Sent::taken, ""};
  };
  BOOST_TEST(round(now()) == 2U);
  BOOST_TEST(dead() == 1);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox WHERE done_at IS NOT NULL") == 1);
}

BOOST_AUTO_TEST_CASE(a_server_that_is_away_is_asked_once_a_round) {
  for (int i = 0; i < 5; ++i) post();
  answer = {Sent::away, "nobody listens"};
  BOOST_TEST(round(now()) == 1U);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox WHERE tries = 0") == 4);
  answer = {Sent::taken, ""};
  BOOST_TEST(round(now() + seconds(1)) == 4U);
  BOOST_TEST(round(now() + 2 * minute) == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_transport_mail_waits_and_has_an_end_too) {
  post();
  Config none = world.config;
  none.mail.transport = "none";
  deliver = service::mail_transport(none);
  const Time start = now();
  for (Time at = start; at < start + std::chrono::hours(24); at += std::chrono::hours(1)) keep_up(at);
  BOOST_TEST(dead() == 0);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox WHERE done_at IS NULL AND tries > 3") == 1);
  keep_up(start + none.mail.keep);
  BOOST_TEST(dead() == 1);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox WHERE last_error = 'mail.transport is none'") == 1);
}

BOOST_AUTO_TEST_CASE(a_message_that_cannot_be_written_out_is_its_own_trouble) {
  post("ada@example.test", "no-such-template");
  post();
  BOOST_TEST(round(now()) == 1U);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox WHERE done_at IS NULL AND last_error LIKE 'no template%'") == 1);
}

BOOST_AUTO_TEST_CASE(a_slow_round_claims_by_the_clock_and_not_by_its_beginning) {
  for (int i = 0; i < 3; ++i) post();
  std::size_t stolen = 0;
  deliver = [&](const service::Envelope& one) {
    seen.push_back(one);
    world.clock.at += 10 * minute;  // as long as that took
    UpkeepScene other;
    other.deliver = [&](const service::Envelope&) { return ++stolen, Delivery{Sent::taken, ""}; };
    auto ask = other.world.ask();
    ask.now = other.world.clock.at = world.clock.at - 9 * minute;  // while it was under way
    service::send_due_mail(ask, other.world.platform(), other.deliver, 1);
    return Delivery{Sent::taken, ""};
  };
  keep_up(world.clock.at);
  BOOST_TEST(seen.size() + stolen == 3U);
  std::sort(seen.begin(), seen.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
  BOOST_TEST((std::adjacent_find(seen.begin(), seen.end(),
                                 [](const auto& a, const auto& b) { return a.name == b.name; }) == seen.end()));
}

BOOST_AUTO_TEST_CASE(two_hosts_send_no_message_twice) {
  for (int i = 0; i < 30; ++i) post();
  const SmtpServer server;
  const auto words = server.settings();
  upkeep_stack();
  at_once(2, {}, [&](World&, int) {
    UpkeepScene host(words);
    const auto send = service::mail_transport(host.world.config);
    auto ask = host.world.ask();
    // Without the advisory lock of a round, as on a cluster.
    while (service::send_due_mail(ask, host.world.platform(), send, 4).more) {
    }
    return std::string("done");
  });
  std::vector<std::string> names;
  for (const auto& one : server.taken()) {
    const std::string& text = *one.find("message")->string();
    const auto at = text.find("Message-ID: <");
    names.push_back(text.substr(at, text.find('>', at) - at));
  }
  std::sort(names.begin(), names.end());
  BOOST_TEST(names.size() == 30U);
  BOOST_TEST((std::unique(names.begin(), names.end()) == names.end()));
}

BOOST_AUTO_TEST_CASE(a_file_holds_one_message_and_a_missing_folder_only_puts_it_off) {
  const Folder folder;
  Config config = world.config;
  config.mail.transport = "file";
  config.mail.dir = folder / "box";
  deliver = service::mail_transport(config);
  const Id id = post();
  const Time start = now();
  keep_up(start);
  BOOST_TEST(count("SELECT COUNT(*) FROM t_outbox WHERE tries = 1 AND done_at IS NULL") == 1);
  std::filesystem::create_directory(config.mail.dir);
  keep_up(start + 2 * minute);
  BOOST_TEST(std::filesystem::exists(config.mail.dir + "/" + id.text() + ".eml"));
}

BOOST_AUTO_TEST_CASE(an_operator_sees_what_waits_and_what_died_and_tries_again) {
  const Id bad = post("bad@example.test", "reset");
  answer = {Sent::refused, "RCPT: 550 no"};
  round(now());
  post("later@example.test");
  auto ask = world.ask();
  const auto waiting = service::list_mail(ask, world.platform(), false, 10);
  BOOST_TEST_REQUIRE(waiting.size() == 1U);
  BOOST_TEST(waiting[0].to == "later@example.test");
  const auto dead_ones = service::list_mail(ask, world.platform(), true, 10);
  BOOST_TEST_REQUIRE(dead_ones.size() == 1U);
  BOOST_TEST(dead_ones[0].to == "bad@example.test");
  BOOST_TEST(dead_ones[0].row.about == "reset");
  BOOST_TEST(dead_ones[0].row.last_error == "RCPT: 550 no");
  BOOST_TEST(service::retry_mail(ask, world.platform(), world.random.id(now())) == 0);
  BOOST_TEST(service::retry_mail(ask, world.platform(), bad) == 1);
  BOOST_TEST(dead() == 0);
  answer = {Sent::later, "not now"};
  round(now() + std::chrono::hours(47));  // all of mail.keep is before it again
  BOOST_TEST(dead() == 0);
  answer = {Sent::refused, "no"};
  round(now() + std::chrono::hours(12));
  BOOST_TEST(dead() == 2);
  BOOST_TEST(service::retry_mail(ask, world.platform(), std::nullopt) == 2);
}

BOOST_AUTO_TEST_CASE(dead_letters_go_after_a_month) {
  post();
  answer = {Sent::refused, "no"};
  const Time start = now();
  round(start);
  keep_up(start + std::chrono::hours(24 * 30) - Span(1));
  BOOST_TEST(dead() == 1);
  keep_up(start + std::chrono::hours(24 * 30));
  BOOST_TEST(dead() == 0);
}

BOOST_AUTO_TEST_CASE(each_try_is_counted_by_its_end) {
  const std::vector<std::pair<Sent, std::string>> ends = {
      {Sent::taken, "taken"}, {Sent::refused, "refused"}, {Sent::later, "later"}, {Sent::away, "away"}};
  std::map<std::string, std::uint64_t> wanted;
  for (const auto& [how, word] : ends) {
    world.owner().run("DELETE FROM outbox");
    post();
    answer = {how, "because"};
    BOOST_TEST(round(now()) == 1U);
    wanted[word] = 1;
    std::map<std::string, std::uint64_t> counted;
    for (const auto& one : world.metrics.read())
      if (one.metric == port::Metric::mail_total) counted[one.labels[0]] = one.values[0];
    BOOST_TEST((counted == wanted), word);
  }
}

BOOST_AUTO_TEST_CASE(the_queue_is_counted) {
  const auto gauge = [&](port::Metric metric) {
    for (const auto& one : world.metrics.read())
      if (one.metric == metric) return std::int64_t(one.values[0]);
    return std::int64_t(-1);
  };
  post();
  post();
  answer = {Sent::refused, "no"};
  deliver = [&](const service::Envelope&) { return std::exchange(answer, Delivery{Sent::later, "not now"}); };
  const Time start = now();
  keep_up(start);
  BOOST_TEST(gauge(port::Metric::mail_waiting) == 1);
  BOOST_TEST(gauge(port::Metric::mail_dead) == 1);
  keep_up(start + minute);
  BOOST_TEST(gauge(port::Metric::mail_oldest_seconds) == 60);
  BOOST_TEST(gauge(port::Metric::upkeep_last_count_timestamp_seconds) == to_unix(start + minute));
}

BOOST_AUTO_TEST_SUITE_END()
