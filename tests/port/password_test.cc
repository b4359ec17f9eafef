// Argon2id strings and the strength of passwords. The stored answers come from the argon2 tool and the reference tests.
#include <chrono>

#include "base/error.hh"
#include "port/password_hash.hh"
#include "port/password_strength.hh"

using namespace doorward;
using namespace doorward::port;

namespace {

// phc-winner-argon2, src/test.c
const std::string reference = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
const std::string two_lanes = "$argon2id$v=19$m=256,t=2,p=2$c29tZXNhbHQ$bQk8UB/VmZZF4Oo79iDXuL5/0ttZwg2f/5U52iv1cDc";

bool good(const std::string& password, const std::string& stored) { return check_password(Secret(password), stored); }

}  // namespace

BOOST_AUTO_TEST_SUITE(password_hash)

BOOST_AUTO_TEST_CASE(answers_of_the_reference) {
  BOOST_TEST(good("password", reference));
  BOOST_TEST(good("password", two_lanes));
  BOOST_TEST(!good("passwore", reference));
  BOOST_TEST(!good("Password", reference));
  BOOST_TEST(!good("", reference));
  BOOST_TEST(!good("password ", reference));
  BOOST_TEST(!good(std::string("password\0", 9), reference));
}

BOOST_AUTO_TEST_CASE(there_and_back) {
  SystemRandom random;
  const HashCost cheap{8, 1};
  for (const std::string& password : {std::string("x"), std::string("пароль 🦉"), std::string(1024, 'y')}) {
    const std::string stored = hash_password(Secret(password), cheap, random);
    BOOST_TEST(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"));
    BOOST_TEST(good(password, stored));
    BOOST_TEST(!good(password + "x", stored));
    BOOST_TEST(!good(password.substr(1), stored));
    BOOST_TEST(hash_password(Secret(password), cheap, random) != stored);
    BOOST_TEST(!needs_rehash(stored, cheap));
    BOOST_TEST(needs_rehash(stored, {9, 1}));
    BOOST_TEST(needs_rehash(stored, {8, 2}));
  }
  BOOST_TEST(needs_rehash(two_lanes, {256, 2}));
  BOOST_TEST(needs_rehash("junk", {256, 2}));
}

BOOST_AUTO_TEST_CASE(the_default_cost_works) {
  SystemRandom random;
  const std::string stored = hash_password(Secret("correct horse"), {}, random);
  BOOST_TEST(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
  BOOST_TEST(good("correct horse", stored));
}

BOOST_AUTO_TEST_CASE(costs_of_all_sizes_follow_each_other) {
  SystemRandom random;
  const std::string dear = hash_password(Secret("correct horse"), {49152, 1}, random);
  for (int i = 0; i < 2; ++i) {
    BOOST_TEST(good("password", reference));
    BOOST_TEST(good("correct horse", dear));
    BOOST_TEST(!good("correct house", dear));
    BOOST_TEST(good("password", two_lanes));
  }
}

BOOST_AUTO_TEST_CASE(one_other_character_matches_nothing) {
  for (std::size_t i = 0; i < reference.size(); ++i)
    for (char c : {'A', 'B', '$', '1', '0', '=', ',', ' ', '\0'}) {
      std::string other = reference;
      if (other[i] == c) continue;
      other[i] = c;
      BOOST_TEST(!good("password", other), other);
    }
}

BOOST_AUTO_TEST_CASE(broken_and_dear_strings_are_quick_noes) {
  const auto start = std::chrono::steady_clock::now();
  const std::string rest = "$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";
  for (const std::string& stored :
       {std::string(),
        std::string("$"),
        std::string("!"),
        std::string("*"),
        std::string("$argon2id$"),
        std::string("$argon2id$v=19$m=4294967295,t=4294967295,p=16777215$c29tZXNhbHQ$AAAA"),
        "$argon2id$v=19$m=262145,t=1,p=1" + rest,
        "$argon2id$v=19$m=262144,t=5,p=1" + rest,
        "$argon2id$v=19$m=256,t=21,p=1" + rest,
        "$argon2id$v=19$m=256,t=0,p=1" + rest,
        "$argon2id$v=19$m=256,t=2,p=0" + rest,
        "$argon2id$v=19$m=256,t=2,p=17" + rest,
        "$argon2id$v=19$m=15,t=2,p=2" + rest,
        "$argon2id$v=19$m=-1,t=2,p=1" + rest,
        "$argon2id$v=19$m=+256,t=2,p=1" + rest,
        "$argon2id$v=19$m=0256,t=2,p=1" + rest,
        "$argon2id$v=19$m=256 ,t=2,p=1" + rest,
        "$argon2id$v=19$m=256,t=2" + rest,
        "$argon2id$v=19$t=2,m=256,p=1" + rest,
        "$argon2id$v=19$m=,t=2,p=1" + rest,
        "$argon2id$v=19$m=256,t=2,p=1,keyid=x" + rest,
        "$argon2id$v=16$m=256,t=2,p=1" + rest,
        "$argon2id$m=256,t=2,p=1" + rest,
        "$argon2i$v=19$m=256,t=2,p=1" + rest,
        "$argon2d$v=19$m=256,t=2,p=1" + rest,
        reference + "$",
        reference + "=",
        " " + reference,
        std::string("$argon2id$v=19$m=256,t=2,p=1$$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4"),
        std::string("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$"),
        std::string("$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65")})
    BOOST_TEST(!good("password", stored), stored);
  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::milliseconds(500)));
}

BOOST_AUTO_TEST_CASE(what_check_refuses_is_never_made) {
  SystemRandom random;
  BOOST_TEST(affordable({}));
  BOOST_TEST(affordable({262144, 4}));
  for (const HashCost cost : {HashCost{262145, 1}, HashCost{262144, 5}, HashCost{8, 21}, HashCost{8, 0}}) {
    BOOST_TEST(!affordable(cost));
    BOOST_CHECK_THROW(hash_password(Secret("x"), cost, random), Failure);
  }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(password_strength)

BOOST_AUTO_TEST_CASE(scores) {
  const auto score = [](const char* password, const std::vector<std::string>& words = {}) {
    return password_score(Secret(password), words);
  };
  for (const char* bad : {"", "a", "password", "12345678901234567890", "aaaaaaaaaaaaaaaaaaaaaaaa"})
    BOOST_TEST(score(bad) == 0, bad);
  for (const char* good : {"correct horse battery staple", "blue-carrot-7-window", "пароль на каждый день"})
    BOOST_TEST(score(good) == 4, good);
  BOOST_TEST(score("jens.schmidt@acme.example") >= 3);
  BOOST_TEST(score("jens.schmidt@acme.example", {"jens.schmidt@acme.example"}) == 0);
  BOOST_TEST(score("JENSjensJENSjens", {"jens"}) == 0);
}

BOOST_AUTO_TEST_CASE(long_and_strange_input_costs_little) {
  std::string mixed;
  for (unsigned i = 0; i < 1024; ++i) mixed += char(1 + (i * i * 7919) % 255);
  const std::vector<std::string> words(10000, std::string(10000, 'a'));
  const auto start = std::chrono::steady_clock::now();
  for (const std::string& password : {std::string(1024, 'a'), mixed, std::string(1024, '\xFF')}) {
    const int score = password_score(Secret(password), words);
    BOOST_TEST((score >= 0 && score <= 4));
  }
  BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(1)));
}

BOOST_AUTO_TEST_SUITE_END()
