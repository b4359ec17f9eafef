// Lines of the log: numbers as numbers, one write each, and how they come to the journal.
#include "base/journal.hh"
#include "base/log_about.hh"
#include "base/log_hold.hh"
#include "base/log_losses.hh"
#include "base/log_out.hh"

#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>

#include "support/terminal.hh"
#include "support/test.hh"

using namespace doorward;

namespace {

const Time noon = *parse_rfc3339("2026-01-02T12:00:00Z");

std::string json(std::initializer_list<LogField> fields) {
  return log_line(noon, Level::info, "what", fields, LogFormat::json);
}

/// Standard error goes into a pipe while it lives.
class Caught {
 public:
  Caught() : before_(::dup(STDERR_FILENO)) {
    BOOST_REQUIRE(::pipe(ends_) == 0);
    ::dup2(ends_[1], STDERR_FILENO);
  }
  Caught(const Caught&) = delete;
  Caught& operator=(const Caught&) = delete;
  ~Caught() {
    ::dup2(before_, STDERR_FILENO);
    for (int fd : {before_, ends_[0], ends_[1]}) ::close(fd);
    ::unsetenv("JOURNAL_STREAM");
    log_setup("info", "json");
  }
  /// As systemd says which stream leads to the journal.
  std::string stream() const {
    struct stat pipe {};
    ::fstat(STDERR_FILENO, &pipe);
    return std::to_string(pipe.st_dev) + ":" + std::to_string(pipe.st_ino);
  }
  /// All that was written so far. A mark of its own ends it, so that nothing written is no endless wait.
  std::string text() {
    BOOST_REQUIRE(::write(ends_[1], "\n", 1) == 1);
    char bytes[4096];
    const auto got = ::read(ends_[0], bytes, sizeof bytes);
    BOOST_REQUIRE(got > 0);
    return {bytes, std::size_t(got) - 1};
  }
  /// All that is in the pipe.
  std::string drain() {
    std::string all(std::size_t(1) << 20, ' ');
    const auto got = ::read(ends_[0], all.data(), all.size());
    BOOST_REQUIRE(got > 0);
    all.resize(std::size_t(got));
    return all;
  }
  bool takes() const {
    pollfd room{ends_[1], POLLOUT, 0};
    return ::poll(&room, 1, 0) == 1;
  }

 private:
  int before_, ends_[2]{};
};

/// Lines until there is no room for one.
Way fill(int fd) {
  const std::string line(600, 'x');
  Way way = way_to(fd);
  while (write_now(fd, way, line) == line.size()) continue;
  return way;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(log_lines)

BOOST_AUTO_TEST_CASE(numbers_are_numbers_and_what_is_empty_is_left_out) {
  const std::uint64_t calls = 7;
  BOOST_TEST(
      json({{"status", 200}, {"code", ""}, {"calls", calls}, {"name", "Ann"}, {"less", std::int64_t{-1}}}) ==
      R"({"time":"2026-01-02T12:00:00Z","level":"info","msg":"what","status":200,"calls":7,"name":"Ann","less":-1})");
}

BOOST_AUTO_TEST_CASE(key_and_value_alike) {
  BOOST_TEST(log_line(noon, Level::warning, "what now", {{"status", 200}, {"name", "Ann \"B\""}}, LogFormat::text) ==
             R"(time="2026-01-02T12:00:00Z" level="warning" msg="what now" status=200 name="Ann \"B\"")");
}

BOOST_AUTO_TEST_CASE(no_text_breaks_out_of_its_line) {
  BOOST_TEST(json({{"said", "a\nb\"c\\d\x7F"}}).ends_with(R"("said":"a\u000ab\"c\\d\u007f"})"));
  BOOST_TEST(json({{"said", "Zoë"}}).ends_with("\"said\":\"Zoë\"}"));
  BOOST_TEST(json({{"said", "Zo\xEB"}}).ends_with(R"("said":"Zo\u00eb"})"));
}

BOOST_AUTO_TEST_CASE(whatever_is_written_while_a_request_is_at_hand_names_it_once) {
  Caught caught;
  log_setup("debug", "text");
  {
    const LogAbout about({"mine", "trace"});
    for (Level level : {Level::debug, Level::warning}) {
      log(level, "what", {{"why", "so"}});
      BOOST_TEST(caught.text().ends_with("why=\"so\" correlation_id=\"mine\" trace_id=\"trace\"\n"));
    }
    log(Level::error, "what", {{"correlation_id", "another"}});
    BOOST_TEST(caught.text().ends_with("correlation_id=\"another\" trace_id=\"trace\"\n"));
    const LogAbout untraced({"inner", ""});
    log(Level::error, "what");
    BOOST_TEST(caught.text().ends_with("msg=\"what\" correlation_id=\"inner\"\n"));
  }
  log(Level::error, "what");
  BOOST_TEST(caught.text().ends_with("msg=\"what\"\n"));
}

BOOST_AUTO_TEST_CASE(debug_comes_and_goes_and_says_so) {
  Caught caught;
  log_setup("error", "text");
  log(Level::debug, "unheard");
  log_toggle_debug();
  log(Level::debug, "heard");
  log_toggle_debug();
  log(Level::warning, "unheard again");
  const std::string text = caught.text();
  BOOST_TEST(text.find("unheard") == text.npos);
  BOOST_TEST(text.find("msg=\"heard\"") != text.npos);
  BOOST_TEST(text.find("least=\"debug\"") < text.find("msg=\"heard\""));
  BOOST_TEST(text.find("least=\"error\"") > text.find("msg=\"heard\""));
  BOOST_TEST(logs(Level::error));
  BOOST_TEST(!logs(Level::warning));
}

BOOST_AUTO_TEST_CASE(what_is_held_comes_in_its_order) {
  Caught caught;
  log_setup("info", "text");
  log_hold(true);
  log(Level::info, "first");
  BOOST_TEST(caught.text() == "");
  log(Level::warning, "second");
  const std::string two = caught.text();
  BOOST_TEST(two.find("first") < two.find("second"));
  BOOST_TEST(std::count(two.begin(), two.end(), '\n') == 2);
  log(Level::info, "third");
  log_release();
  BOOST_TEST(caught.text().find("third") != std::string::npos);
  log_release();
  BOOST_TEST(caught.text() == "");
  const std::string long_one(1500, 'x');
  for (int i = 0; i < 3; ++i) log(Level::info, "long", {{"text", long_one}});
  BOOST_TEST(caught.text().size() > 2 * long_one.size());
  log_hold(false);
  BOOST_TEST(caught.text().find(long_one) != std::string::npos);
  log(Level::info, "at once");
  BOOST_TEST(caught.text().find("at once") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_journal_is_told_the_level) {
  Caught caught;
  ::setenv("JOURNAL_STREAM", caught.stream().c_str(), 1);
  journal_at("/nobody/is/there");
  log_setup("debug", "json");
  log(Level::error, "a");
  log(Level::warning, "b");
  log(Level::notice, "c");
  log(Level::info, "d");
  log(Level::debug, "e");
  std::string marks;
  for (const std::string text = caught.text(); const char c : text)
    if (c == '<' || c == '>' || (!marks.empty() && marks.back() == '<')) marks.push_back(c);
  BOOST_TEST(marks == "<3><4><5><6><7>");
}

BOOST_AUTO_TEST_CASE(an_entry_has_the_line_and_its_fields) {
  BOOST_TEST(journal_entry(Level::warning, "{}", {{"status", 503}, {"route", "GET /auth/me"}, {"code", ""}}) ==
             "MESSAGE={}\nPRIORITY=4\nSYSLOG_IDENTIFIER=doorward\nDOORWARD_STATUS=503\nDOORWARD_ROUTE=GET /auth/me\n");
  const std::string lines = "a\nDOORWARD_STATUS=200";  // no field is made by a value
  BOOST_TEST(journal_entry(Level::error, "m", {{"why", lines}}) ==
             "MESSAGE=m\nPRIORITY=3\nSYSLOG_IDENTIFIER=doorward\nDOORWARD_WHY\n" +
                 std::string("\x15\0\0\0\0\0\0\0", 8) + lines + "\n");
}

BOOST_AUTO_TEST_CASE(another_stream_is_not_the_journal) {
  Caught caught;
  for (const char* stream : {"", "8:1", "no numbers", "8:1:2"}) {
    ::setenv("JOURNAL_STREAM", stream, 1);
    log_setup("info", "json");
    log(Level::error, "plain");
    BOOST_TEST(caught.text().starts_with("{"));
  }
}

BOOST_AUTO_TEST_CASE(nobody_waits_for_a_reader_that_stalls_and_the_loss_is_told) {
  Caught caught;
  log_setup("info", "text");
  std::uint64_t lost = 0, written = 0;
  {
    const LogLosses losses([&](std::uint64_t lines) { lost += lines; });
    for (; lost == 0; ++written) log(Level::info, "unread");
    BOOST_TEST(lost == 1u);
    log_hold(true);
    for (int i = 0; i < 3; ++i) log(Level::info, "held");
    log_hold(false);
    BOOST_TEST(lost == 4u);
    caught.drain();
    log(Level::info, "read again");
    BOOST_TEST(caught.text().find("read again") != std::string::npos);
    BOOST_TEST(lost == 4u);
  }
  while (caught.takes()) log(Level::info, "unread");
  log(Level::info, "while nobody counts", {{"text", std::string(4096, 'x')}});
  BOOST_TEST(lost == 4u);
  const LogLosses losses([&](std::uint64_t lines) { lost += lines; });
  BOOST_TEST(lost > 4u);
}

BOOST_AUTO_TEST_CASE(a_line_that_was_cut_spoils_no_other) {
  Caught caught;
  log_setup("info", "text");
  std::uint64_t lost = 0;
  const LogLosses losses([&](std::uint64_t lines) { lost += lines; });
  log(Level::info, "long", {{"text", std::string(1 << 20, 'x')}});
  BOOST_TEST(lost == 1u);
  log(Level::info, "no room");
  BOOST_TEST(lost == 2u);
  BOOST_TEST(caught.drain().ends_with('x'));
  log(Level::info, "whole");
  BOOST_TEST(caught.text().starts_with("\ntime="));
  BOOST_TEST(lost == 2u);
}

BOOST_AUTO_TEST_CASE(a_line_that_another_process_cut_spoils_none_of_ours) {
  Caught caught;
  log_setup("info", "text");
  log_share_level();
  const pid_t other = ::fork();
  if (other == 0) {
    log(Level::info, "long", {{"text", std::string(1 << 20, 'x')}});
    ::_exit(0);
  }
  BOOST_REQUIRE(::waitpid(other, nullptr, 0) == other);
  BOOST_TEST(caught.drain().ends_with('x'));
  for (const char* start : {"\ntime=", "time="}) {
    log(Level::info, "whole");
    BOOST_TEST(caught.text().starts_with(start));
  }
}

BOOST_AUTO_TEST_CASE(every_way_takes_what_it_can_and_goes_on_when_it_is_read) {
  const std::string line(500, 'x');
  int pipe[2], sockets[2];
  BOOST_REQUIRE(::pipe(pipe) == 0);
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, sockets) == 0);
  const auto fills = [&](int to, int from, Way way) {
    std::size_t taken = 0, some = 0;
    while ((some = write_now(to, way, line)) == line.size()) taken += some;
    BOOST_TEST(some < line.size());
    std::string got(taken, ' ');
    for (std::size_t at = 0; at < taken;) {
      const auto part = ::read(from, got.data() + at, taken - at);
      BOOST_REQUIRE(part > 0);
      at += std::size_t(part);
    }
    BOOST_TEST(got == std::string(taken, 'x'));
    BOOST_TEST(write_now(to, way, line) == line.size());
    BOOST_TEST(::read(from, got.data(), line.size()) == ssize_t(line.size()));
  };
  BOOST_TEST((way_to(sockets[0]) == Way::socket));
  fills(pipe[1], pipe[0], way_to(pipe[1]));
  fills(pipe[1], pipe[0], Way::spliced);
  fills(pipe[1], pipe[0], Way::terminal);  // by a description of its own
  fills(sockets[0], sockets[1], Way::socket);
  ::signal(SIGPIPE, SIG_IGN);
  for (const int end : {pipe[0], sockets[1]}) ::close(end);
  for (Way way : {Way::direct, Way::spliced}) BOOST_TEST(write_now(pipe[1], way, line) == 0u);
  Way by_socket = Way::socket;
  BOOST_TEST(write_now(sockets[0], by_socket, line) == 0u);
  for (const int end : {pipe[1], sockets[0]}) ::close(end);
}

BOOST_AUTO_TEST_CASE(a_terminal_that_nobody_looks_at_is_not_waited_for) {
  const tests::Terminal terminal;
  BOOST_TEST((fill(terminal.fd()) == Way::terminal));
}

BOOST_AUTO_TEST_CASE(neither_is_one_that_is_somebody_elses) {
  const tests::Terminal terminal;
  BOOST_REQUIRE(::fchmod(terminal.fd(), 0) == 0);
  const pid_t stranger = ::fork();
  if (stranger == 0) {
    ::alarm(20);  // ends whoever waits
    if (::geteuid() == 0 && ::setuid(65534) != 0) ::_exit(2);
    if (::open(::ttyname(terminal.fd()), O_WRONLY | O_NOCTTY) >= 0) ::_exit(3);
    fill(terminal.fd());
    ::_exit(0);
  }
  int status = 0;
  BOOST_REQUIRE(::waitpid(stranger, &status, 0) == stranger);
  BOOST_TEST(status == 0);
}

BOOST_AUTO_TEST_SUITE_END()
