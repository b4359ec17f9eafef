// What is written into memory is read back, and nothing else is read at all.
#include "store/record.hh"

#include "support/test.hh"

using namespace doorward;

namespace {

template <class T>
T id(char last) {
  return T(*Id::from_raw(std::string(15, 'i') + last));
}

SessionFacts session() {
  SessionFacts s;
  s.id = id<SessionId>('s');
  s.tenant = id<TenantId>('t');
  s.user = id<UserId>('u');
  s.created_at = Time(Span(1));
  s.expires_at = Time(Span(-2));
  s.idle_ends_at = Time(Span(3'000'000'000'000'000));
  s.auth_time = Time(Span(4));
  s.tokens_not_before = Time(Span(5));
  s.ended = true;
  s.amr = {"pwd", "otp"};
  s.revoked_jtis = {"", "jti"};
  s.impersonator = id<UserId>('x');
  return s;
}

UserFacts user() {
  UserFacts u;
  u.id = id<UserId>('u');
  u.tenant = id<TenantId>('t');
  u.status = UserStatus::locked;
  u.email = "ann@example.org";
  u.first_name = std::string("a\0b", 3);
  u.last_name = std::string(300, 'n');
  u.role = "owner";
  u.email_verified = false;
  u.email_trusted = true;
  u.permissions = {"a", "b"};
  u.tokens_not_before = Time(Span(6));
  return u;
}

TenantFacts tenant() {
  TenantFacts t;
  t.id = id<TenantId>('t');
  t.kind = TenantKind::reseller;
  t.slug = "acme";
  t.plan_type = "pro";
  t.status = TenantStatus::suspended;
  t.features = {"mfa"};
  t.reseller = id<TenantId>('r');
  t.tokens_not_before = Time(Span(7));
  return t;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record)

BOOST_AUTO_TEST_CASE(every_field_comes_back) {
  const auto both = store::decode_session_and_user(store::encode(session(), user()));
  BOOST_REQUIRE(both);
  const SessionFacts* s = &both->session;
  BOOST_TEST((s->id == session().id && s->tenant == session().tenant && s->user == session().user));
  BOOST_TEST((s->created_at == session().created_at && s->expires_at == session().expires_at));
  BOOST_TEST((s->idle_ends_at == session().idle_ends_at && s->auth_time == session().auth_time));
  BOOST_TEST((s->tokens_not_before == session().tokens_not_before && s->ended));
  BOOST_TEST((s->amr == session().amr && s->revoked_jtis == session().revoked_jtis));
  BOOST_TEST((s->impersonator == session().impersonator));

  const UserFacts& u = both->user;
  BOOST_TEST((u.id == user().id && u.tenant == user().tenant && u.status == UserStatus::locked));
  BOOST_TEST((u.email == user().email && u.first_name == user().first_name && u.last_name == user().last_name));
  BOOST_TEST((u.role == "owner" && !u.email_verified && u.email_trusted && u.permissions == user().permissions));
  BOOST_TEST((u.tokens_not_before == user().tokens_not_before));
  BOOST_TEST(store::encode(*s, u) == store::encode(session(), user()));

  const auto t = store::decode_tenant(store::encode(tenant()));
  BOOST_REQUIRE(t);
  BOOST_TEST((t->id == tenant().id && t->kind == TenantKind::reseller && t->slug == "acme" && t->plan_type == "pro"));
  BOOST_TEST((t->status == TenantStatus::suspended && t->features == tenant().features));
  BOOST_TEST((t->reseller == tenant().reseller && t->tokens_not_before == tenant().tokens_not_before));
}

BOOST_AUTO_TEST_CASE(no_part_and_no_more_is_taken_for_the_whole) {
  const std::string whole = store::encode(session(), user());
  for (std::size_t size = 0; size < whole.size(); ++size)
    BOOST_TEST(!store::decode_session_and_user(whole.substr(0, size)).has_value());
  BOOST_TEST(!store::decode_session_and_user(whole + "x").has_value());
  BOOST_TEST(!store::decode_tenant(std::string(70, '\xff')).has_value());
}

BOOST_AUTO_TEST_CASE(keys_are_fit_for_memcached_and_belong_to_one_tenant) {
  const auto a = id<TenantId>('a'), b = id<TenantId>('b');
  const std::string hash(32, '\xff');
  const std::vector<std::string> of_a{store::session_key(a, id<SessionId>('1')), store::cookie_key(a, hash),
                                      store::tenant_key(a), store::token_key(a, "jti_-9")};
  const std::vector<std::string> of_b{store::session_key(b, id<SessionId>('1')), store::cookie_key(b, hash),
                                      store::tenant_key(b), store::token_key(b, "jti_-9")};
  for (std::size_t i = 0; i < of_a.size(); ++i) {
    BOOST_TEST(of_a[i].size() <= 200U);
    BOOST_TEST(of_a[i].find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_:-") ==
               std::string::npos);
    for (const auto& other : of_b) BOOST_TEST(of_a[i] != other);
    for (std::size_t k = 0; k < i; ++k) BOOST_TEST(of_a[i] != of_a[k]);
  }
}

BOOST_AUTO_TEST_SUITE_END()
