// Bad input to every endpoint that takes a body: a problem document with code and field, and nothing done.
#include "route/table.hh"
#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

using namespace tests;

namespace {

struct Place {
  std::string method, path;
  Json good;                          // a body that would be taken
  std::vector<std::string> required;  // members that must be there, with dots
  bool signed_in = false;
  bool by_platform = false;  // as somebody of the platform
};

std::vector<Place> places_of_tenants(const House& house) {
  const std::string a_tenant = "/auth/platform/tenants/" + house.tenant.text();
  return {{"PATCH", "/auth/tenant", Json::Object{{"name", "N"}, {"slug", house.slug + "-y"}}, {}, true},
          {"PUT", "/auth/tenant/settings/registration", Json::Object{{"mode", "invite"}}, {}, true},
          {"POST",
           "/auth/platform/tenants",
           Json::Object{{"slug", house.slug + "-z"}, {"name", "N"}},
           {"slug", "name"},
           true,
           true},
          {"PATCH", a_tenant, Json::Object{{"name", "N"}, {"custom_domain", "x.example"}}, {}, true, true},
          {"POST", a_tenant + "/domain", Json::Object{{"custom_domain", "x.example"}}, {"custom_domain"}, true, true},
          {"POST", a_tenant + "/plan", Json::Object{{"plan_type", "pro"}}, {}, true, true},
          {"POST", a_tenant + "/reseller", Json::Object{{"reseller_id", "x"}}, {"reseller_id"}, true, true},
          {"POST",
           "/auth/platform/resellers",
           Json::Object{{"slug", house.slug + "-r"}, {"quota", Json::Object{{"max_tenants", 1}}}},
           {"slug"},
           true,
           true},
          {"POST",
           "/auth/platform/resellers/0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee/users",
           Json::Object{{"email", "new@example.test"}, {"first_name", "A"}},
           {"email"},
           true,
           true},
          {"POST",
           "/auth/platform/users",
           Json::Object{{"email", "new@example.test"}, {"first_name", "A"}},
           {"email"},
           true,
           true},
          {"PATCH",
           "/auth/platform/resellers/0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee",
           Json::Object{{"name", "N"}, {"quota", Json::Object{{"max_users", 1}}}},
           {},
           true,
           true},
          {"PATCH",
           "/auth/platform/branding",
           Json::Object{{"name", "N"}, {"support_address", "help@example.test"}},
           {},
           true,
           true}};
}

std::vector<Place> places(const House& house) {
  const Json person =
      Json::Object{{"email", "new@example.test"}, {"password", good_password}, {"first_name", "A"}, {"last_name", "B"}};
  const Json sign_up =
      Json::Object{{"organization", Json::Object{{"name", "N"}, {"slug", house.slug + "-x"}}}, {"user", person}};
  const Json log_in = Json::Object{{"email", "nobody@example.test"}, {"password", "x"}};
  const std::string nobody = "/auth/users/0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee";
  std::vector<Place> all = {
      {"POST",
       "/auth/signup",
       sign_up,
       {"organization", "organization.name", "organization.slug", "user", "user.email", "user.password",
        "user.first_name", "user.last_name"}},
      {"POST", "/auth/register", person, {"email", "password", "first_name", "last_name"}},
      {"POST", "/auth/login", log_in, {"email", "password"}},
      {"POST", "/auth/password/forgot", Json::Object{{"email", "nobody@example.test"}}, {"email"}},
      {"POST", "/auth/password/reset", Json::Object{{"token", "x"}, {"new_password", good_password}}, {"new_password"}},
      {"POST", "/auth/email/verify", Json::Object{{"token", "x"}}, {}},
      {"POST", "/auth/email/resend", Json::Object{{"email", "nobody@example.test"}}, {"email"}},
      {"POST", "/auth/platform/login", log_in, {"email", "password"}},
      {"PUT",
       "/auth/password",
       Json::Object{{"current_password", "x"}, {"new_password", good_password}},
       {"current_password", "new_password"},
       true},
      {"PATCH", "/auth/me", Json::Object{{"first_name", "A"}}, {}, true},
      {"POST", "/auth/refresh", Json::Object{{"refresh_token", "x"}}, {}},
      {"POST", "/auth/logout", Json::Object{{"refresh_token", "x"}}, {}, true},
      {"POST",
       "/auth/identities/link",
       Json::Object{{"tenant_id", "t-0"}, {"email", "a@example.test"}, {"password", "x"}},
       {"tenant_id", "email", "password"},
       true},
      {"PUT", "/auth/identities/main", Json::Object{{"tenant_id", "t-0"}}, {"tenant_id"}, true},
      {"POST", "/auth/switch-tenant", Json::Object{{"tenant_id", "t-0"}}, {"tenant_id"}, true},
      {"POST",
       "/auth/platform/impersonate",
       Json::Object{{"user_id", "x"}, {"reason", "y"}},
       {"user_id", "reason"},
       true},
      {"POST", "/auth/invites", Json::Object{{"email", "new@example.test"}, {"role", "user"}}, {"email", "role"}, true},
      {"POST",
       "/auth/invites/accept",
       Json::Object{{"token", "x"}, {"password", good_password}, {"first_name", "A"}, {"last_name", "B"}},
       {"password", "first_name", "last_name"}},
      {"POST", "/auth/identities/accept", Json::Object{{"token", "x"}}, {}, true},
      {"POST", "/auth/users", Json::Object{{"email", "new@example.test"}, {"role", "user"}}, {"email"}, true},
      {"PATCH", nobody, Json::Object{{"first_name", "A"}, {"email", "new@example.test"}}, {}, true},
      {"POST", nobody + "/role", Json::Object{{"role", "user"}}, {"role"}, true},
      {"POST", "/auth/roles", Json::Object{{"name", "clerk"}, {"description", "d"}}, {"name"}, true},
      {"PATCH", "/auth/roles/clerk", Json::Object{{"description", "d"}}, {}, true}};
  const auto more = places_of_tenants(house);
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

/// `body` with the member at "a.b" replaced, or taken away.
Json changed(const Json& body, std::string_view path, const Json* value) {
  const auto dot = path.find('.');
  const std::string first(path.substr(0, dot));
  Json made = Json::Object{};
  for (const auto& [name, member] : *body.object()) {
    if (name != first)
      made.set(name, member);
    else if (dot != std::string_view::npos)
      made.set(name, changed(member, path.substr(dot + 1), value));
    else if (value)
      made.set(name, *value);
  }
  return made;
}

class Asker {
 public:
  Asker() : house_(Asker::generous(), "owner"), token_(house_.access_token(house_.user)) {
    const auto admin = house_.world.make_user(doorward::platform_tenant, "platform_admin");
    above_ = std::string(sign_in(house_.world, admin).tokens->access_token.reveal());
    events_ = count();
  }
  static doorward::ConfigWords generous() { return {{"limits.scale", "100000"}}; }
  Response raw(const Place& place, const std::string& body, const std::string& type = "application/json") {
    const auto& token = place.by_platform ? above_ : token_;
    return house_.desk.send(place.method, place.path, type, body, place.signed_in ? bearer(token) : Headers{});
  }
  Response json(const Place& place, const Json& body) { return raw(place, doorward::port::dump_json(body)); }
  void refused(const Response& answer, int status, const std::string& code, const std::string& what) {
    BOOST_TEST(answer.status == status, what << ": " << answer.body);
    BOOST_TEST(code_of(answer) == code, what << ": " << answer.body);
    BOOST_TEST(header_of(answer, "Content-Type") == "application/problem+json", what);
    BOOST_TEST(header_of(answer, "Set-Cookie") == "", what);
  }
  /// No event was written since the start, so nothing was done.
  void nothing_done() { BOOST_TEST(count() == events_); }
  House& house() { return house_; }

 private:
  std::int64_t count() { return number(house_.world, house_.tenant, "SELECT COUNT(*) FROM t_events"); }
  House house_;
  std::string token_, above_;
  std::int64_t events_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(bad_input)

BOOST_AUTO_TEST_CASE(every_row_that_takes_a_body_is_tried_here) {
  House house;
  for (const auto& row : doorward::route::rows()) {
    if (row.takes == doorward::route::Takes::nothing) continue;
    bool tried = false;
    for (const auto& place : places(house))
      if (const auto found = doorward::route::match(house.world.config, place.method, place.path); found.row)
        tried = tried || found.row->run == row.run;
    BOOST_TEST(tried, row.path);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_json_is_malformed) {
  Asker asker;
  const std::string deep(10000, '['), deep_objects = [] {
    std::string text;
    for (int i = 0; i < 10000; ++i) text += "{\"a\":";
    return text;
  }();
  for (const auto& place : places(asker.house())) {
    for (const std::string& body :
         {std::string("{"), std::string("{}{}"), std::string("{\"a\":1,}"), std::string("{'a':1}"), std::string("nul"),
          std::string("{\"a\":\"\xff\"}"), std::string("{\"a\":\"\xc0\xaf\"}"), std::string("\xef\xbb\xbf{}"),
          std::string("{\"a\":\"\\u0000\"}"), std::string("{\"a\":\"x\0y\"}", 11), std::string("{\"a\":1e999}"),
          std::string("{\"a\":1,\"a\":2}"), std::string("{\"a\":{\"b\":1,\"b\":1}}"),
          std::string("{\"a\":\"\\ud800\"}"), deep, deep_objects, deep + std::string(10000, ']')})
      asker.refused(asker.raw(place, body), 400, "MALFORMED_BODY", place.path + " " + body.substr(0, 20));
    for (const std::string& body : {std::string("[]"), std::string("null"), std::string("7"), std::string("\"x\"")})
      asker.refused(asker.raw(place, body), 400, "VALIDATION_ERROR", place.path + " " + body);
  }
  asker.nothing_done();
}

BOOST_AUTO_TEST_CASE(a_body_that_is_too_large_or_of_another_kind_is_not_read) {
  Asker asker;
  for (const auto& place : places(asker.house())) {
    asker.refused(asker.raw(place, std::string(65537, ' ')), 413, "PAYLOAD_TOO_LARGE", place.path);
    for (const char* type : {"text/plain", "application/xml", "multipart/form-data", "application/jsonp", ""})
      asker.refused(asker.raw(place, "{}", type), 415, "UNSUPPORTED_MEDIA_TYPE", place.path + " " + type);
  }
  asker.nothing_done();
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_named) {
  Asker asker;
  for (const auto& place : places(asker.house()))
    for (const auto& member : place.required) {
      const auto answer = asker.json(place, changed(place.good, member, nullptr));
      asker.refused(answer, 400, "VALIDATION_ERROR", place.path + " " + member);
      BOOST_TEST((" " + fields_of(answer) + " ").find(" " + member) != std::string::npos, fields_of(answer));
    }
  for (const auto& place : places(asker.house()))
    if (!place.required.empty()) {
      const auto answer = asker.raw(place, "");
      asker.refused(answer, 400, "VALIDATION_ERROR", place.path + " without a body");
      BOOST_TEST(fields_of(answer).starts_with(place.required.front()), fields_of(answer));
    }
  asker.nothing_done();
}

BOOST_AUTO_TEST_CASE(a_wrong_type_is_named) {
  Asker asker;
  const std::vector<Json> wrongs = {
      Json(7), Json(true), Json(1.5), Json(Json::Array{}), Json(Json::Array{"x"}), Json(9223372036854775807)};
  for (const auto& place : places(asker.house())) {
    auto members = place.required;
    for (const auto& [name, value] : *place.good.object()) members.push_back(name);
    for (const auto& member : members)
      for (const auto& value : wrongs) {
        const auto answer = asker.json(place, changed(place.good, member, &value));
        asker.refused(answer, 400, "VALIDATION_ERROR", place.path + " " + member);
        BOOST_TEST(fields_of(answer) == member, place.path);
      }
  }
  asker.nothing_done();
}

BOOST_AUTO_TEST_CASE(a_text_that_is_too_long_or_holds_controls_is_named) {
  Asker asker;
  const Json huge(std::string(9000, 'x')), control("a\nb");
  for (const auto& place : places(asker.house()))
    for (const auto& member : place.required) {
      const bool object = member == "organization" || member == "user";
      if (object) continue;
      BOOST_TEST(fields_of(asker.json(place, changed(place.good, member, &huge))) == member, place.path);
      if (member.ends_with("password")) continue;  // any character but NUL may stand in a password
      BOOST_TEST(fields_of(asker.json(place, changed(place.good, member, &control))) == member, place.path);
    }
  asker.nothing_done();
}

BOOST_AUTO_TEST_CASE(an_unknown_member_is_named_wherever_it_stands) {
  Asker asker;
  for (const auto& place : places(asker.house())) {
    auto body = place.good;
    body.set("is_admin", true);
    BOOST_TEST(fields_of(asker.json(place, body)) == "is_admin", place.path);
    for (const auto& [name, value] : *place.good.object()) {
      if (!value.object()) continue;
      auto inner = value;
      inner.set("role", "owner");
      BOOST_TEST(fields_of(asker.json(place, changed(place.good, name, &inner))) == name + ".role");
    }
  }
  asker.nothing_done();
}

BOOST_AUTO_TEST_CASE(repeated_headers_are_no_credential_and_no_tenant) {
  Asker asker;
  auto& desk = asker.house().desk;
  const auto token = asker.house().access_token(asker.house().user);
  const auto twice = desk.get("/auth/me", {{"authorization", "Bearer " + token}, {"authorization", "Bearer " + token}});
  BOOST_TEST(code_of(twice) == "INVALID_TOKEN");
  Desk other(asker.house().world);
  const auto body = asker.house().credentials(asker.house().user);
  const auto tenants = other.post("/auth/login", body, {{"x-tenant-id", asker.house().slug}, {"x-tenant-id", "b"}});
  BOOST_TEST(code_of(tenants) == "INVALID_TENANT");
}

BOOST_AUTO_TEST_CASE(a_body_cannot_smuggle_what_its_form_may_say) {
  Asker asker;
  const Place login{"POST", "/auth/login", {}, {}};
  for (const char* body :
       {R"({"email":"a","password":"b","tenant_id":"x"})", R"({"email":"a","password":"b","csrf_token":"x"})",
        R"({"email":"a","password":"b","return_to":"/x"})", R"({"email":"a","password":"b","__proto__":{}})"})
    asker.refused(asker.raw(login, body), 400, "VALIDATION_ERROR", body);
}

BOOST_AUTO_TEST_SUITE_END()
