// Invitations within a tenant's limits: as many are open as it may have, and as many accept as there are places.
#include "base/encode.hh"
#include "service/accept_invite.hh"
#include "service/invitations.hh"
#include "service/places.hh"
#include "service/usage.hh"
#include "store/usage.hh"
#include "support/at_once.hh"
#include "support/letters.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace doorward;
using tests::word_of;
using tests::World;

namespace {

const ConfigWords patient = {{"password.hash_queue", "128"}, {"database.timeout", "30s"}};

struct Hotel {
  World world;
  TenantId tenant = world.make_tenant();
  service::Actor by = service::operator_in(tenant);

  explicit Hotel(const std::string& overrides) {
    world.platform().mysql().run("UPDATE tenants SET overrides = ? WHERE id = ?", {overrides, port::sql(tenant)});
  }
  static std::string guest(int number) { return "guest-" + std::to_string(number) + "@example.test"; }
  Result<Invite> invite(World& who, int number) const {
    auto ask = who.ask();
    return service::invite(ask, by, {guest(number)});
  }
  Result<Invite> invite(int number) { return invite(world, number); }
  std::string resend(const Id& id) {
    auto ask = world.ask();
    return word_of(service::resend_invite(ask, by, id));
  }
  std::int64_t open() {
    auto ask = world.ask();
    return service::usage_of(ask, tenant)->at(service::limit::invites).used;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(invite_places)

BOOST_AUTO_TEST_CASE(no_more_are_open_than_there_may_be) {
  Hotel hotel("max_invites=2");
  const auto first = hotel.invite(1), second = hotel.invite(2), third = hotel.invite(3);
  BOOST_REQUIRE_EQUAL(word_of(first) + " " + word_of(second), "ok ok");
  BOOST_REQUIRE_EQUAL(word_of(third), "USER_LIMIT_EXCEEDED");
  BOOST_REQUIRE(third.error().places.has_value());
  BOOST_TEST(third.error().places->limit == 2);
  BOOST_TEST(third.error().places->used == 2);
  BOOST_TEST(hotel.open() == 2);
  auto ask = hotel.world.ask();
  BOOST_REQUIRE_EQUAL(word_of(service::withdraw_invite(ask, hotel.by, first->id)), "ok");
  BOOST_TEST(hotel.open() == 1);
  BOOST_TEST(word_of(hotel.invite(3)) == "ok");
}

BOOST_AUTO_TEST_CASE(one_that_expired_makes_room_and_needs_it_again_when_it_is_sent_again) {
  Hotel hotel("max_invites=1");
  const auto first = hotel.invite(1);
  BOOST_REQUIRE_EQUAL(word_of(first), "ok");
  BOOST_TEST(hotel.resend(first->id) == "ok");
  hotel.world.clock.at += hotel.world.config.links.invite;
  BOOST_TEST(hotel.open() == 0);
  BOOST_TEST(word_of(hotel.invite(2)) == "ok");
  BOOST_TEST(hotel.resend(first->id) == "USER_LIMIT_EXCEEDED");
  BOOST_TEST(hotel.open() == 1);
}

BOOST_AUTO_TEST_CASE(of_twenty_who_invite_at_once_exactly_the_free_places_are_taken) {
  Hotel hotel("max_invites=3");
  const auto answers =
      tests::at_once(20, patient, [&](World& world, int number) { return word_of(hotel.invite(world, number)); });
  BOOST_TEST(tests::count_of(answers, "ok") == 3);
  BOOST_TEST(tests::count_of(answers, "USER_LIMIT_EXCEEDED") == 17);
  BOOST_TEST(hotel.open() == 3);
}

BOOST_AUTO_TEST_CASE(of_twenty_who_accept_at_once_exactly_the_free_places_come_in_and_the_others_may_come_later) {
  Hotel hotel("max_users=4 max_invites=none");
  std::vector<std::string> tokens;
  for (int i = 0; i < 20; ++i) {
    BOOST_REQUIRE_EQUAL(word_of(hotel.invite(i)), "ok");
    tokens.push_back(tests::token_in(tests::last_letter_to(hotel.world, hotel.tenant, Hotel::guest(i))));
  }
  const auto accept = [&](World& world, int number) {
    auto ask = world.ask();
    return word_of(service::accept_as_new(ask, hotel.tenant, {Secret(tokens[std::size_t(number)]), "", {}},
                                          {"", Secret("violet tractors hum at midnight"), "Grace", "Hopper"},
                                          Transport::token));
  };
  const auto answers = tests::at_once(20, patient, accept);
  BOOST_TEST(tests::count_of(answers, "ok") == 4);
  BOOST_TEST(tests::count_of(answers, "USER_LIMIT_EXCEEDED") == 16);
  BOOST_TEST(tests::number(hotel.world, hotel.tenant, "SELECT COUNT(*) FROM t_users") == 4);
  BOOST_TEST(hotel.open() == 16);
  hotel.world.platform().mysql().run("UPDATE tenants SET overrides = 'max_users=5' WHERE id = ?",
                                     {port::sql(hotel.tenant)});
  const int left_out = int(std::find(answers.begin(), answers.end(), "USER_LIMIT_EXCEEDED") - answers.begin());
  BOOST_TEST(accept(hotel.world, left_out) == "ok");
}

BOOST_AUTO_TEST_SUITE_END()
