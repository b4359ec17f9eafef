// FastCGI conversations over a real socket pair: what is answered, what is closed, and when.
#include "port/fastcgi.hh"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>

using namespace doorward;
using namespace doorward::port;
using namespace std::string_literals;

namespace {

std::string record(int type, int id, std::string_view content, int version = 1) {
  std::string made = {char(version),
                      char(type),
                      char(id >> 8),
                      char(id & 255),
                      char(content.size() >> 8),
                      char(content.size() & 255),
                      0,
                      0};
  return made.append(content);
}

std::string pair(std::string_view name, std::string_view value) {
  return std::string{char(name.size()), char(value.size())}.append(name).append(value);
}

std::string begin(int role = 1, bool keep = false, int id = 1) {
  return record(1, id, std::string{0, char(role), char(keep ? 1 : 0), 0, 0, 0, 0, 0});
}

std::string get(bool keep = false, int id = 1, std::string_view extra = "") {
  return begin(1, keep, id) + record(4, id, pair("REQUEST_METHOD", "GET").append(extra)) + record(4, id, "") +
         record(5, id, "");
}

/// A worker's side and the peer's side of one connection.
struct Conversation {
  explicit Conversation(Span patience = std::chrono::milliseconds(200), FastcgiLimits limits = {200, 100})
      : fastcgi(limits, patience) {
    int ends[2];
    BOOST_REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) == 0);
    peer = ends[0];
    fastcgi.attend(FastcgiPeer(ends[1], false));
  }
  ~Conversation() { ::close(peer); }

  void say(std::string_view bytes) const {
    BOOST_REQUIRE(::send(peer, bytes.data(), bytes.size(), 0) == ssize_t(bytes.size()));
  }
  std::string heard() const {
    std::string all(65536, '\0');
    const auto got = ::recv(peer, all.data(), all.size(), MSG_DONTWAIT);
    all.resize(got > 0 ? std::size_t(got) : 0);
    return all;
  }

  Fastcgi fastcgi;
  int peer = -1;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(fastcgi)

BOOST_AUTO_TEST_CASE(a_request_is_read_and_answered) {
  Conversation talk;
  talk.say(get(false, 1, pair("A", "1") + pair("A", "2")));
  BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::complete));
  const auto& said = talk.fastcgi.request();
  BOOST_TEST(!said.authorizer());
  BOOST_REQUIRE(said.parameters().size() == 3U);
  BOOST_TEST(said.parameters()[0].second == "GET");
  BOOST_TEST((said.parameters()[1].second == "1" && said.parameters()[2].second == "2"));
  BOOST_TEST((talk.fastcgi.body() == Arrival::complete && said.body().empty()));
  BOOST_TEST(talk.fastcgi.answer("Status: 204\r\n\r\n"));
  BOOST_TEST(talk.heard().find("Status: 204") != std::string::npos);
  BOOST_TEST(talk.fastcgi.connection() == -1);
}

BOOST_AUTO_TEST_CASE(bytes_may_come_one_by_one) {
  FastcgiRecords records({});
  const std::string all = get();
  std::string unread;
  for (char c : all) {
    unread.push_back(c);
    std::string_view bytes = unread;
    records.take(bytes);
    unread.erase(0, unread.size() - bytes.size());
  }
  BOOST_TEST((records.state() == FastcgiRecords::State::complete));
  BOOST_REQUIRE(records.parameters().size() == 1U);
  BOOST_TEST(records.parameters()[0].second == "GET");
}

BOOST_AUTO_TEST_CASE(two_requests_sent_at_once_are_both_answered) {
  Conversation talk;
  talk.say(get(true, 1) + get(true, 2));
  for (int id : {1, 2}) {
    BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::complete));
    BOOST_REQUIRE((talk.fastcgi.body() == Arrival::complete));
    BOOST_TEST(talk.fastcgi.answer("Status: 200\r\n\r\n"));
    BOOST_TEST(int(talk.heard().at(3)) == id);
    auto kept = talk.fastcgi.release();
    BOOST_REQUIRE(kept);
    BOOST_TEST(talk.fastcgi.connection() == -1);
    BOOST_TEST(kept->ahead() == (id == 1));
    talk.fastcgi.attend(std::move(*kept));
  }
}

BOOST_AUTO_TEST_CASE(an_answer_is_records_to_its_end) {
  Conversation talk;
  talk.say(get(true, 0x102));
  BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::complete));
  BOOST_TEST(talk.fastcgi.answer("Status: 204\r\n\r\n"));
  BOOST_TEST(talk.heard() ==
             record(6, 0x102, "Status: 204\r\n\r\n") + record(6, 0x102, "") + record(3, 0x102, std::string(8, '\0')));
}

BOOST_AUTO_TEST_CASE(a_large_answer_takes_several_records) {
  const std::string answer = "Status: 200\r\n\r\n" + std::string(200000, 'a') + "z";
  const std::string records = answer_records(1, answer);
  std::string heard;
  std::size_t at = 0, count = 0;
  for (; at + 8 <= records.size() && records[at + 1] == 6; ++count) {
    const auto size = std::size_t(std::uint8_t(records[at + 4]) << 8 | std::uint8_t(records[at + 5]));
    heard += records.substr(at + 8, size);
    at += 8 + size;
  }
  BOOST_TEST((heard == answer && count == 5U));  // the last one ends the stream
  BOOST_TEST(records.substr(at) == record(3, 1, std::string(8, '\0')));
}

BOOST_AUTO_TEST_CASE(a_request_is_heard_without_waiting) {
  Conversation talk(std::chrono::hours(1));
  const std::string first = get(true, 1);
  BOOST_TEST(!talk.fastcgi.hear());
  talk.say(first.substr(0, 20));
  BOOST_TEST(!talk.fastcgi.hear());
  talk.say(first.substr(20) + get(true, 2));
  BOOST_TEST(talk.fastcgi.hear());
  for (int id : {1, 2}) {  // what was heard is there once, and the next one is not lost
    BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::complete));
    BOOST_REQUIRE((talk.fastcgi.body() == Arrival::complete));
    BOOST_TEST(talk.fastcgi.request().parameters().size() == 1U);
    BOOST_TEST(talk.fastcgi.answer("Status: 200\r\n\r\n"));
    BOOST_TEST(int(talk.heard().at(3)) == id);
  }
  talk.say("HTTP/1.1 200 OK");
  BOOST_TEST(!talk.fastcgi.hear());
  BOOST_TEST((talk.fastcgi.parameters() == Arrival::malformed));
}

BOOST_AUTO_TEST_CASE(a_body_that_nobody_asked_for_does_not_end_the_connection) {
  Conversation talk;
  for (int id : {1, 2}) {
    talk.say(begin(1, true, id) + record(4, id, "") + record(5, id, "abc") + record(5, id, "") + record(9, 0, ""));
    BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::complete));
    BOOST_TEST(talk.fastcgi.answer("Status: 204\r\n\r\n"));
    BOOST_TEST(talk.fastcgi.connection() >= 0);
    BOOST_TEST(talk.heard().find("Status: 204") != std::string::npos);
  }
  talk.say(begin(1, true, 3) + record(4, 3, "") + record(5, 3, "its end does not come"));
  BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::complete));
  BOOST_TEST(talk.fastcgi.answer("Status: 204\r\n\r\n"));
  BOOST_TEST(talk.fastcgi.connection() == -1);
}

BOOST_AUTO_TEST_CASE(a_body_is_read_and_limited) {
  const std::string head = begin() + record(4, 1, pair("CONTENT_LENGTH", "6")) + record(4, 1, "");
  Conversation good;
  good.say(head + record(5, 1, "abc") + record(5, 1, "d\0f"s) + record(5, 1, ""));
  BOOST_REQUIRE((good.fastcgi.parameters() == Arrival::complete));
  BOOST_TEST((good.fastcgi.body() == Arrival::complete));
  BOOST_TEST(good.fastcgi.request().body() == "abcd\0f"s);

  Conversation large;
  large.say(head + record(5, 1, std::string(101, 'x')));
  BOOST_REQUIRE((large.fastcgi.parameters() == Arrival::complete));
  BOOST_TEST((large.fastcgi.body() == Arrival::too_large));
  BOOST_TEST(large.fastcgi.answer("Status: 413\r\n\r\n"));
  BOOST_TEST(large.heard().find("Status: 413") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_peer_that_stalls_is_left_after_its_time) {
  for (const auto& said : {""s, begin(), get().substr(0, 30)}) {
    Conversation talk;
    talk.say(said.empty() ? "\1" : said);
    BOOST_TEST((talk.fastcgi.parameters() == Arrival::late));
    BOOST_TEST(talk.fastcgi.connection() == -1);
  }
  Conversation body;
  body.say(begin() + record(4, 1, ""));
  BOOST_REQUIRE((body.fastcgi.parameters() == Arrival::complete));
  BOOST_TEST((body.fastcgi.body() == Arrival::late));
  BOOST_TEST(body.fastcgi.answer("Status: 408\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(a_peer_that_takes_nothing_is_left_after_its_time) {
  Conversation talk;
  talk.say(get());
  BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::complete));
  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(!talk.fastcgi.answer(std::string(8 << 20, 'x')));
  const auto took = std::chrono::steady_clock::now() - start;
  BOOST_TEST((took >= std::chrono::milliseconds(200)));
  BOOST_TEST((took < std::chrono::seconds(2)));
  BOOST_TEST(talk.fastcgi.connection() == -1);
}

// Its socket has room again and again, and is never so empty that it is called ready within the worker's patience.
BOOST_AUTO_TEST_CASE(a_peer_that_takes_a_little_at_a_time_gets_all_of_a_large_answer) {
  Conversation talk(std::chrono::milliseconds(500));
  talk.say(get());
  BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::complete));
  const std::string answer = "Status: 200\r\n\r\n" + std::string(600'000, 'a');
  std::string heard;
  std::thread slow([&] {
    std::string part(40'000, '\0');
    while (::poll(nullptr, 0, 150) == 0) {
      const auto got = ::recv(talk.peer, part.data(), part.size(), 0);
      if (got <= 0) break;
      heard.append(part, 0, std::size_t(got));
    }
  });
  BOOST_TEST(talk.fastcgi.answer(answer));
  talk.fastcgi.close();
  slow.join();
  BOOST_TEST((heard == answer_records(1, answer)));
}

BOOST_AUTO_TEST_CASE(what_is_not_a_request_is_closed) {
  const std::string ended = record(4, 1, "") + record(5, 1, "");
  const auto huge = [&](std::string_view lengths) {
    return begin() + record(4, 1, std::string(lengths) + std::string(60, 'A')) + ended;
  };
  const std::string streams[] = {
      "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
      record(1, 1, std::string(8, '\0')),                    // role 0
      begin(3) + ended,                                      // filter
      record(1, 1, std::string(9, '\1')),                    // body of BEGIN too long
      record(1, 1, std::string{0, 1, 0, 0, 0, 0, 0, 0}, 2),  // version 2
      ended,                                                 // PARAMS before BEGIN
      begin() + record(5, 1, "") + ended,                    // STDIN before PARAMS
      begin() + record(4, 2, pair("A", "1")) + ended,        // another id
      begin() + begin(1, false, 2),                          // multiplexing
      begin() + record(8, 1, "data"),                        // DATA to a responder
      huge("\xff\xff\xff\xff\xff\xff\xff\xff"),
      huge("\xff\xff\xff\xfe\x80\0\0\x02"s),
      huge("\x01\xff\xff\xff\xff"),
      begin() + record(4, 1, "\x09"s) + ended,               // one length byte
      begin() + record(4, 1, "\x09\x20REQUEST_M"s) + ended,  // runs past the stream
      record(9, 0, "\xff\xff\xff\xff\x01"s),                 // GET_VALUES with broken lengths
  };
  for (const auto& stream : streams) {
    Conversation talk;
    talk.say(stream);
    BOOST_TEST((talk.fastcgi.parameters() == Arrival::malformed), stream.size());
    BOOST_TEST(talk.fastcgi.connection() == -1);
  }
}

BOOST_AUTO_TEST_CASE(too_many_parameters_are_still_answered) {
  Conversation talk;
  talk.say(begin() + record(4, 1, pair("A", std::string(100, 'x'))) + record(4, 1, pair("B", std::string(100, 'x'))));
  BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::too_large));
  BOOST_TEST(talk.fastcgi.request().parameters().empty());
  BOOST_TEST(talk.fastcgi.answer("Status: 431\r\n\r\n"));
  BOOST_TEST(talk.heard().find("Status: 431") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_nul_or_a_strange_name_is_unclean) {
  for (const auto& strange : {pair("A", "b\0c"s), pair("A\0B"s, "c"), pair("A=B", "c"), pair("", "c")}) {
    Conversation talk;
    talk.say(get(false, 1, strange));
    BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::complete));
    BOOST_TEST(talk.fastcgi.request().unclean());
    BOOST_TEST(talk.fastcgi.request().parameters().empty());
    BOOST_TEST(talk.fastcgi.answer("Status: 400\r\n\r\n"));
  }
}

BOOST_AUTO_TEST_CASE(an_authorizer_has_no_body) {
  Conversation talk;
  talk.say(begin(2) + record(4, 1, pair("A", "1")) + record(4, 1, ""));
  BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::complete));
  BOOST_TEST(talk.fastcgi.request().authorizer());
  BOOST_TEST((talk.fastcgi.body() == Arrival::complete));
  BOOST_TEST(talk.fastcgi.answer("Status: 200\r\n\r\n"));
}

BOOST_AUTO_TEST_CASE(management_records_are_answered_within_bounds) {
  std::string asked;
  for (int i = 0; i < 2000; ++i) asked += pair("FCGI_MAX_CONNS", "") + pair("UNKNOWN", "");
  Conversation talk;
  talk.say(record(9, 0, asked) + record(99, 0, "") + get());
  BOOST_REQUIRE((talk.fastcgi.parameters() == Arrival::complete));
  const std::string said = talk.heard();
  BOOST_TEST(said == record(10, 0, pair("FCGI_MAX_CONNS", "1")) + record(11, 0, std::string{99, 0, 0, 0, 0, 0, 0, 0}));
}

BOOST_AUTO_TEST_SUITE_END()
