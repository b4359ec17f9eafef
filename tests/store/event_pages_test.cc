// A page of events costs what it holds, however many there are and whatever it is filtered by.
#include "store/event_pages.hh"

#include "base/encode.hh"
#include "base/text.hh"
#include "support/rows_read.hh"
#include "support/test.hh"
#include "support/world.hh"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

constexpr int many = 2000;

/// Event number n of a tenant happened n minutes after the first; every 500th is rare.
struct History {
  tests::World world;
  TenantId tenant = world.make_tenant();
  Id actor = world.random.id(world.clock.now()), subject = world.random.id(world.clock.now());
  Time first = world.clock.now() - 10000min;

  History() {
    std::vector<std::string> rows, details;
    const auto hex = [](const Id& id) { return "UNHEX('" + to_hex(id.raw()) + "')"; };
    for (int n = 1; n <= many; ++n) {
      const Time at = first + n * 1min;
      const bool rare = n % 500 == 0;
      const Id id = world.random.id(at);
      rows.push_back("(" +
                     join({hex(tenant), hex(id), std::to_string(n), rare ? "'rare'" : "'common'", "'user'",
                           hex(rare ? actor : tenant), hex(rare ? subject : tenant), rare ? "'corr-rare'" : "'corr'",
                           "'{}'", "'" + to_sql(at) + "'"},
                          ", ") +
                     ")");
      details.push_back("(" + hex(tenant) + ", " + hex(id) + ", '0123456789abcdef', '{}')");
    }
    world.owner().execute(
        "INSERT INTO events (tenant_id, id, sequence, type, actor_type, actor_id, subject_id, correlation_id, data, "
        "occurred_at) VALUES " +
        join(rows, ", "));
    world.owner().execute("INSERT INTO event_details (tenant_id, event_id, salt, personal) VALUES " +
                          join(details, ", "));
    for (const char* table : {"events", "event_details"})
      world.owner().each("ANALYZE TABLE " + std::string(table), {}, [](const auto&) {});
  }

  std::vector<std::int64_t> page(const store::EventFilter& filter, std::optional<std::int64_t> before = {},
                                 int limit = 5) {
    store::TenantDb db(world.database, tenant);
    std::vector<std::int64_t> sequences;
    for (const auto& one : store::event_page(db, filter, before, limit)) sequences.push_back(one.event.sequence);
    return sequences;
  }
};

store::EventFilter filter(const std::function<void(store::EventFilter&)>& change) {
  store::EventFilter made;
  change(made);
  return made;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(event_pages)

BOOST_AUTO_TEST_CASE(pages_go_back_from_the_newest_and_take_each_filter) {
  History h;
  BOOST_TEST(h.page({}) == (std::vector<std::int64_t>{2000, 1999, 1998, 1997, 1996}));
  BOOST_TEST(h.page({}, 3) == (std::vector<std::int64_t>{2, 1}));
  const std::vector<std::int64_t> rare{2000, 1500, 1000, 500};
  BOOST_TEST(h.page(filter([](auto& f) { f.type = "rare"; })) == rare);
  BOOST_TEST(h.page(filter([&](auto& f) { f.actor = h.actor; })) == rare);
  BOOST_TEST(h.page(filter([&](auto& f) { f.subject = h.subject; })) == rare);
  BOOST_TEST(h.page(filter([](auto& f) { f.correlation_id = "corr-rare"; })) == rare);
  const auto window = filter([&](auto& f) {
    f.from = h.first + 100min;
    f.to = h.first + 103min;
  });
  BOOST_TEST(h.page(window) == (std::vector<std::int64_t>{102, 101, 100}));
  BOOST_TEST(h.page(filter([&](auto& f) { f.to = h.first; })).empty());
  BOOST_TEST(h.page(filter([&](auto& f) { f.from = h.world.clock.now(); })).empty());
}

BOOST_AUTO_TEST_CASE(a_page_reads_what_it_holds) {
  if (tests::isolation_of_run() == tests::Isolation::table) return;  // the tenant's own row is read with each
  History h;
  // Each event is read with its details; a time costs two looks into an index, and two hours at each end.
  const std::pair<store::EventFilter, std::int64_t> questions[] = {
      {{}, 25},
      {filter([](auto& f) { f.type = "rare"; }), 25},
      {filter([&](auto& f) { f.actor = h.actor; }), 25},
      {filter([&](auto& f) { f.subject = h.subject; }), 25},
      {filter([](auto& f) { f.correlation_id = "corr-rare"; }), 25},
      {filter([&](auto& f) {
         f.from = h.first + 100min;
         f.to = h.first + 103min;
       }),
       300},
  };
  for (const auto& [question, most] : questions) {
    const auto read = tests::rows_read_by(h.world.database.mysql(), [&] { h.page(question); });
    BOOST_TEST(read > 0);
    BOOST_TEST(read <= most);
  }
}

BOOST_AUTO_TEST_CASE(a_page_of_all_tenants_looks_at_so_many_and_says_how_far_it_came) {
  History h;
  const auto from = filter([&](auto& f) {
    f.from = h.first;
    f.to = h.first + std::chrono::minutes(many + 1);
    f.actor = h.actor;
  });
  std::vector<std::int64_t> found;
  int pages = 0;
  std::optional<EventId> before;
  do {
    const auto page = store::event_page_of_all(h.world.platform(), from, before, 3);
    for (const auto& one : page.items) found.push_back(one.event.sequence);
    before = page.looked_back_to;
  } while (before && ++pages < 20);
  BOOST_TEST(found == (std::vector<std::int64_t>{2000, 1500, 1000, 500}));
  BOOST_TEST(pages >= 1);
  const auto read = tests::rows_read_by(h.world.platform().mysql(), [&] {
    (void)store::event_page_of_all(h.world.platform(), filter([](auto& f) { f.type = "none"; }), {}, 5);
  });
  BOOST_TEST(read <= 6 * store::events_at_once);
}

BOOST_AUTO_TEST_SUITE_END()
