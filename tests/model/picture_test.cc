// Addresses of pictures: https, of a plain host, nothing that ends an attribute or adds a word to a policy.
#include "model/picture.hh"

#include "support/test.hh"

using doorward::origin_of_picture;

BOOST_AUTO_TEST_SUITE(picture)

BOOST_AUTO_TEST_CASE(an_address_gives_its_origin) {
  BOOST_TEST(origin_of_picture("https://x.example/l.svg").value_or("") == "https://x.example");
  BOOST_TEST(origin_of_picture("https://x.example:8443/a/l.png?v=2&w=3").value_or("") == "https://x.example:8443");
  BOOST_TEST(origin_of_picture("https://x.example").value_or("") == "https://x.example");
  BOOST_TEST(origin_of_picture("https://x.example?v=1").value_or("") == "https://x.example");
}

BOOST_AUTO_TEST_CASE(whatever_else_it_is_is_none) {
  for (const char* bad : {"",
                          "https://",
                          "http://x.example/l.svg",
                          "HTTPS://x.example/",
                          "javascript:alert(1)",
                          "//x.example/l.svg",
                          "data:image/png;base64,x",
                          "https://x.example;img-src",
                          "https://x.example,*/l",
                          "https://*/l.svg",
                          "https://x.example/\"onload=",
                          "https://x.example/'",
                          "https://x.example/l .svg",
                          "https://x.example/<",
                          "https://x.example/\n",
                          "https://u:p@x.example/",
                          "https://u@x.example/",
                          "https://:443/",
                          "https://x.example:/",
                          "https://x.example:443a/",
                          "https://x.example:123456/",
                          "https://[::1]/",
                          "https://x.example/#a",
                          "https://\u0445.example/",
                          "https://-x.example/"})
    BOOST_TEST(!origin_of_picture(bad).has_value(), bad);
  BOOST_TEST(origin_of_picture("https://x.example/" + std::string(482, 'a')).has_value());
  BOOST_TEST(!origin_of_picture("https://x.example/" + std::string(483, 'a')).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
