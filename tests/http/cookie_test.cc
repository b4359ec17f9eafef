// Cookies: which names count where, how they are read and set.
#include "http/cookie.hh"

using namespace doorward;
using namespace doorward::http;

namespace {

Request asked(std::string scheme, std::string host, std::string_view cookies = "") {
  Request request;
  request.scheme = std::move(scheme);
  request.host = std::move(host);
  request.cookies = parse_cookies(cookies);
  return request;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cookie)

BOOST_AUTO_TEST_CASE(a_blank_before_the_equals_sign_makes_another_name) {
  for (const auto* line : {"doorward_session =x", "a=b; doorward_session\t=x", " doorward_session =x"})
    BOOST_TEST(!cookie_of(asked("http", "127.0.0.1", line), CookieKind::session), line);
  BOOST_TEST(cookie_of(asked("http", "127.0.0.1", "a=b ; \tdoorward_session= x "), CookieKind::session).value() == "x");
}

BOOST_AUTO_TEST_CASE(names_follow_the_origin) {
  const auto name = [](const char* scheme, const char* host, CookieKind kind) {
    return cookie_name(kind, cookie_ground(asked(scheme, host)));
  };
  BOOST_TEST(name("https", "a.example", CookieKind::session) == "__Host-doorward_session");
  BOOST_TEST(name("https", "a.example", CookieKind::refresh) == "__Secure-doorward_refresh");
  BOOST_TEST(name("http", "127.0.0.1:8080", CookieKind::session) == "doorward_session");
  BOOST_TEST(name("http", "a.example", CookieKind::session) == "");
}

BOOST_AUTO_TEST_CASE(loopback_is_exact) {
  for (const char* host :
       {"localhost", "LOCALHOST:80", "acme.localhost:8080", "127.0.0.1", "127.9.8.7:1", "[::1]:8080"})
    BOOST_TEST(loopback_host(host), host);
  for (const char* host : {"", "localhost.example", "notlocalhost", "127.0.0.1.example", "127.1", "128.0.0.1", "[::2]",
                           "127.0.0.x", "127.0.0.256", "127.0.0.01", "[::1"})
    BOOST_TEST(!loopback_host(host), host);
}

BOOST_AUTO_TEST_CASE(the_origin_decides_which_cookie_is_seen) {
  const auto both = "doorward_session=bare; __Host-doorward_session=prefixed";
  BOOST_TEST(cookie_of(asked("https", "a.example", both), CookieKind::session).value() == "prefixed");
  BOOST_TEST(cookie_of(asked("http", "localhost", both), CookieKind::session).value() == "bare");
  BOOST_TEST(!cookie_of(asked("http", "a.example", both), CookieKind::session));
}

BOOST_AUTO_TEST_CASE(names_are_bytes) {
  for (const char* tricky : {"__%48ost-doorward_session=x", "__host-doorward_session=x", "__Host-doorward_session_=x",
                             "__Host-doorward_session", "a=1, __Host-doorward_session=x"})
    BOOST_TEST(!cookie_of(asked("https", "a.example", tricky), CookieKind::session), tricky);
}

BOOST_AUTO_TEST_CASE(a_repeated_cookie_is_no_credential) {
  const auto value = [](const char* header) {
    return cookie_of(asked("https", "a.example", header), CookieKind::access).value();
  };
  BOOST_TEST(value("__Host-doorward_access=a; __Host-doorward_access=b") == "a, b");
  BOOST_TEST(value("__Host-doorward_access=a, __Host-doorward_access=b") == "a, __Host-doorward_access=b");
  BOOST_TEST(value("__Host-doorward_access=a; __Host-doorward_access=a") == "a");
}

BOOST_AUTO_TEST_CASE(set_and_cleared) {
  const auto set = set_cookie(asked("https", "a.example"), CookieKind::session, "v", std::nullopt, "/auth");
  BOOST_TEST(*set == "__Host-doorward_session=v; Path=/; HttpOnly; Secure; SameSite=Lax");
  const auto refresh = set_cookie(asked("https", "a.example"), CookieKind::refresh, "v", seconds{60}, "/auth");
  BOOST_TEST(*refresh ==
             "__Secure-doorward_refresh=v; Path=/auth/refresh; HttpOnly; Secure; SameSite=Strict; Max-Age=60");
  const auto csrf = set_cookie(asked("http", "localhost"), CookieKind::csrf, "v", std::nullopt, "/auth");
  BOOST_TEST(*csrf == "doorward_csrf=v; Path=/; SameSite=Lax");
  BOOST_TEST(clear_cookie(asked("http", "localhost"), CookieKind::session, "/auth") ==
             "doorward_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
  const auto refused = set_cookie(asked("http", "a.example"), CookieKind::session, "v", std::nullopt, "/auth");
  BOOST_TEST((!refused && refused.error().code == Code::VALIDATION_ERROR && !refused.error().detail.empty()));
}

BOOST_AUTO_TEST_SUITE_END()
