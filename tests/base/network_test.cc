// Addresses and networks.
#include "base/network.hh"

using namespace doorward;

BOOST_AUTO_TEST_SUITE(network)

BOOST_AUTO_TEST_CASE(an_address_is_exactly_an_address) {
  BOOST_TEST(Address::parse("192.0.2.1")->text() == "192.0.2.1");
  BOOST_TEST(Address::parse("::ffff:192.0.2.1")->text() == "192.0.2.1");
  BOOST_TEST(Address::parse("2001:DB8::1")->text() == "2001:db8::1");
  using namespace std::string_view_literals;
  for (auto text : {""sv, "1.2.3.4:80"sv, "[::1]"sv, " ::1"sv, "1.2.3"sv, "01.2.3.4"sv, "fe80::1%eth0"sv, "unix:"sv,
                    "1.2.3.4\0"sv, "1.2.3.4/8"sv})
    BOOST_TEST(!Address::parse(text), text);
}

BOOST_AUTO_TEST_CASE(a_network_holds_its_addresses) {
  const auto held = [](const char* network, const char* address) {
    return Network::parse(network)->holds(*Address::parse(address));
  };
  BOOST_TEST(held("10.0.0.0/8", "10.255.0.1"));
  BOOST_TEST(held("10.0.0.0/8", "::ffff:10.1.2.3"));
  BOOST_TEST(!held("10.0.0.0/8", "11.0.0.1"));
  BOOST_TEST(held("0.0.0.0/0", "8.8.8.8"));
  BOOST_TEST(!held("0.0.0.0/0", "2001:db8::1"));
  BOOST_TEST(held("2001:db8::/33", "2001:db8:7fff::1"));
  BOOST_TEST(!held("2001:db8::/33", "2001:db8:8000::1"));
  BOOST_TEST(held("127.0.0.1", "127.0.0.1"));
  BOOST_TEST(!held("127.0.0.1", "127.0.0.2"));
}

BOOST_AUTO_TEST_CASE(a_wrong_network_is_named) {
  for (const char* text : {"10.0.0.1/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8x", "x/8", "::/129"})
    BOOST_TEST(!Network::parse(text), text);
  const auto networks = parse_networks("service.trusted_proxies", {"::1", "10.0.0.1/8"});
  BOOST_REQUIRE(!networks);
  BOOST_TEST(networks.error().fields.at(0).field == "service.trusted_proxies");
  BOOST_TEST(networks.error().fields.at(0).message.find("10.0.0.1/8") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
