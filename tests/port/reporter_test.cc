// A child that says something again and again, and a parent who waits for nothing else than what was asked for.
#include "port/reporter.hh"

#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

#include "support/test.hh"

using doorward::port::Reporter;
using namespace std::chrono_literals;

namespace {

Reporter::Clock::time_point in(std::chrono::milliseconds span) { return Reporter::Clock::now() + span; }

/// Hears until such a word was said; the one or other before it may be missed.
void await_word(Reporter& reporter, const std::function<bool(const std::string&)>& such) {
  const auto late = in(60s);
  while (!reporter.last() || !such(reporter.last()->text)) {
    BOOST_REQUIRE((Reporter::Clock::now() < late));
    reporter.hear(in(1ms));
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reporter)

BOOST_AUTO_TEST_CASE(it_says_one_word_after_the_other_and_trouble_is_one_too) {
  Reporter reporter(
      [n = 0]() mutable -> std::string {
        if (++n == 2) throw std::runtime_error("trouble");
        return std::to_string(n);
      },
      1ms);
  await_word(reporter, [](const std::string& word) { return word.starts_with("1"); });
  await_word(reporter, [](const std::string& word) { return word.size() == 2; });
}

BOOST_AUTO_TEST_CASE(trouble_is_said_in_its_words) {
  Reporter reporter([]() -> std::string { throw std::runtime_error("trouble"); }, 1ms);
  await_word(reporter, [](const std::string& word) { return word == "trouble\n"; });
}

BOOST_AUTO_TEST_CASE(while_it_is_silent_the_parent_goes_on) {
  Reporter reporter([] { return ::pause(), std::string(); }, 1ms);
  reporter.hear(in(0ms));
  reporter.hear(in(1ms));
  reporter.hear(in(1ms), true);
  BOOST_TEST(!reporter.last().has_value());
}

BOOST_AUTO_TEST_CASE(what_is_long_is_cut) {
  Reporter reporter([] { return std::string(100'000, 'x'); }, 1ms);
  await_word(reporter, [](const std::string& word) { return word == std::string(64 * 1024, 'x'); });
}

BOOST_AUTO_TEST_CASE(it_ends_with_the_parent_s_interest) {
  pid_t child = 0;
  {
    Reporter reporter([] { return std::to_string(::getpid()); }, 1ms);
    reporter.hear(in(60s), true);
    BOOST_TEST_REQUIRE(reporter.last().has_value());
    child = std::stoi(reporter.last()->text);
    BOOST_TEST(::kill(child, 0) == 0);
  }
  BOOST_TEST(::kill(child, 0) == -1);
  BOOST_TEST(errno == ESRCH);
}

BOOST_AUTO_TEST_CASE(a_child_that_died_leaves_its_last_word) {
  Reporter reporter([] { return std::to_string(::getpid()); }, 1ms);
  reporter.hear(in(60s), true);
  BOOST_TEST_REQUIRE(reporter.last().has_value());
  const std::string word = reporter.last()->text;
  ::kill(std::stoi(word), SIGKILL);
  reporter.hear(in(20ms));
  BOOST_TEST(reporter.last()->text == word);
}

BOOST_AUTO_TEST_SUITE_END()
