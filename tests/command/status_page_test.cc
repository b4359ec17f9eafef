// What status says to people: ages in words, and where counting ended.
#include "command/status_page.hh"

#include "command/print.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

const Time now = from_unix(1'800'000'000);

service::Status some() {
  service::Status status;
  status.upkept = now - std::chrono::minutes(192);
  service::KeyLine key;
  key.kid = "a-key";
  key.algorithm = "ES256";
  key.state = "active";
  key.created_at = now - std::chrono::hours(90 * 24) - seconds(12);
  status.keys.push_back(key);
  status.depths = store::Depths{15, store::Depths::deepest - 1, 3, store::Depths::deepest};
  return status;
}

bool has_line(const std::string& page, const std::string& line) {
  return ("\n" + page).find("\n" + line + "\n") != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(status_page)

BOOST_AUTO_TEST_CASE(a_span_is_said_by_its_two_largest_parts) {
  const std::vector<std::pair<std::int64_t, std::string>> spans = {
      {-1, "0s"},      {0, "0s"},         {42, "42s"},        {59, "59s"},      {60, "1m 0s"},      {3599, "59m 59s"},
      {3600, "1h 0m"}, {11520, "3h 12m"}, {86399, "23h 59m"}, {86400, "1d 0h"}, {7776012, "90d 0h"}};
  for (const auto& [span, text] : spans) BOOST_TEST(command::in_words(seconds(span)) == text);
}

BOOST_AUTO_TEST_CASE(ages_are_words_on_the_page_and_seconds_in_json) {
  const auto status = some();
  const auto answer = command::status_answer(status, now);
  BOOST_TEST(*answer.find("upkeep")->find("age_s")->integer() == 192 * 60);
  BOOST_TEST(*answer.find("keys")->array()->at(0).find("age_s")->integer() == 7776012);
  const auto page = command::status_page(answer, status);
  BOOST_TEST((page.find("upkeep age  ") != std::string::npos), page);
  BOOST_TEST((page.find("  3h 12m\n") != std::string::npos), page);
  BOOST_TEST(has_line(page, "kid    algorithm  state   age"), page);
  BOOST_TEST(has_line(page, "a-key  ES256      active  90d 0h"), page);
  BOOST_TEST((page.find("age_s") == std::string::npos), page);
}

BOOST_AUTO_TEST_CASE(a_queue_that_was_not_counted_to_its_end_has_a_plus) {
  const auto status = some();
  const auto answer = command::status_answer(status, now);
  BOOST_TEST(*answer.find("queues")->find("events_to_seal")->integer() == 10000);
  const auto page = command::status_page(answer, status);
  const auto shown = [&](const std::string& queue) {
    const auto at = page.find("\nqueues " + queue + " ") + 8 + queue.size();
    const auto value = page.find_first_not_of(' ', at);
    return page.substr(value, page.find('\n', value) - value);
  };
  BOOST_TEST(shown("mail") == "9999");
  BOOST_TEST(shown("dead_letters") == "3");
  BOOST_TEST(shown("events_to_seal") == "10000+");
}

BOOST_AUTO_TEST_CASE(what_nobody_knows_stays_a_dash) {
  service::Status status;
  const auto page = command::status_page(command::status_answer(status, now), status);
  BOOST_TEST((page.find("upkeep age ") != std::string::npos), page);
  BOOST_TEST((page.find("+\n") == std::string::npos), page);
}

BOOST_AUTO_TEST_SUITE_END()
