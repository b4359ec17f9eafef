// Sliding windows in memcached, and in MySQL where that does not answer.
#include "store/counters.hh"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "base/encode.hh"
#include "port/json.hh"
#include "support/memcached_process.hh"
#include "support/test.hh"
#include "support/world.hh"

using namespace doorward;
using namespace std::chrono_literals;
using store::Counted;
using store::Window;

namespace {

const Time bucket = from_unix(1'800'000'000);  // a whole number of minutes
constexpr Window five_a_minute{5, 60s};

/// A world with or without memcached; the rules are the same.
struct Place {
  explicit Place(const std::string& servers) : world({{"memcached.servers", servers}}), tenant(world.make_tenant()) {}
  tests::World world;
  TenantId tenant;
  Counted hit(Time at, std::string_view name = "ann", const Window& window = five_a_minute) {
    return store::count_one(world.memory, world.database, tenant, name, window, at);
  }
};

std::int64_t rows(Place& place) {
  std::int64_t count = 0;
  store::TenantDb db(place.world.database, place.tenant);
  db.each("SELECT COUNT(*) FROM t_rate_counters", {}, [&](const port::SqlRow& row) { count = row.number(0); });
  return count;
}

void check_window(Place& place) {
  for (int i = 1; i <= 5; ++i) {
    const Counted counted = place.hit(bucket + 30s);
    BOOST_TEST(counted.allowed);
    BOOST_TEST(counted.remaining == 5 - i);
    BOOST_TEST((counted.reset == 30s));
  }
  const Counted refused = place.hit(bucket + 30s);
  BOOST_TEST(!refused.allowed);
  BOOST_TEST(refused.remaining == 0);
  BOOST_TEST(place.hit(bucket + 30s, "bob").allowed);
  // Six in the former bucket: all of them count at its end, half after half a minute, none after a whole one.
  BOOST_TEST(!place.hit(bucket + 60s).allowed);
  BOOST_TEST(place.hit(bucket + 60s + refused.retry_after).allowed);
  BOOST_TEST(place.hit(bucket + 180s).remaining == 4);
}

void check_retry_after(Place& place) {
  for (int i = 0; i < 7; ++i) place.hit(bucket + 10s, "carl");
  const Counted refused = place.hit(bucket + 10s, "carl");
  BOOST_TEST(!refused.allowed);
  BOOST_TEST((refused.retry_after >= 50s));
  BOOST_TEST(place.hit(bucket + 10s + refused.retry_after, "carl").allowed);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(counters)

BOOST_AUTO_TEST_CASE(a_window_slides_in_memcached) {
  tests::MemcachedProcess server;
  Place place(server.address());
  check_window(place);
  check_retry_after(place);
  BOOST_TEST(rows(place) == 0);
}

BOOST_AUTO_TEST_CASE(and_in_mysql) {
  Place place("");
  check_window(place);
  check_retry_after(place);
  BOOST_TEST(rows(place) > 0);
}

BOOST_AUTO_TEST_CASE(a_dead_memcached_leaves_the_counting_to_mysql) {
  tests::MemcachedProcess server;
  Place place(server.address());
  server.kill();
  for (int i = 1; i <= 5; ++i) BOOST_TEST(place.hit(bucket).allowed);
  BOOST_TEST(!place.hit(bucket).allowed);
  BOOST_TEST(rows(place) == 1);
}

BOOST_AUTO_TEST_CASE(tenants_do_not_share_a_counter) {
  tests::MemcachedProcess server;
  for (const std::string& servers : {server.address(), std::string()}) {
    Place one(servers), two(servers);
    for (int i = 0; i < 9; ++i) one.hit(bucket);
    BOOST_TEST(!one.hit(bucket).allowed);
    BOOST_TEST(two.hit(bucket).allowed);
  }
}

BOOST_AUTO_TEST_CASE(a_name_of_any_bytes_makes_one_key_of_the_right_shape) {
  tests::MemcachedProcess server;
  Place place(server.address());
  std::vector<std::string> names{"",        "a b", "a\r\nflush_all\r\n", std::string("a\0b", 3), std::string(5000, 'x'),
                                 "\xff\xfe"};
  if (const char* vectors = std::getenv("VECTORS")) {
    std::ifstream file(std::string(vectors) + "/memcached/keys.json");
    std::stringstream text;
    text << file.rdbuf();
    const auto json = port::parse_json(text.str());
    BOOST_REQUIRE(json);
    for (const auto& row : *json->find("cases")->array()) {
      const auto* hex = row.find("key_material_hex");
      if (hex && hex->string()) names.push_back(from_hex(*hex->string()).value());
    }
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  for (const auto& name : names) BOOST_TEST(place.hit(bucket, name).remaining == 4);
  const auto keys = server.keys();
  BOOST_TEST(keys.size() == names.size());
  for (const auto& key : keys) {
    BOOST_TEST(key.size() <= 200U);
    BOOST_TEST(key.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_:-") ==
               std::string::npos);
  }
}

BOOST_AUTO_TEST_SUITE_END()
