// From a credential to a visitor: what is believed, what is refused and in which words.
#include "service/visitor.hh"

#include "base/encode.hh"
#include "port/crypto.hh"
#include "service/access_token.hh"
#include "service/revocation.hh"
#include "store/recall.hh"
#include "store/record.hh"
#include "support/sign_in.hh"
#include "support/test.hh"
#include "support/world.hh"

using namespace doorward;
using namespace std::chrono_literals;

namespace {

struct Person {
  explicit Person(Transport transport = Transport::token, const std::string& kind = "tenant")
      : who(world.make_user(world.make_tenant("", kind), "admin")), entered(tests::sign_in(world, who, transport)) {}

  std::string token() const { return std::string(entered.tokens->access_token.reveal()); }
  std::string cookie() const { return std::string(entered.session_cookie.reveal()); }
  std::string answer(const std::string& token) {
    auto ask = world.ask();
    const auto visitor = service::by_access_token(ask, token, CredentialKind::bearer);
    return visitor ? "yes" : std::string(row_of(visitor.error().code).name);
  }
  std::string answer() { return answer(token()); }
  std::string cookie_answer(const std::string& cookie) {
    auto ask = world.ask();
    const auto visitor = service::by_session_cookie(ask, cookie);
    return visitor ? "yes" : std::string(row_of(visitor.error().code).name);
  }
  /// The person's token with one claim changed (a null takes it away), signed by the real key.
  std::string token_with(const std::string& name, const port::Json& value, std::string_view typ = "at+jwt") {
    const port::Json before = tests::claims_of(entered.tokens->access_token);
    port::Json claims;
    for (const auto& [held, old] : *before.object())
      if (held != name) claims.set(held, old);
    if (!value.null()) claims.set(name, value);
    return port::sign_jws(world.keys.signer(world.database, world.clock.now()), typ, port::dump_json(claims));
  }
  void change_user(std::string_view statement, const std::vector<port::SqlValue>& values) {
    store::TenantDb(world.database, who.tenant).run(statement, values);
    auto ask = world.ask();
    BOOST_TEST(!service::forget_user(ask, who.tenant, who.id, ask.now).effective_at.has_value());
  }
  void change_tenant(const std::string& status) {
    world.platform().mysql().run("UPDATE tenants SET status = ? WHERE id = ?", {status, port::sql(who.tenant)});
    auto ask = world.ask();
    BOOST_TEST(!service::forget_tenant(ask, who.tenant, ask.now).effective_at.has_value());
  }

  tests::World world;
  tests::MadeUser who;
  service::Entered entered;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(visitor)

BOOST_AUTO_TEST_CASE(a_token_leads_to_its_person_and_the_second_time_without_sql) {
  Person p;
  auto ask = p.world.ask();
  const auto first = service::by_access_token(ask, p.token(), CredentialKind::bearer);
  BOOST_REQUIRE(first);
  BOOST_TEST((first->user.id == p.who.id && first->tenant.id == p.who.tenant));
  BOOST_TEST((first->session.id == p.entered.session.id));
  BOOST_TEST(first->user.role == "admin");
  BOOST_TEST(!first->jti.empty());
  p.world.statements();
  const auto second = service::by_access_token(ask, p.token(), CredentialKind::cookie);
  BOOST_REQUIRE(second);
  BOOST_TEST((second->credential == CredentialKind::cookie));
  BOOST_TEST(p.world.statements() == 0U);
}

BOOST_AUTO_TEST_CASE(whoever_changes_is_read_anew_in_every_session) {
  Person p;
  const std::string cookie(tests::sign_in(p.world, p.who, Transport::session).session_cookie.reveal());
  const std::string other(tests::sign_in(p.world, p.who).tokens->access_token.reveal());
  auto ask = p.world.ask();
  const auto roles = [&] {
    return std::vector{service::by_access_token(ask, p.token(), CredentialKind::bearer)->user.role,
                       service::by_access_token(ask, other, CredentialKind::bearer)->user.role,
                       service::by_session_cookie(ask, cookie)->user.role};
  };
  BOOST_TEST((roles() == std::vector<std::string>(3, "admin")));
  p.world.statements();
  BOOST_TEST((roles() == std::vector<std::string>(3, "admin")));
  BOOST_TEST(p.world.statements() == 0U);
  p.change_user("UPDATE t_users SET role = 'user' WHERE id = ?", {port::sql(p.who.id)});
  BOOST_TEST((roles() == std::vector<std::string>(3, "user")));
}

BOOST_AUTO_TEST_CASE(whoever_changes_is_forgotten_in_sessions_whose_end_memory_was_not_told_of) {
  Person p;
  BOOST_TEST(p.answer() == "yes");
  store::TenantDb(p.world.database, p.who.tenant)
      .run("UPDATE t_sessions SET ended_at = ? WHERE id = ?", {p.world.clock.now(), port::sql(p.entered.session.id)});
  p.world.clock.at += p.world.memory.trust();
  BOOST_TEST(p.answer() == "yes");  // who ended it died before he told
  p.change_user("UPDATE t_users SET role = 'user' WHERE id = ?", {port::sql(p.who.id)});
  const auto looked =
      p.world.memory.look({store::session_key(p.who.tenant, p.entered.session.id)}, p.world.clock.now());
  BOOST_TEST((looked.front().trust == store::Trust::ended));
  BOOST_TEST(p.answer() == "TOKEN_REVOKED");
}

BOOST_AUTO_TEST_CASE(a_session_with_a_cookie_is_doubted_by_its_id_too) {
  Person p(Transport::session);  // as an impersonator's is looked up
  const store::Wanted by_id{p.who.tenant, p.entered.session.id, {}};
  const auto known = [&] { return store::Recall(p.world.memory, by_id, p.world.clock.now()).look(); };
  store::Recall recall(p.world.memory, by_id, p.world.clock.now());
  BOOST_TEST(!recall.look());
  {
    store::TenantDb db(p.world.database, p.who.tenant);
    recall.fill(db);
  }
  BOOST_TEST(known());
  p.change_user("UPDATE t_users SET role = 'user' WHERE id = ?", {port::sql(p.who.id)});
  BOOST_TEST(!known());
}

BOOST_AUTO_TEST_CASE(a_hash_that_was_made_before_counts_for_its_own_token_alone) {
  Person one, other;
  auto ask = one.world.ask();
  const std::string token = one.token(), others = other.token();
  ask.hashed = {token, port::sha256(token)};
  BOOST_TEST((service::by_access_token(ask, token, CredentialKind::bearer)->user.id == one.who.id));
  BOOST_TEST((service::by_access_token(ask, others, CredentialKind::bearer)->user.id == other.who.id));
  BOOST_TEST(!service::by_access_token(ask, token + "x", CredentialKind::bearer));
  BOOST_TEST(!service::by_access_token(ask, "", CredentialKind::bearer));
  BOOST_TEST(ask.world.known.tokens.size() == 2U);
  ask.hashed.hash = port::sha256("what nobody knows");  // under which its signature is looked at anew
  BOOST_TEST((service::by_access_token(ask, token, CredentialKind::bearer)->user.id == one.who.id));
  BOOST_TEST(ask.world.known.tokens.size() == 3U);
}

BOOST_AUTO_TEST_CASE(every_defect_of_a_claim_is_refused) {
  Person p;
  BOOST_TEST(p.answer(p.token_with("none", nullptr)) == "yes");
  const auto now = to_unix(p.world.clock.now());
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, port::Json>>{{"iss", nullptr},
                                                       {"iss", "https://elsewhere.example"},
                                                       {"iss", 7},
                                                       {"aud", nullptr},
                                                       {"aud", "other"},
                                                       {"aud", port::Json::strings({"a", "b"})},
                                                       {"exp", nullptr},
                                                       {"exp", "soon"},
                                                       {"exp", -1},
                                                       {"exp", 1e30},
                                                       {"exp", std::int64_t(1) << 62},
                                                       {"nbf", nullptr},
                                                       {"nbf", now + 60},
                                                       {"iat", nullptr},
                                                       {"iat", now + 60},
                                                       {"jti", nullptr},
                                                       {"jti", ""},
                                                       {"jti", "a b"},
                                                       {"jti", std::string(44, 'j')},
                                                       {"jti", "a\r\nflush_all"},
                                                       {"sub", nullptr},
                                                       {"sub", "nobody"},
                                                       {"session_id", nullptr},
                                                       {"session_id", 1},
                                                       {"tenant_id", "acme"},
                                                       {"tenant_id", Id{}.text()},
                                                       {"reseller_id", Id{}.text()},
                                                       {"reseller_id", p.who.tenant.text()},
                                                       {"sub", p.world.random.id(p.world.clock.now()).text()}})
    BOOST_TEST(p.answer(p.token_with(name, value)) == "INVALID_TOKEN", name << " " << port::dump_json(value));
  BOOST_TEST(p.answer(p.token_with("aud", port::Json::strings({"x", "doorward"}))) == "yes");
  BOOST_TEST(p.answer(p.token_with("none", nullptr, "JWT")) == "INVALID_TOKEN");
  BOOST_TEST(p.answer(p.token_with("exp", now)) == "TOKEN_EXPIRED");
  std::string bent = p.token();
  bent.back() = bent.back() == 'A' ? 'B' : 'A';
  BOOST_TEST(p.answer(bent) == "INVALID_TOKEN");
  for (const char* text : {"", ".", "..", "a.b.c", "not a token"}) BOOST_TEST(p.answer(text) == "INVALID_TOKEN");
  BOOST_TEST(p.answer(std::string(9000, 'a')) == "INVALID_TOKEN");
}

BOOST_AUTO_TEST_CASE(a_token_names_a_session_of_its_own_tenant) {
  Person p;
  const TenantId other = p.world.make_tenant();
  BOOST_TEST(p.answer(p.token_with("tenant_id", other.text())) == "TOKEN_REVOKED");
  BOOST_TEST(p.answer(p.token_with("tenant_id", nullptr)) == "TOKEN_REVOKED");  // the platform has no such session
  BOOST_TEST(p.answer(p.token_with("session_id", Id{}.text())) == "INVALID_TOKEN");
}

BOOST_AUTO_TEST_CASE(a_known_token_expires_like_any_other) {
  Person p;
  BOOST_TEST(p.answer() == "yes");
  p.world.clock.at += p.world.config.tokens.access_ttl - 1s;
  BOOST_TEST(p.answer() == "yes");
  p.world.clock.at += 1s;
  BOOST_TEST(p.answer() == "TOKEN_EXPIRED");
}

BOOST_AUTO_TEST_CASE(what_became_of_the_user_is_seen_at_once) {
  Person p;
  BOOST_TEST(p.answer() == "yes");
  for (const auto& [status, expected] : {std::pair("locked", "ACCOUNT_LOCKED"),
                                         {"suspended", "ACCOUNT_INACTIVE"},
                                         {"inactive", "ACCOUNT_INACTIVE"},
                                         {"invited", "ACCOUNT_INACTIVE"},
                                         {"active", "yes"}}) {
    p.change_user("UPDATE t_users SET status = ? WHERE id = ?", {std::string(status), port::sql(p.who.id)});
    BOOST_TEST(p.answer() == expected);
    BOOST_TEST(p.answer() == expected);  // now from memory
  }
  p.change_user("UPDATE t_users SET role = 'viewer' WHERE id = ?", {port::sql(p.who.id)});
  auto ask = p.world.ask();
  BOOST_TEST(service::by_access_token(ask, p.token(), CredentialKind::bearer)->user.role == "viewer");
  p.change_user("UPDATE t_users SET deleted_at = ? WHERE id = ?", {p.world.clock.now(), port::sql(p.who.id)});
  BOOST_TEST(p.answer() == "ACCOUNT_INACTIVE");
}

BOOST_AUTO_TEST_CASE(what_became_of_the_user_is_seen_behind_a_session_cookie_too) {
  Person p(Transport::session);
  BOOST_TEST(p.cookie_answer(p.cookie()) == "yes");
  p.change_user("UPDATE t_users SET status = 'locked' WHERE id = ?", {port::sql(p.who.id)});
  BOOST_TEST(p.cookie_answer(p.cookie()) == "ACCOUNT_LOCKED");
}

BOOST_AUTO_TEST_CASE(what_became_of_the_tenant_is_seen_at_once) {
  Person p;
  BOOST_TEST(p.answer() == "yes");
  p.change_tenant("suspended");
  BOOST_TEST(p.answer() == "INVALID_TENANT");
  p.change_tenant("active");
  BOOST_TEST(p.answer() == "yes");
}

BOOST_AUTO_TEST_CASE(who_signed_in_before_tokens_not_before_is_out) {
  for (const Transport transport : {Transport::token, Transport::session}) {
    Person p(transport);
    const auto answer = [&] { return transport == Transport::token ? p.answer() : p.cookie_answer(p.cookie()); };
    const Time signed_in = p.entered.session.auth_time;
    p.change_user("UPDATE t_users SET tokens_not_before = ? WHERE id = ?", {signed_in, port::sql(p.who.id)});
    BOOST_TEST(answer() == "yes");
    p.change_user("UPDATE t_users SET tokens_not_before = ? WHERE id = ?", {signed_in + 1us, port::sql(p.who.id)});
    BOOST_TEST(answer() != "yes");
  }
}

BOOST_AUTO_TEST_CASE(one_token_is_revoked_and_its_sister_lives) {
  Person p;
  const std::string sister = p.token_with("jti", "sister");
  BOOST_TEST(p.answer() == "yes");
  BOOST_TEST(p.answer(sister) == "yes");
  const std::string jti = *tests::claims_of(p.entered.tokens->access_token).find("jti")->string();
  store::TenantDb(p.world.database, p.who.tenant)
      .run("INSERT INTO t_revoked_tokens (tenant_id, session_id, jti, expires_at) VALUES (?, ?, ?, ?)",
           {port::sql(p.who.tenant), port::sql(p.entered.session.id), jti, p.world.clock.now() + 900s});
  auto ask = p.world.ask();
  const auto told = service::forget_token(ask, p.who.tenant, p.entered.session.id, jti, ask.now + 900s, ask.now);
  BOOST_TEST(!told.effective_at.has_value());
  p.world.statements();
  BOOST_TEST(p.answer() == "TOKEN_REVOKED");  // by the mark
  BOOST_TEST(p.world.statements() == 0U);
  BOOST_TEST(p.answer(sister) == "yes");
  BOOST_TEST(p.answer() == "TOKEN_REVOKED");  // by the record
}

BOOST_AUTO_TEST_CASE(a_session_cookie_ends_when_idle_and_at_its_age) {
  Person p(Transport::session);
  BOOST_TEST(p.cookie_answer(p.cookie()) == "yes");
  p.world.clock.at += p.world.config.sessions.idle - 1s;
  BOOST_TEST(p.cookie_answer(p.cookie()) == "yes");  // and used again
  p.world.service.last_uses.write(p.world.database);
  p.world.clock.at += p.world.config.sessions.idle - 1s;
  BOOST_TEST(p.cookie_answer(p.cookie()) == "yes");
  p.world.clock.at += p.world.config.sessions.idle;
  BOOST_TEST(p.cookie_answer(p.cookie()) == "SESSION_EXPIRED");
}

BOOST_AUTO_TEST_CASE(other_cookies_are_no_session) {
  Person p(Transport::session);
  std::string bent = p.cookie();
  bent[40] = bent[40] == 'A' ? 'B' : 'A';
  const std::string device(p.entered.device_cookie.reveal());
  for (const std::string& cookie :
       {std::string(), std::string("dws_"), bent, device, p.cookie() + "x", "x" + p.cookie()})
    BOOST_TEST(p.cookie_answer(cookie) == "SESSION_EXPIRED");
}

BOOST_AUTO_TEST_CASE(a_resellers_token_names_its_house) {
  Person p(Transport::token, "reseller");
  BOOST_TEST(p.answer() == "yes");
  BOOST_TEST((service::tenant_named_by(p.token()) == p.who.tenant));
}

BOOST_AUTO_TEST_CASE(a_credential_names_its_tenant) {
  Person token, cookie(Transport::session);
  BOOST_TEST((service::tenant_named_by(token.token()) == token.who.tenant));
  BOOST_TEST((service::tenant_named_by(cookie.cookie()) == cookie.who.tenant));
  for (const char* text : {"", "dws_x", "a.b.c", "....", "e30.e30"})
    BOOST_TEST(!service::tenant_named_by(text).has_value());
}

BOOST_AUTO_TEST_CASE(tenants_are_found_by_slug_id_and_host) {
  Person p;
  auto ask = p.world.ask();
  const std::string slug = p.world.slug_of(p.who.tenant);
  const auto id_of = [&](const auto& found) { return found ? found->id : TenantId(); };
  BOOST_TEST((id_of(service::find_tenant(ask, slug)) == p.who.tenant));
  p.world.statements();
  BOOST_TEST((id_of(service::find_tenant(ask, slug)) == p.who.tenant));
  BOOST_TEST(p.world.statements() == 0U);
  BOOST_TEST((id_of(service::find_tenant(ask, p.who.tenant.text())) == p.who.tenant));
  for (const std::string& name :
       {std::string(), std::string("no such"), std::string("no-such-tenant"), Id{}.text(), std::string(64, 'a'),
        std::string("a\0b", 3), std::string("' OR 1=1"), p.world.make_tenant("", "reseller").text()}) {
    const auto found = service::find_tenant(ask, name);
    BOOST_TEST(!found);
    if (!found) BOOST_TEST((found.error().code == Code::INVALID_TENANT));
  }
  p.world.platform().mysql().run("UPDATE tenants SET custom_domain = ? WHERE id = ?",
                                 {slug + ".example", port::sql(p.who.tenant)});
  BOOST_TEST((id_of(service::find_tenant_of_host(ask, slug + ".EXAMPLE")) == p.who.tenant));
  BOOST_TEST(!service::find_tenant_of_host(ask, "elsewhere.example"));
  p.change_tenant("suspended");
  BOOST_TEST(!service::find_tenant(ask, slug));
}

BOOST_AUTO_TEST_CASE(known_tokens_are_few_and_forgotten_with_their_keys) {
  service::KnownTokens known(3);
  for (const char* name : {"a", "b", "c"}) known.remember(name, {});
  BOOST_TEST(known.find("a") != nullptr);
  known.remember("d", {});
  BOOST_TEST(known.size() == 3U);
  BOOST_TEST(known.find("b") == nullptr);  // not used since
  BOOST_TEST(known.find("a") != nullptr);
  const auto key = port::JwkKey::generate(port::Algorithm::es256);
  known.keys_are({key});
  BOOST_TEST(known.size() == 0U);
  known.remember("e", {});
  known.keys_are({key});
  BOOST_TEST(known.size() == 1U);
  known.keys_are({});
  BOOST_TEST(known.size() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()
