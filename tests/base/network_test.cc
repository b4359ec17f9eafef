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

BOOST_AUTO_TEST_CASE(an_address_and_a_port) {
  for (const char* text : {"192.0.2.1:80", "[::ffff:192.0.2.1]:80", "::ffff:192.0.2.1:80"})
    BOOST_TEST(bool(HostPort::parse(text) == HostPort{*Address::parse("192.0.2.1"), 80}), text);
  BOOST_TEST(bool(HostPort::parse("[2001:db8::1]:65535") == HostPort{*Address::parse("2001:db8::1"), 65535}));
  for (const char* text : {"", ":80", "192.0.2.1", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:80x",
                           "192.0.2.1:-1", "localhost:80", "[192.0.2.1:80"})
    BOOST_TEST(!HostPort::parse(text), text);
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

BOOST_AUTO_TEST_CASE(only_what_everybody_reaches_is_on_the_internet) {
  for (const char* text : {"1.1.1.1", "192.0.1.1", "172.32.0.1", "100.128.0.1", "223.255.255.255", "::ffff:8.8.8.8",
                           "2606:4700::1111", "2001:4860:4860::8888"})
    BOOST_TEST(on_the_internet(*Address::parse(text)), text);
  for (const char* text : {"0.0.0.0",
                           "10.1.2.3",
                           "100.64.0.1",
                           "127.0.0.1",
                           "169.254.169.254",
                           "172.31.255.255",
                           "192.168.0.1",
                           "198.19.0.1",
                           "224.0.0.1",
                           "255.255.255.255",
                           "::ffff:127.0.0.1",
                           "::",
                           "::1",
                           "::127.0.0.1",
                           "fe80::1",
                           "fc00::1",
                           "fd00:ec2::254",
                           "ff02::1",
                           "64:ff9b::7f00:1",
                           "2002:7f00:1::1",
                           "2001::1",
                           "2001:db8::1"})
    BOOST_TEST(!on_the_internet(*Address::parse(text)), text);
}

BOOST_AUTO_TEST_SUITE_END()
