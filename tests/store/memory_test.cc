// Records that prove themselves, on a real memcached that is flushed, forged, stopped and restarted.
#include "store/memory.hh"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "base/error.hh"
#include "support/memory_servers.hh"

using namespace doorward;
using namespace std::chrono_literals;
using namespace tests;
using store::Looked;
using store::Mark;
using store::Memory;
using store::Trust;

namespace {

/// All orders of steps of several actors, each actor's own steps in order.
void every_order(std::vector<int> left, std::vector<int>& order, const std::function<void()>& take) {
  bool any = false;
  for (std::size_t actor = 0; actor < left.size(); ++actor) {
    if (left[actor] == 0) continue;
    any = true;
    --left[actor];
    order.push_back(int(actor));
    every_order(left, order, take);
    order.pop_back();
    ++left[actor];
  }
  if (!any) take();
}

/// A worker that reads the truth and fills memory, one step at a time.
struct Reader {
  Memory& memory;
  std::string name;
  const int& truth;
  std::vector<Looked> looked{};
  int read = -1, step = 0;

  void next() {
    switch (step++) {
      case 0: looked = memory.look({name}, now); break;
      case 1: memory.lease(looked); break;
      case 2: read = truth; break;
      case 3: memory.confirm(looked); break;
      case 4: keep(memory, looked, std::to_string(read), now); break;
    }
  }
};

/// A change of the truth: commit, then tombstone.
struct Change {
  Memory& memory;
  std::string name;
  int& truth;
  int step = 0;
  bool told() const { return step == 2; }

  void next() {
    if (step++ == 0)
      ++truth;
    else
      BOOST_TEST(memory.mark(name, Mark::changed, now));
  }
};

/// What may stand there when a reader comes.
enum class Found { nothing, old_record, mark };
constexpr Found all_found[] = {Found::nothing, Found::old_record, Found::mark};

void prepare(Memory& memory, const std::string& name, Found found) {
  if (found == Found::old_record) fill(memory, "0", now - trust - 1s, name);
  if (found == Found::mark) memory.mark(name, Mark::changed, now);
}

/// What memory says may never be older than a change that was told.
void check_no_older(Memory& memory, const std::string& name, int truth) {
  const Looked seen = look(memory, now, name);
  if (seen.trust == Trust::valid) BOOST_TEST(seen.facts == std::to_string(truth));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(memory)

BOOST_AUTO_TEST_CASE(a_record_is_believed_for_as_long_as_it_is_trusted) {
  Servers s;
  BOOST_TEST((trust_of(s.memory) == Trust::missing));
  BOOST_TEST(fill(s.memory, "facts"));
  BOOST_TEST(look(s.memory).facts == "facts");
  for (const auto& [at, expected] : {std::pair(now + trust, Trust::valid),
                                     {now + trust + 1us, Trust::missing},
                                     {now - 1s, Trust::valid},
                                     {now - 1s - 1us, Trust::missing},
                                     {now + 1h, Trust::missing},
                                     {now - 1h, Trust::missing}})
    BOOST_TEST((trust_of(s.memory, at) == expected), to_rfc3339(at));
}

BOOST_AUTO_TEST_CASE(no_byte_of_a_record_may_change) {
  Servers s;
  fill(s.memory, "facts");
  const std::string good = s.server.look(key);
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = char(bad[i] ^ 1);
    s.server.put(key, bad);
    BOOST_TEST((trust_of(s.memory) == Trust::missing), i);
  }
  for (std::size_t size = 0; size < good.size(); ++size) {
    s.server.put(key, good.substr(0, size));
    BOOST_TEST((trust_of(s.memory) == Trust::missing), size);
  }
  s.server.put(key, good + "x");
  BOOST_TEST((trust_of(s.memory) == Trust::missing));
  s.server.put(key, good);
  BOOST_TEST((trust_of(s.memory) == Trust::valid));
}

BOOST_AUTO_TEST_CASE(a_record_is_good_under_its_own_key_and_master_key_alone) {
  Servers s;
  fill(s.memory, "facts");
  s.server.put("s:tenant:other", s.server.look(key));
  BOOST_TEST((trust_of(s.memory, now, "s:tenant:other") == Trust::missing));
  Memory stranger = s.over({s.server.address()}, "another key");
  BOOST_TEST((trust_of(stranger) == Trust::missing));
}

BOOST_AUTO_TEST_CASE(a_record_of_another_ring_is_none) {
  Servers s;
  tests::Folder folder;
  const std::string alias = folder / "same.sock";
  BOOST_REQUIRE(::symlink(s.server.address().c_str(), alias.c_str()) == 0);
  Memory other = s.over({alias});
  fill(s.memory, "facts");
  BOOST_TEST((trust_of(other) == Trust::missing));
  s.memory.mark(key, Mark::ended, now);
  BOOST_TEST((trust_of(other) == Trust::ended));  // what ended has ended, whoever says so
}

BOOST_AUTO_TEST_CASE(a_worker_on_another_ring_than_the_installation_believes_and_stores_nothing) {
  Servers s;
  fill(s.memory, "facts");
  s.memory.ring_is(store::Ring{"0123456789abcdef", {}});
  BOOST_TEST((trust_of(s.memory) == Trust::missing));
  BOOST_TEST(!fill(s.memory, "other"));
  s.memory.ring_is(std::nullopt);
  BOOST_TEST((trust_of(s.memory) == Trust::missing));
  s.memory.ring_is(store::Ring{s.memory.memcached().ring(), {}});
  BOOST_TEST(look(s.memory).facts == "facts");
}

BOOST_AUTO_TEST_CASE(tombstones_say_what_they_mean_and_must_be_ours) {
  Servers s;
  for (const auto& [mark, expected] : {std::pair(Mark::ended, Trust::ended), {Mark::changed, Trust::changed}}) {
    fill(s.memory, "facts");
    BOOST_TEST(s.memory.mark(key, mark, now));
    BOOST_TEST((trust_of(s.memory) == expected));
    BOOST_TEST((trust_of(s.memory, now + 70s) == expected));
    const std::string good = s.server.look(key);
    s.server.put("s:tenant:other", good);
    BOOST_TEST((trust_of(s.memory, now, "s:tenant:other") == Trust::missing));
    std::string forged = good;
    forged[1] = char(Mark::ended);
    forged.back() = char(forged.back() ^ 1);
    s.server.put(key, forged);
    BOOST_TEST((trust_of(s.memory) == Trust::missing));
    s.server.flush();
  }
  BOOST_TEST(s.memory.mark(key, Mark::changed, now));
  BOOST_TEST(s.server.tell("mg " + key + " t\r\n").starts_with("HD t70"));
}

BOOST_AUTO_TEST_CASE(what_is_stale_is_filled_again_and_what_ended_is_not) {
  Servers s;
  fill(s.memory, "old");
  const Time later = now + trust + 1s;
  BOOST_TEST(fill(s.memory, "new", later));
  BOOST_TEST(look(s.memory, later).facts == "new");
  s.server.put(key, "bytes of somebody else");
  BOOST_TEST(fill(s.memory, "again", later));
  BOOST_TEST(look(s.memory, later).facts == "again");
  s.memory.mark(key, Mark::changed, now);
  BOOST_TEST(fill(s.memory, "changed", later));
  BOOST_TEST(look(s.memory, later).facts == "changed");
  s.memory.mark(key, Mark::ended, now);
  BOOST_TEST(!fill(s.memory, "alive?", later));
  BOOST_TEST((trust_of(s.memory, later) == Trust::ended));
}

BOOST_AUTO_TEST_CASE(what_was_proved_once_is_proved_for_its_own_bytes_and_key_alone) {
  Servers s;
  BOOST_REQUIRE(fill(s.memory, "facts"));
  for (int i = 0; i < 9; ++i) BOOST_TEST((trust_of(s.memory) == Trust::valid));  // one of them lets it in
  std::string value = s.server.look(key);
  s.server.put("s:another", value);
  BOOST_TEST((trust_of(s.memory, now, "s:another") == Trust::missing));
  value[value.size() / 2] ^= 1;
  s.server.put(key, value);
  BOOST_TEST((trust_of(s.memory) == Trust::missing));
  value[value.size() / 2] ^= 1;
  s.server.put(key, value);
  BOOST_TEST((trust_of(s.memory) == Trust::valid));
  BOOST_TEST((trust_of(s.memory, now + trust + 1s) == Trust::missing));  // proved, and too old
}

BOOST_AUTO_TEST_CASE(many_are_marked_by_few_questions) {
  Servers s;
  BOOST_REQUIRE(fill(s.memory, "facts"));
  std::vector<store::Tombstone> all{{key, Mark::ended}};
  all.reserve(251);
  for (int i = 0; i < 250; ++i) all.push_back({"s:many:" + std::to_string(i), i % 2 ? Mark::ended : Mark::changed});
  const auto before = s.memory.memcached().meter().calls;
  BOOST_TEST(s.memory.mark(all, now));
  BOOST_TEST(s.memory.memcached().meter().calls - before == 3U);
  for (const auto& [name, mark] : all)
    BOOST_TEST((trust_of(s.memory, now, name) == (mark == Mark::ended ? Trust::ended : Trust::changed)));
  BOOST_TEST(s.memory.mark(std::vector<store::Tombstone>(), now));
}

BOOST_AUTO_TEST_CASE(of_two_servers_one_keeps_its_marks_when_the_other_loses_them_in_the_first_question_alone) {
  Servers s;
  MemcachedProcess other;
  Memory both = s.over({s.server.address(), other.address()});
  std::vector<store::Tombstone> all;
  all.reserve(300);
  for (int i = 0; i < 300; ++i) all.push_back({"s:many:" + std::to_string(i), Mark::ended});
  BOOST_REQUIRE(both.mark(all, now));
  const auto kept =
      std::partition(all.begin(), all.end(), [&](const auto& one) { return s.server.look(one.key).empty(); });
  BOOST_REQUIRE(kept - all.begin() > 100);
  all.erase(all.begin() + 50, kept - 50);  // a hundred of the other's, and then this one's
  BOOST_REQUIRE(all.size() > 150U);
  s.server.flush();
  other.kill();
  BOOST_TEST(!both.mark(all, now));
  for (std::size_t i = 0; i < all.size(); ++i)
    BOOST_TEST((trust_of(both, now, all[i].key) == (i < 100 ? Trust::broken : Trust::ended)));
}

BOOST_AUTO_TEST_CASE(several_are_filled_at_once_each_by_its_own_lease) {
  Servers s;
  s.memory.mark("s:two", Mark::changed, now);
  auto all = s.memory.look({"s:one", "s:two", "t:three"}, now);
  std::vector<Looked> other{look(s.memory, now, "t:three")};
  s.memory.lease(other);
  s.memory.lease(all);
  BOOST_TEST((!all[0].lease.empty() && all[2].lease.empty()));
  BOOST_TEST((all[0].ours() && all[1].ours() && !all[2].ours()));
  s.memory.confirm(all);
  all[0].facts = "one";
  all[1].facts = "two";
  s.memory.keep(all, now);
  const auto found = s.memory.look({"s:one", "s:two", "t:three"}, now);
  BOOST_TEST((found[0].facts == "one" && found[1].facts == "two" && found[2].trust == Trust::missing));
}

BOOST_AUTO_TEST_CASE(two_readers_and_one_of_them_stores) {
  Servers s;
  std::vector<Looked> first{look(s.memory)}, second{look(s.memory)};
  s.memory.lease(first);
  s.memory.lease(second);
  BOOST_TEST(!first.front().lease.empty());
  BOOST_TEST(second.front().lease.empty());
  BOOST_TEST((trust_of(s.memory) == Trust::missing));
  BOOST_TEST(!fill(s.memory, "third"));  // a lease is not taken away
  s.memory.confirm(first);
  keep(s.memory, first, "first", now);
  BOOST_TEST(look(s.memory).facts == "first");
}

BOOST_AUTO_TEST_CASE(in_no_order_of_steps_does_a_reader_outlive_a_tombstone) {
  Servers s;
  int number = 0;
  std::vector<int> order;
  every_order({5, 2, 1}, order, [&] {  // a reader, a change, a flush
    ++number;
    for (const Found found : all_found) {
      const std::string name = "s:one:" + std::to_string(number) + ":" + std::to_string(int(found));
      int truth = 0;
      prepare(s.memory, name, found);
      Reader reader{s.memory, name, truth};
      Change change{s.memory, name, truth};
      for (int actor : order) {
        if (actor == 0) reader.next();
        if (actor == 1) change.next();
        if (actor == 2) s.server.tell("delete " + name + "\r\n");
        if (change.told()) check_no_older(s.memory, name, truth);
      }
    }
  });
  BOOST_TEST(number == 168);
}

BOOST_AUTO_TEST_CASE(nor_with_a_second_reader) {
  Servers s;
  const int share = std::getenv("CHAOS") ? 1 : 4;  // all 16,632 orders, or a quarter
  int number = 0;
  std::vector<int> order;
  every_order({5, 5, 2}, order, [&] {
    if (number++ % share != 0) return;
    const std::string name = "s:two:" + std::to_string(number);
    int truth = 0;
    prepare(s.memory, name, all_found[number % 3]);
    Reader one{s.memory, name, truth}, two{s.memory, name, truth};
    Change change{s.memory, name, truth};
    for (int actor : order) {
      if (actor == 0) one.next();
      if (actor == 1) two.next();
      if (actor == 2) change.next();
    }
    check_no_older(s.memory, name, truth);
  });
  BOOST_TEST(number == 16632);
}

BOOST_AUTO_TEST_CASE(two_readers_of_what_is_old_and_one_of_them_stores) {
  Servers s;
  prepare(s.memory, key, Found::old_record);
  std::vector<Looked> first{look(s.memory)}, second{look(s.memory)};
  for (auto* reader : {&first, &second}) {
    s.memory.lease(*reader);
    s.memory.confirm(*reader);
  }
  keep(s.memory, first, "first", now);
  keep(s.memory, second, "second", now);
  BOOST_TEST(look(s.memory).facts == "first");
}

BOOST_AUTO_TEST_CASE(a_restart_in_the_middle_replaces_no_mark) {
  Servers s;
  prepare(s.memory, key, Found::old_record);
  std::vector<Looked> all{look(s.memory)};
  BOOST_TEST(all.front().ours());
  s.server.kill();
  s.server.start();
  for (int i = 1; i < int(all.front().cas.number); ++i) s.server.put("other", "value");
  Memory revoking = s.over({s.server.address()});
  BOOST_TEST(revoking.mark(key, Mark::changed, now));  // gets the number that the old record had
  keep(s.memory, all, "facts", now);
  BOOST_TEST((trust_of(s.memory) != Trust::valid));
  BOOST_TEST((trust_of(revoking) == Trust::changed));
}

BOOST_AUTO_TEST_CASE(a_restart_in_the_middle_stores_nothing) {
  Servers s;
  std::vector<Looked> all{look(s.memory)};
  s.memory.lease(all);
  s.server.kill();
  s.server.start();
  s.memory.confirm(all);
  BOOST_TEST(all.front().lease.empty());
  keep(s.memory, all, "facts", now);
  BOOST_TEST(s.server.look(key).empty());
}

BOOST_AUTO_TEST_CASE(a_silent_server_is_broken_and_not_empty) {
  Servers s;
  fill(s.memory, "facts");
  s.server.stop();
  BOOST_TEST((trust_of(s.memory) == Trust::broken));
  BOOST_TEST(!fill(s.memory, "other"));
  BOOST_TEST(!s.memory.mark(key, Mark::ended, now));
  s.server.resume();
}

BOOST_AUTO_TEST_CASE(the_mark_of_a_token_lives_as_long_as_the_token) {
  Servers s;
  BOOST_TEST(!s.memory.blacklisted("b:tenant:jti", now));
  BOOST_TEST(s.memory.blacklist("b:tenant:jti", now + 900s, now));
  BOOST_TEST(s.memory.blacklisted("b:tenant:jti", now));
  BOOST_TEST(s.server.tell("mg b:tenant:jti t\r\n").starts_with("HD t900"));
  BOOST_TEST(s.memory.blacklist("b:tenant:old", now, now));
  BOOST_TEST(s.server.look("b:tenant:old").empty());
}

BOOST_AUTO_TEST_CASE(without_memcached_everything_is_missing_and_every_tombstone_holds) {
  Servers s;
  Memory none = s.over({});
  BOOST_TEST((trust_of(none) == Trust::missing));
  BOOST_TEST(!fill(none, "facts"));
  BOOST_TEST(none.mark(key, Mark::ended, now));
  BOOST_TEST(none.same_ring(std::nullopt));
  BOOST_TEST(!s.memory.same_ring(std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()
