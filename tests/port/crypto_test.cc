// Hashes, MACs, key derivation and sealing with the values of the RFCs.
#include "port/crypto.hh"

#include <set>

#include "base/encode.hh"
#include "base/error.hh"
#include "port/clock.hh"

using namespace doorward;
using namespace doorward::port;

namespace {

std::string hex(const std::string& text) { return *from_hex(text); }

/// Random that is not: for known answers.
struct Counting : Random {
  std::string bytes(std::size_t count) override {
    std::string out;
    for (std::size_t i = 0; i < count; ++i) out.push_back(char(i));
    return out;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(crypto)

BOOST_AUTO_TEST_CASE(sha256_of_fips_180) {
  BOOST_TEST(to_hex(sha256("abc")) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  BOOST_TEST(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

BOOST_AUTO_TEST_CASE(hmac_of_rfc4231) {
  BOOST_TEST(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
             "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  BOOST_TEST(to_hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")) ==
             "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
  BOOST_TEST(to_hex(hmac_sha256("", "")) == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

BOOST_AUTO_TEST_CASE(hkdf_of_rfc5869) {
  const Secret key(std::string(22, '\x0b'));  // A.3: no salt, no info
  BOOST_TEST(to_hex(hkdf(key, "", 42).reveal()) ==
             "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  BOOST_TEST(hkdf(key, "sealing").reveal().size() == 32U);
  BOOST_TEST((hkdf(key, "sealing").reveal() != hkdf(key, "cursor").reveal()));
}

BOOST_AUTO_TEST_CASE(sealing_there_and_back) {
  SystemRandom random;
  const Secret key(random.bytes(32));
  for (const std::string& plain : {std::string(), std::string("x"), random.bytes(5000)}) {
    const std::string sealed = seal(key, 7, "users/totp/42", plain, random);
    BOOST_TEST(sealed.size() == plain.size() + 30);
    BOOST_TEST((sealed_key_id(sealed) == std::uint8_t(7)));
    const auto opened = unseal(key, "users/totp/42", sealed);
    BOOST_REQUIRE(opened);
    BOOST_TEST((opened->reveal() == plain));
    BOOST_TEST((seal(key, 7, "users/totp/42", plain, random) != sealed));
  }
}

BOOST_AUTO_TEST_CASE(sealing_as_an_independent_implementation_does) {
  Counting counting;  // made with Python's cryptography: AESGCM(key).encrypt(nonce, plain, head + bound)
  const Secret key(hex("404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f"));
  BOOST_TEST(to_hex(seal(key, 3, "table/column", "attack at dawn", counting)) ==
             "0103000102030405060708090a0b5b71181914e764c1b632e4a3cf83468429fcd24efde0b63cbcad541eef59");
}

BOOST_AUTO_TEST_CASE(one_flipped_bit_opens_nothing) {
  SystemRandom random;
  const Secret key(random.bytes(32));
  const std::string sealed = seal(key, 1, "a", "secret", random);
  for (std::size_t byte = 0; byte < sealed.size(); ++byte)
    for (int bit = 0; bit < 8; ++bit) {
      std::string broken = sealed;
      broken[byte] = char(broken[byte] ^ (1 << bit));
      BOOST_TEST(!unseal(key, "a", broken), byte << "." << bit);
    }
  for (std::size_t size = 0; size < sealed.size(); ++size) BOOST_TEST(!unseal(key, "a", sealed.substr(0, size)));
  BOOST_TEST(!unseal(key, "a", sealed + "x"));
  BOOST_TEST(!unseal(key, "b", sealed));
  BOOST_TEST(!unseal(key, "", sealed));
  BOOST_TEST(!unseal(Secret(random.bytes(32)), "a", sealed));
  BOOST_CHECK_THROW(unseal(Secret(random.bytes(16)), "a", sealed), Failure);
  BOOST_CHECK_THROW(seal(Secret(""), 1, "a", "x", random), Failure);
}

BOOST_AUTO_TEST_CASE(random_ids_are_version_7_and_differ) {
  SystemRandom random;
  const Time now = from_unix(1700000000);
  std::set<Id> seen;
  for (int i = 0; i < 1000; ++i) {
    const Id id = random.id(now);
    BOOST_TEST((id.bytes[6] >> 4) == 7);
    BOOST_TEST((id.bytes[8] >> 6) == 2);
    seen.insert(id);
  }
  BOOST_TEST(seen.size() == 1000U);
  BOOST_TEST((random.id(now) < random.id(now + std::chrono::milliseconds(1))));
  BOOST_TEST((random.bytes(32) != random.bytes(32)));
  BOOST_TEST(random.bytes(0).empty());
}

BOOST_AUTO_TEST_CASE(clock_with_an_offset) {
  const SystemClock here, ahead(std::chrono::hours(1));
  const auto difference = ahead.now() - here.now();
  BOOST_TEST((difference >= std::chrono::hours(1) && difference < std::chrono::hours(1) + std::chrono::minutes(1)));
}

BOOST_AUTO_TEST_SUITE_END()
