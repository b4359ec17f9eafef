// Settings: defaults, checks, complaints that name the nearest valid value, masking.
#include "support/test.hh"

#include "base/config.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(config)

BOOST_AUTO_TEST_CASE(every_default_passes_its_own_check) { BOOST_TEST(bool(make_config({}))); }

BOOST_AUTO_TEST_CASE(a_wrong_value_names_its_key_and_the_nearest_valid_one) {
  const auto config = make_config({{"run.gate_workers", "900"}});
  BOOST_REQUIRE(!config);
  BOOST_TEST(config.error().fields.at(0).field == "run.gate_workers");
  BOOST_TEST(config.error().fields.at(0).message.find("256") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_unknown_key_is_refused_with_its_neighbour) {
  const auto config = make_config({{"log.levl", "info"}});
  BOOST_REQUIRE(!config);
  BOOST_TEST(config.error().fields.at(0).message.find("log.level") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(secrets_are_printed_masked) {
  const auto config = make_config({{"database.app_password", "canary-word"}});
  BOOST_REQUIRE(bool(config));
  BOOST_TEST(print_config(*config).find("canary-word") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
