// Questions to a request: headers, query.
#include "http/request.hh"

using namespace doorward::http;

BOOST_AUTO_TEST_SUITE(request)

BOOST_AUTO_TEST_CASE(repeated_headers_are_joined) {
  Request request;
  request.headers = {{"authorization", "Bearer a"}, {"accept", "*/*"}, {"authorization", "Bearer b"}};
  BOOST_TEST(request.header("authorization").value() == "Bearer a, Bearer b");
  BOOST_TEST(request.header("accept").value() == "*/*");
  std::string joined;
  BOOST_TEST(request.header("accept", joined).value() == "*/*");
  BOOST_TEST(joined == "");
  request.headers.emplace_back("authorization", "c");
  BOOST_TEST(request.header("authorization", joined).value() == "Bearer a, Bearer b, c");
  BOOST_TEST(!request.header("cookie", joined));
  BOOST_TEST(!request.header("cookie"));
}

BOOST_AUTO_TEST_CASE(query_parameters_are_decoded_once) {
  Request request;
  request.query = "a=1&b=%2541+x&%63=3&a=%31&d&e=%zz";
  BOOST_TEST(request.query_parameter("a").value() == "1");
  BOOST_TEST(request.query_parameter("b").value() == "%41 x");
  BOOST_TEST(request.query_parameter("c").value() == "3");
  BOOST_TEST(request.query_parameter("d").value() == "");
  BOOST_TEST(request.query_parameter("e").value() == "%zz");
  BOOST_TEST(!request.query_parameter("f"));
}

BOOST_AUTO_TEST_CASE(query_parameters_that_contradict_are_joined) {
  Request request;
  request.query = "tenant_id=one&tenant_id=other&%74enant_id=third";
  BOOST_TEST(request.query_parameter("tenant_id").value() == "one, other, third");
}

BOOST_AUTO_TEST_SUITE_END()
