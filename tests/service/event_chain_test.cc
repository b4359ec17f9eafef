// The chain of events: sealed in order and once, and whatever is changed afterwards is found.
#include "service/event_chain.hh"

#include "base/encode.hh"
#include "port/crypto.hh"
#include "support/catalogue.hh"
#include "support/rows_read.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/upkeep.hh"

using namespace doorward;
using namespace tests;

namespace {

struct Chain : UpkeepScene {
  Chain() {
    for (int i = 0; i < 4; ++i) sign_in(world, user);
    keep_up();
  }
  service::ChainReport verify() {
    auto ask = world.ask();
    return service::verify_chain(ask, world.platform(), tenant);
  }
  void change(const std::string& statement) { BOOST_REQUIRE(world.owner().run(statement, {port::sql(tenant)}) > 0); }
  std::string changed(const std::string& statement) {
    change(statement);
    const auto report = verify();
    return report.broken ? std::to_string(*report.broken) + ": " + report.why : "sound";
  }
  std::int64_t rows(const std::string& where) {
    return number(world, tenant, "SELECT COUNT(*) FROM t_events WHERE " + where);
  }
  store::Event made(Time at, const std::string& type) {
    store::Event event;
    event.id = EventId(world.random.id(at));
    event.type = type;
    event.occurred_at = at;
    event.salt = world.random.bytes(16);
    event.ip_address = "192.0.2.9";
    event.personal.set("name", "Ada");
    return event;
  }
  /// As the worker writes it.
  EventId write(Time at, const std::string& type = "tried") {
    const store::Event event = made(at, type);
    store::TenantDb db(world.database, tenant);
    db.transaction([&] { return store::write_event(db, event), true; });
    return event.id;
  }
  std::int64_t sequence_of(EventId id) {
    return number(world, tenant, "SELECT sequence FROM t_events WHERE id = ?", {port::sql(id)});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(event_chain, Chain)

BOOST_AUTO_TEST_CASE(events_that_are_written_together_are_whole) {
  const auto before = rows("1 = 1");
  for (std::size_t count = 0; count <= 4; ++count) {
    std::vector<store::Event> events(count);
    for (auto& event : events) event = made(world.clock.now(), "tried");
    store::TenantDb db(world.database, tenant);
    db.transaction([&] { return store::write_events(db, events), true; });
  }
  BOOST_TEST(rows("1 = 1") - before == 0 + 1 + 2 + 3 + 4);
  keep_up();
  BOOST_TEST(!verify().broken);
  BOOST_TEST(verify().unsealed == 0);
}

BOOST_AUTO_TEST_CASE(every_event_has_the_next_number_in_order_of_id) {
  const auto all = rows("1 = 1");
  BOOST_TEST(all >= 8);
  BOOST_TEST(rows("sequence BETWEEN 1 AND " + std::to_string(all)) == all);
  std::int64_t expected = 0;
  store::TenantDb(world.database, tenant).each("SELECT sequence FROM t_events ORDER BY id", {}, [&](const auto& row) {
    BOOST_TEST(row.number(0) == ++expected);
  });
  BOOST_TEST(!verify().broken);
  BOOST_TEST(verify().sealed == all);
}

BOOST_AUTO_TEST_CASE(in_several_batches_too_the_order_is_that_of_the_ids) {
  const auto before = verify().sealed;
  constexpr int more_than_a_batch = 60;
  for (int i = 0; i < more_than_a_batch; ++i) write(world.clock.now() - seconds(i));
  keep_up();
  BOOST_TEST(verify().sealed == before + more_than_a_batch);
  std::int64_t expected = before;
  store::TenantDb(world.database, tenant)
      .each("SELECT sequence FROM t_events WHERE sequence > ? ORDER BY id", {before},
            [&](const auto& row) { BOOST_TEST(row.number(0) == ++expected); });
}

BOOST_AUTO_TEST_CASE(to_find_what_is_unsealed_nothing_else_is_read) {
  for (int i = 0; i < 300; ++i) write(world.clock.now());
  keep_up();
  for (int i = 0; i < 100; ++i) write(world.clock.now());
  world.owner().each("ANALYZE TABLE events", {}, [](const auto&) {});
  std::size_t found = 0;
  const auto read = rows_read_by(world.platform().mysql(),
                                 [&] { found = store::unsealed_events(world.platform(), tenant, 5).size(); });
  BOOST_TEST(found == 5U);
  BOOST_TEST(read >= 5);
  BOOST_TEST(read <= 6);
  BOOST_TEST(!verify().broken);
}

BOOST_AUTO_TEST_CASE(an_event_that_was_committed_late_gets_the_next_number) {
  const auto before = verify().sealed;
  const EventId late = write(world.clock.now() - seconds(100));
  BOOST_TEST(verify().unsealed == 1);
  keep_up();
  BOOST_TEST(sequence_of(late) == before + 1);
  BOOST_TEST(!verify().broken);
  BOOST_TEST(verify().unsealed == 0);
}

BOOST_AUTO_TEST_CASE(who_writes_events_does_not_wait_for_the_chain) {
  write(world.clock.now());
  EventId meanwhile;
  world.platform().transaction([&] {
    const auto head = store::lock_head(world.platform(), tenant);
    auto events = store::unsealed_events(world.platform(), tenant, 10);
    BOOST_TEST_REQUIRE(events.size() == 1U);
    events[0].sequence = head->sequence + 1;
    events[0].chain = std::string(32, 'x');
    BOOST_TEST(store::seal_events(world.platform(), tenant, events));
    meanwhile = write(world.clock.now() + seconds(1));  // would end with a lock time-out
    return false;
  });
  keep_up();
  BOOST_TEST(sequence_of(meanwhile) == verify().sealed);
}

BOOST_AUTO_TEST_CASE(a_changed_event_is_named) {
  BOOST_TEST(changed("UPDATE events SET data = '{\"a\":1}' WHERE tenant_id = ? AND sequence = 3").starts_with("3: "));
}

BOOST_AUTO_TEST_CASE(each_column_is_part_of_the_chain) {
  for (const std::string change :
       {"type = 'x'", "version = 2", "actor_type = 'system'", "actor_id = id", "subject_id = id", "subject_id = NULL",
        "impersonator_id = id", "session_id = id", "correlation_id = 'x'", "data = '[]'", "details_hash = chain",
        "details_hash = NULL", "occurred_at = occurred_at + INTERVAL 1 MICROSECOND", "chain = REVERSE(chain)"}) {
    world.owner().execute("CREATE TEMPORARY TABLE as_it_was AS SELECT * FROM events WHERE tenant_id = UNHEX('" +
                          to_hex(tenant.raw()) + "') AND sequence = 2");
    BOOST_TEST(changed("UPDATE events SET " + change + " WHERE tenant_id = ? AND sequence = 2").starts_with("2: "),
               change);
    world.owner().execute("SET SESSION foreign_key_checks = 0");
    this->change("DELETE FROM events WHERE tenant_id = ? AND sequence = 2");
    world.owner().execute("INSERT INTO events SELECT * FROM as_it_was");
    world.owner().execute("DROP TEMPORARY TABLE as_it_was");
    BOOST_TEST_REQUIRE(!verify().broken, change);
  }
}

BOOST_AUTO_TEST_CASE(another_order_is_named) {
  change("UPDATE events SET sequence = 1000 WHERE tenant_id = ? AND sequence = 2");
  change("UPDATE events SET sequence = 2 WHERE tenant_id = ? AND sequence = 3");
  BOOST_TEST(changed("UPDATE events SET sequence = 3 WHERE tenant_id = ? AND sequence = 1000").starts_with("2: "));
}

BOOST_AUTO_TEST_CASE(a_missing_event_is_named_in_the_middle_and_at_either_end) {
  const auto last = verify().sealed;
  for (const auto gone : {last, last / 2, std::int64_t{1}})
    BOOST_TEST(changed("DELETE FROM events WHERE tenant_id = ? AND sequence = " + std::to_string(gone)) ==
               std::to_string(gone) + ": the event is missing");
}

BOOST_AUTO_TEST_CASE(all_events_gone_is_found) {
  BOOST_TEST(changed("DELETE FROM events WHERE tenant_id = ?") == "1: the event is missing");
}

BOOST_AUTO_TEST_CASE(an_event_that_is_unsealed_or_sealed_by_hand_is_named) {
  const auto last = verify().sealed;
  const EventId forged = write(world.clock.now());
  auto events = store::unsealed_events(world.platform(), tenant, 10);
  events.at(0).sequence = last + 1;
  const auto end = store::find_head(world.platform(), tenant);
  events[0].chain = service::chain_of(end->chain, events[0]);
  store::seal_events(world.platform(), tenant, events);
  BOOST_TEST(*verify().broken == last + 1);
  // With a head that was moved by hand too: the proof is missing.
  world.owner().run("UPDATE event_heads SET sequence = ?, chain = ? WHERE tenant_id = ?",
                    {last + 1, events[0].chain, port::sql(tenant)});
  BOOST_TEST(verify().why == "the end of the chain is not proved");
  BOOST_TEST(sequence_of(forged) == last + 1);
  BOOST_TEST(changed("UPDATE events SET sequence = NULL WHERE tenant_id = ? AND sequence = 2") ==
             "2: the event is missing");
}

BOOST_AUTO_TEST_CASE(a_head_of_another_tenant_or_none_is_found) {
  Chain other;
  world.owner().run(
      "UPDATE event_heads a, event_heads b SET a.proof = b.proof WHERE a.tenant_id = ? AND b.tenant_id = ?",
      {port::sql(tenant), port::sql(other.tenant)});
  BOOST_TEST(verify().why == "the end of the chain is not proved");
  BOOST_TEST(changed("DELETE FROM event_heads WHERE tenant_id = ?").find("nobody knows") != std::string::npos);
  write(world.clock.now());
  keep_up();  // a chain that is broken holds nobody up
  BOOST_TEST(verify().broken.has_value());
  BOOST_TEST(!other.verify().broken);
}

BOOST_AUTO_TEST_CASE(erased_details_break_nothing_and_changed_ones_are_found) {
  write(world.clock.now());
  keep_up();
  const auto last = std::to_string(verify().sealed);
  BOOST_TEST(changed("UPDATE event_details SET personal = '{\"name\":\"Eve\"}' WHERE tenant_id = ? AND event_id = "
                     "(SELECT id FROM events WHERE tenant_id = event_details.tenant_id AND sequence = " +
                     last + ")")
                 .starts_with(last + ": the details"));
  BOOST_TEST(changed("DELETE FROM event_details WHERE tenant_id = ?") == "sound");
}

// The bytes of docs/events.md, put together by hand.
BOOST_AUTO_TEST_CASE(the_chain_is_the_documented_one) {
  store::EventRow event;
  event.tenant = TenantId(*Id::parse("01890a5d-ac96-774b-bcce-b302099a8057"));
  event.id = EventId(*Id::parse("01890a5d-ac96-774b-bcce-b302099a8058"));
  event.sequence = 12;
  event.type = "tried";
  event.actor_type = "user";
  event.subject = *Id::parse("01890a5d-ac96-774b-bcce-b302099a8059");
  event.data = "{}";
  event.details_hash = std::string(32, 'h');
  event.occurred_at = *parse_rfc3339("2026-01-02T03:04:05.000006Z");
  const std::string id = "01890a5dac96774bbcceb302099a80", nothing = "ffffffff";
  const std::string bytes = "00000010" + to_hex("doorward-event-1") + "00000010" + id + "57" + "00000002" +
                            to_hex("12") + "00000010" + id + "58" + "00000005" + to_hex("tried") + "00000001" +
                            to_hex("1") + "00000004" + to_hex("user") + nothing + "00000010" + id + "59" + nothing +
                            nothing + "00000000" + "00000002" + to_hex("{}") + "00000020" +
                            to_hex(std::string(32, 'h')) + "0000001a" + to_hex("2026-01-02 03:04:05.000006");
  BOOST_TEST(to_hex(service::chain_of(service::chain_start(), event)) ==
             to_hex(port::sha256(std::string(32, '\0') + *from_hex(bytes))));
}

BOOST_AUTO_TEST_SUITE_END()
