// doorwardctl tick and audit verify, on an installation of their own.
#include <fstream>
#include <sstream>

#include "command/run.hh"
#include "port/clock.hh"
#include "port/json.hh"
#include "port/metrics.hh"
#include "store/events.hh"
#include "support/folder.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Said {
  int code = 0;
  std::string out, err;
  bool says(const std::string& word) const { return (out + err).find(word) != std::string::npos; }
};

struct Operator : UpkeepScene {
  Folder folder;
  std::string config = folder / "doorward.conf";

  Operator() {
    std::ofstream file(config);
    for (const auto& [name, value] : installed_words(upkeep_stack(), Isolation::accounts))
      file << name << " = " << value << "\n";
  }
  Said run(std::vector<std::string> words, bool json = false) const {
    words.insert(words.begin(), {"doorwardctl", "--config", config});
    if (json) words.insert(words.begin() + 1, "--json");
    std::vector<const char*> argv;
    argv.reserve(words.size());
    for (const auto& word : words) argv.push_back(word.c_str());
    std::istringstream in;
    std::ostringstream out, err;
    const int code = command::run(int(argv.size()), argv.data(), nullptr, in, out, err);
    return {code, out.str(), err.str()};
  }
  void write_events(int count) {
    store::TenantDb db(world.database, tenant);
    for (int i = 0; i < count; ++i) {
      store::Event event;
      event.id = EventId(world.random.id(world.clock.now()));
      event.type = "tried";
      event.occurred_at = world.clock.now();
      event.salt = world.random.bytes(16);
      store::write_event(db, event);
    }
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(tick, Operator)

BOOST_AUTO_TEST_CASE(it_says_what_was_done_and_nothing_when_nothing_was) {
  write_events(3);
  const Said first = run({"tick"});
  BOOST_TEST(first.code == 0);
  BOOST_TEST(first.says("events"));
  BOOST_TEST(first.says("done"));
  BOOST_TEST(first.err == "");
  const Said second = run({"tick"});
  BOOST_TEST(second.code == 0);
  BOOST_TEST(second.out + second.err == "");
}

BOOST_AUTO_TEST_CASE(its_json_counts_rows_and_batches) {
  run({"tick"});
  write_events(5);
  const auto answer = port::parse_json(run({"tick"}, true).out);
  BOOST_REQUIRE(bool(answer));
  const auto& items = *answer->find("items")->array();
  BOOST_TEST(items.size() > 10U);  // each kind, and what it is called
  for (const auto& item : items) {
    BOOST_TEST(*item.find("rows")->integer() == (*item.find("kind")->string() == "events" ? 5 : 0));
    BOOST_TEST(*item.find("batches")->integer() >= 1);
    BOOST_TEST(*item.find("state")->string() == "done");
  }
}

BOOST_AUTO_TEST_CASE(beside_another_host_it_says_so_and_is_content) {
  Said theirs;
  service::Ask ask = world.ask();
  service::keep_up(ask, world.platform(), [&](const service::Upkept& so_far, Span) {
    if (so_far.kind == "outbox") theirs = run({"tick"});
    return true;
  });
  BOOST_TEST(theirs.code == 0);
  BOOST_TEST(theirs.says("outbox"));
  BOOST_TEST(theirs.says("another host is at it"));
}

BOOST_AUTO_TEST_CASE(quiet_says_only_what_went_wrong) {
  write_events(3);
  Said beside;
  service::Ask ask = world.ask();
  service::keep_up(ask, world.platform(), [&](const service::Upkept& so_far, Span) {
    if (so_far.kind == "outbox") beside = run({"tick", "--quiet"});
    return true;
  });
  BOOST_TEST(beside.code == 0);
  BOOST_TEST(beside.out + beside.err == "");
  write_events(3);
  const Said content = run({"tick", "--quiet"});
  BOOST_TEST(content.code == 0);
  BOOST_TEST(content.out + content.err == "");
  BOOST_TEST(run({"tick", "--quiet"}, true).out == "");
  BOOST_TEST(run({"tick"}).out == "");  // the events were sealed all the same
  world.owner().execute("RENAME TABLE revoked_tokens TO hidden_tokens");
  const Said failed = run({"tick", "--quiet"});
  world.owner().execute("RENAME TABLE hidden_tokens TO revoked_tokens");
  BOOST_TEST(failed.code == 1);
  BOOST_TEST(failed.says("revoked_tokens failed"), failed.err);
}

BOOST_AUTO_TEST_CASE(a_database_that_is_away_is_three) {
  const std::string nowhere = "database.hosts=" + (folder / "nobody.sock");
  BOOST_TEST(run({"tick", "--set", nowhere}).code == 3);
  const Said quiet = run({"tick", "--quiet", "--set", nowhere});
  BOOST_TEST(quiet.code == 3);
  BOOST_TEST(quiet.says("DEPENDENCY_DOWN"));
}

BOOST_AUTO_TEST_CASE(status_tells_when_a_whole_round_last_succeeded_and_of_dead_letters) {
  const std::string here = "run.dir=" + (folder / "");
  const auto told = [&](const char* group, const char* name) {
    return *port::parse_json(run({"status", "--set", here}, true).out)->find(group)->find(name);
  };
  const auto shared = port::Metrics::open(folder / "");
  BOOST_TEST_REQUIRE(shared.table().shared(), shared.table().why());
  run({"tick", "--only", "events", "--set", here});
  BOOST_TEST(!told("upkeep", "last_success_at").string());
  BOOST_TEST(!told("upkeep", "age_s").integer());
  const Time before = port::SystemClock().now();
  run({"tick", "--set", here});
  const auto last = parse_rfc3339(*told("upkeep", "last_success_at").string());
  BOOST_REQUIRE(bool(last));
  BOOST_TEST(to_unix(*last) >= to_unix(before));
  BOOST_TEST(to_unix(*last) <= to_unix(port::SystemClock().now()));
  BOOST_TEST(*told("upkeep", "age_s").integer() >= 0);
  BOOST_TEST(run({"status", "--set", here}).says("\nupkeep last_success_at "));
  const auto dead = *told("queues", "dead_letters").integer();
  world.owner().run(
      "INSERT INTO outbox (tenant_id, id, kind, payload, due_at, created_at, dead_at) "
      "VALUES (?, ?, 'mail', '', ?, ?, ?)",
      {port::sql(tenant), world.random.bytes(16), before, before, before});
  BOOST_TEST(*told("queues", "dead_letters").integer() == dead + 1);
  world.owner().run("DELETE FROM outbox");
}

BOOST_AUTO_TEST_CASE(a_sound_chain_is_said_and_a_broken_one_is_named_and_six) {
  write_events(4);
  run({"tick"});
  const std::string slug = world.slug_of(tenant);
  const Said sound = run({"audit", "verify", "--tenant", slug});
  BOOST_TEST(sound.code == 0);
  BOOST_TEST(sound.says(slug));
  BOOST_TEST(run({"audit", "verify"}).code == 0);
  world.owner().run("UPDATE events SET data = '[]' WHERE tenant_id = ? AND sequence = 3", {port::sql(tenant)});
  for (const auto& words :
       {std::vector<std::string>{"audit", "verify"}, std::vector<std::string>{"audit", "verify", "--tenant", slug}}) {
    const Said broken = run(words);
    BOOST_TEST(broken.code == 6);
    BOOST_TEST(broken.says(slug + " sequence 3: "), broken.err);
  }
  BOOST_TEST(run({"audit", "verify", "--tenant", world.slug_of(world.make_tenant())}).code == 0);
  const Said nobody = run({"audit", "verify", "--tenant", "nobody-there"});
  BOOST_TEST(nobody.says("INVALID_TENANT"));
  BOOST_TEST(nobody.code == 1);  // nothing was looked at
  BOOST_TEST(run({"audit", "verify", "--set", "database.hosts=" + (folder / "nobody.sock")}).code == 3);
  world.owner().run("UPDATE events SET data = '{}' WHERE tenant_id = ? AND sequence = 3", {port::sql(tenant)});
  BOOST_TEST(run({"audit", "verify"}).code == 0);
}

BOOST_AUTO_TEST_SUITE_END()
