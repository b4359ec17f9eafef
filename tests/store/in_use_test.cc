// How one process tells another whose records are ageing.
#include "store/in_use.hh"

#include <algorithm>

#include "port/random.hh"
#include "support/test.hh"

using namespace doorward;
using namespace std::chrono_literals;
using store::Herald;
using store::InUse;

namespace {

const Time now = from_unix(1'800'000'000);

template <class Name>
Name id(std::uint8_t number) {
  Name made;
  made.bytes.fill(number);
  return made;
}
const auto tenant = id<TenantId>(1);

InUse by_token(SessionId session, Time at = now) { return {{tenant, session, {}}, at, at - 5s}; }
InUse by_cookie(Time at = now) { return {{tenant, {}, std::string(31, '\0') + "c"}, at, at - 5s}; }

/// Whom a herald has told of, while there is room.
struct Told {
  std::vector<SessionId> sessions;
  bool room = true;
  Herald herald{[this](std::string_view line) {
                  if (room) sessions.push_back(store::parse_in_use(line)->first);
                  return room;
                },
                4s};
  void tell(std::uint8_t number, Span after = {}) { tell(id<SessionId>(number), after); }
  void tell(SessionId session, Span after = {}) { herald.tell(session, by_token(session, now + after)); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(in_use)

BOOST_AUTO_TEST_CASE(a_line_says_whose_and_when) {
  const auto session = id<SessionId>(2);
  for (const InUse& use : {by_token(session, now + 7us), by_cookie()}) {
    const auto line = store::in_use_line(session, use);
    BOOST_TEST(line.size() == store::in_use_bytes);
    const auto read = store::parse_in_use(line);
    BOOST_TEST_REQUIRE(read.has_value());
    BOOST_TEST((read->first == session));
    BOOST_TEST((read->second.wanted.tenant == tenant));
    BOOST_TEST((read->second.wanted.session == use.wanted.session));
    BOOST_TEST(read->second.wanted.cookie_hash == use.wanted.cookie_hash);
    BOOST_TEST((read->second.at == use.at));
    BOOST_TEST((read->second.read_at == use.read_at));
  }
}

BOOST_AUTO_TEST_CASE(no_other_size_is_a_line) {
  const auto line = store::in_use_line(id<SessionId>(2), by_cookie());
  for (const auto& other : {std::string(), line.substr(1), line + '\0'}) BOOST_TEST(!store::parse_in_use(other));
}

BOOST_AUTO_TEST_CASE(each_is_told_of_once_in_a_while) {
  Told told;
  for (const Span after : {0s, 1s, 3s}) {
    told.tell(5, after);
    told.tell(6, after);
  }
  BOOST_TEST((told.sessions == std::vector{id<SessionId>(5), id<SessionId>(6)}));
  told.tell(5, 4s);
  told.tell(5, 7s);
  BOOST_TEST(told.sessions.size() == 3U);
}

BOOST_AUTO_TEST_CASE(seldom_does_one_drive_out_another) {
  Told told;
  port::SystemRandom random;
  constexpr std::size_t many = 4000;
  std::vector<SessionId> sessions;
  for (std::size_t i = 0; i < many; ++i) {
    std::array<std::uint8_t, 10> bytes{};
    std::ranges::copy(random.bytes(bytes.size()), bytes.begin());
    sessions.emplace_back(Id::version7(now, bytes));
  }
  for (int round = 0; round < 2; ++round)
    for (const SessionId session : sessions) told.tell(session);
  BOOST_TEST(told.sessions.size() < many + many / 2);  // some 22 of 100 share a place
}

BOOST_AUTO_TEST_CASE(a_clock_that_is_set_back_silences_nobody) {
  Told told;
  told.tell(5);
  told.tell(5, -1h);
  BOOST_TEST(told.sessions.size() == 2U);
}

BOOST_AUTO_TEST_CASE(who_could_not_be_told_of_is_tried_again) {
  Told told;
  told.room = false;
  told.tell(5);
  told.room = true;
  told.tell(5);
  told.tell(5);
  BOOST_TEST(told.sessions.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
