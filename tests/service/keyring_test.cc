// Signing keys: sealed at rest, read, rotated, published.
#include "support/test.hh"

#include "service/keyring.hh"

#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "base/encode.hh"

using namespace doorward;
using service::bound_to;
using service::KeyRing;

namespace {

std::string line(int id) { return std::to_string(id) + ":" + to_base64url(std::string(32, char(id))) + "\n"; }

KeyRing ring(const std::string& lines) {
  std::string path = "/tmp/doorward-keyring-XXXXXX";
  const int fd = ::mkstemp(path.data());
  BOOST_REQUIRE(fd >= 0);
  ::close(fd);
  std::ofstream(path) << lines;
  auto config = make_config({{"keys.master_file", path}});
  BOOST_REQUIRE(bool(config));
  auto opened = KeyRing::open(*config);
  ::unlink(path.c_str());
  BOOST_REQUIRE(bool(opened));
  return *std::move(opened);
}

const TenantId tenant{*Id::parse("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4051")};

}  // namespace

BOOST_AUTO_TEST_SUITE(keyring)

BOOST_AUTO_TEST_CASE(a_sealed_value_opens_in_its_place_alone) {
  port::SystemRandom random;
  KeyRing keys = ring(line(1));
  const std::string place = bound_to("users", "seed", tenant, "row");
  const std::string sealed = keys.seal(place, "canary", random);
  BOOST_TEST(sealed.find("canary") == std::string::npos);
  BOOST_TEST(keys.unseal(place, sealed)->reveal() == "canary");
  for (const std::string& other :
       {bound_to("user", "sseed", tenant, "row"), bound_to("users", "see", tenant, "drow"),
        bound_to("users", "seed", platform_tenant, "row"), bound_to("users", "seed", tenant, "ro"), std::string()})
    BOOST_TEST(!keys.unseal(other, sealed));
}

BOOST_AUTO_TEST_CASE(one_flipped_bit_anywhere_opens_nothing) {
  port::SystemRandom random;
  KeyRing keys = ring(line(1));
  const std::string sealed = keys.seal("place", "canary", random);
  for (std::size_t at = 0; at < sealed.size(); ++at) {
    std::string changed = sealed;
    changed[at] = char(changed[at] ^ 1);
    BOOST_TEST(!keys.unseal("place", changed), at);
  }
  BOOST_TEST(!keys.unseal("place", ""));
}

BOOST_AUTO_TEST_CASE(a_new_master_key_seals_and_the_old_one_still_opens) {
  port::SystemRandom random;
  KeyRing before = ring(line(1)), during = ring(line(2) + line(1)), after = ring(line(2));
  const std::string old = before.seal("place", "canary", random);
  BOOST_TEST(during.unseal("place", old)->reveal() == "canary");
  BOOST_TEST(!after.unseal("place", old));
  const std::string fresh = during.seal("place", "canary", random);
  BOOST_TEST(after.unseal("place", fresh)->reveal() == "canary");
  BOOST_TEST(!before.unseal("place", fresh));
}

BOOST_AUTO_TEST_CASE(the_same_id_with_another_key_opens_nothing) {
  port::SystemRandom random;
  const std::string sealed = ring(line(1)).seal("place", "canary", random);
  BOOST_TEST(!ring("1:" + to_base64url(std::string(32, 'x')) + "\n").unseal("place", sealed));
}

BOOST_AUTO_TEST_CASE(each_purpose_has_a_key_of_its_own_that_stays_the_same) {
  KeyRing keys = ring(line(1)), again = ring(line(1)), other = ring(line(2));
  std::set<std::string> seen{std::string(32, '\x01')};
  for (const char* purpose : {"cursor", "names", "device", "memory-record", ""}) {
    const std::string key(keys.sub_key(purpose).reveal());
    BOOST_TEST(key.size() == 32U);
    BOOST_TEST(seen.insert(key).second, purpose);
    BOOST_TEST(again.sub_key(purpose).reveal() == key);
    BOOST_TEST(other.sub_key(purpose).reveal() != key);
  }
}

BOOST_AUTO_TEST_CASE(check_values_name_each_key_and_are_none_of_its_working_keys) {
  KeyRing keys = ring(line(2) + line(1));
  const auto checks = keys.checks();
  BOOST_REQUIRE_EQUAL(checks.size(), 2U);
  BOOST_TEST(checks[0].first == "master_key_check:2");
  BOOST_TEST(checks[1].first == "master_key_check:1");
  BOOST_TEST(checks[0].second.size() == 32U);
  BOOST_TEST(checks[0].second != checks[1].second);
  BOOST_TEST(checks[0].second != std::string(32, '\x02'));
}

BOOST_AUTO_TEST_CASE(a_retired_key_outlives_every_token_it_may_have_signed) {
  const auto config = make_config({{"tokens.access_ttl", "15m"}, {"tokens.clock_skew", "5s"}});
  BOOST_REQUIRE(bool(config));
  BOOST_TEST(bool(KeyRing::afterlife(*config) == seconds{900 + 60 + 10}));
}

BOOST_AUTO_TEST_SUITE_END()
