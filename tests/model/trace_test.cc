// traceparent as W3C Trace Context has it; whatever else is said counts as nothing said.
#include "model/trace.hh"

#include "support/test.hh"

using namespace doorward;

namespace {

const std::string id(32, 'a'), span(16, 'b');

std::string header(const std::string& version = "00", const std::string& trace = id, const std::string& parent = span,
                   const std::string& flags = "01") {
  return version + "-" + trace + "-" + parent + "-" + flags;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trace)

BOOST_AUTO_TEST_CASE(the_example_of_the_standard) {
  const auto trace = parse_traceparent("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
  BOOST_REQUIRE(trace.has_value());
  BOOST_TEST(trace->trace_id == "4bf92f3577b34da6a3ce929d0e0e4736");
  BOOST_TEST(trace->parent_id == "00f067aa0ba902b7");
  BOOST_TEST(trace->span_id == "");
}

BOOST_AUTO_TEST_CASE(flags_may_be_any) {
  for (const char* flags : {"00", "01", "02", "ff"})
    BOOST_TEST(parse_traceparent(header("00", id, span, flags)).has_value());
}

BOOST_AUTO_TEST_CASE(later_versions_say_at_least_what_the_first_says) {
  for (const char* more : {"", "-", "-what comes then"}) {
    BOOST_TEST(parse_traceparent(header("01") + more).has_value());
    BOOST_TEST(parse_traceparent(header("fe") + more).has_value());
  }
  BOOST_TEST(!parse_traceparent(header("01") + "0").has_value());
  BOOST_TEST(!parse_traceparent(header("ff")).has_value());
  for (const char* more : {"-", "-00", " ", "0"}) BOOST_TEST(!parse_traceparent(header() + more).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_counts_as_nothing) {
  const std::string upper(32, 'A');
  for (const auto& wrong :
       {std::string(), header("0"), header("0g"), header("00", upper), header("00", std::string(32, '0')),
        header("00", std::string(31, 'a')), header("00", std::string(33, 'a')), header("00", id, std::string(16, '0')),
        header("00", id, std::string(15, 'b')), header("00", id, std::string(16, 'g')), header("00", id, span, "0"),
        header("00", id, span, "0G"), " " + header(), header() + "," + header(), "00_" + id + "-" + span + "-01",
        "00-" + id + "_" + span + "-01", "00-" + id + "-" + span + "_01"})
    BOOST_TEST(!parse_traceparent(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_SUITE_END()
