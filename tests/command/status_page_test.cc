// What status says to people: where counting of a queue ended.
#include "command/status_page.hh"

#include "support/test.hh"

using namespace doorward;

namespace {

const Time now = from_unix(1'800'000'000);

service::Status some() {
  service::Status status;
  status.depths = store::Depths{15, store::Depths::deepest - 1, 3, store::Depths::deepest};
  return status;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(status_page)

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

BOOST_AUTO_TEST_CASE(what_was_not_counted_has_none) {
  service::Status status;
  const auto page = command::status_page(command::status_answer(status, now), status);
  BOOST_TEST((page.find("\nqueues mail ") != std::string::npos), page);
  BOOST_TEST((page.find("+\n") == std::string::npos), page);
}

BOOST_AUTO_TEST_SUITE_END()
