// A refresh family under parallel uses, replays and endings.
#include "support/test.hh"

#include "service/refresh_family.hh"

using namespace doorward;
using service::judge_reuse;
using service::Reuse;
using store::RefreshToken;

namespace {

const Time used_at = from_unix(1'800'000'000);

Config config() { return *make_config({{"tokens.refresh_grace", "30s"}, {"tokens.clock_skew", "5s"}}); }

RefreshToken used() {
  RefreshToken token;
  token.used_at = used_at;
  return token;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reuse_of_refresh_tokens)

BOOST_AUTO_TEST_CASE(a_direct_parent_within_grace_is_a_repeat) {
  for (Span later : {Span{0}, Span{1}, Span{seconds{29}}, Span{seconds{30}}, Span{-seconds{5}}})
    BOOST_TEST(bool(judge_reuse(config(), used(), RefreshToken{}, used_at + later) == Reuse::repeat), later.count());
}

BOOST_AUTO_TEST_CASE(later_it_is_a_replay) {
  for (Span later : {Span{seconds{30}} + Span{1}, Span{seconds{3600}}})
    BOOST_TEST(bool(judge_reuse(config(), used(), RefreshToken{}, used_at + later) == Reuse::replay), later.count());
}

BOOST_AUTO_TEST_CASE(a_clock_that_jumped_back_opens_no_grace_again) {
  BOOST_TEST(bool(judge_reuse(config(), used(), RefreshToken{}, used_at - seconds{3600}) == Reuse::replay));
  BOOST_TEST(bool(judge_reuse(config(), used(), RefreshToken{}, used_at - seconds{6}) == Reuse::replay));
}

BOOST_AUTO_TEST_CASE(grace_reaches_one_generation) {
  BOOST_TEST(bool(judge_reuse(config(), used(), used(), used_at) == Reuse::replay));
  BOOST_TEST(bool(judge_reuse(config(), used(), std::nullopt, used_at) == Reuse::replay));
}

BOOST_AUTO_TEST_SUITE_END()
