// INVARIANTS: with any credential of tenant A, every route answers for what belongs to tenant B exactly as for
// what does not exist. Generated from the table: a new row is tried without a line here.
#include <regex>

#include "model/credential.hh"
#include "route/foreign.hh"
#include "support/letters.hh"

using namespace tests;
using doorward::route::Needs;
using doorward::route::Row;

namespace {

struct Tokens : Foreign {
  std::string token_a, token_b, refresh_b, cursor_b, reset_b;

  Tokens() {
    token_a = a.access_token(a.user);
    Desk desk(b.world);
    desk.always = {{"x-tenant-id", b.slug}};
    const auto in = json_of(b.log_in(desk, b.user));
    token_b = text_at(in, "tokens.access_token");
    refresh_b = text_at(in, "tokens.refresh_token");
    cursor_b = text_at(json_of(desk.get("/auth/sessions?limit=1", bearer(token_b))), "next_cursor");
    desk.post("/auth/password/forgot", Json::Object{{"email", b.user.email}});
    reset_b = token_in(last_letter_to(b.world, b.tenant, b.user.email));
  }
};

std::string filled(const Row& row, const std::string& value) {
  std::string path = "/auth" + std::string(row.path);
  for (auto open = path.find('{'); open != std::string::npos; open = path.find('{'))
    path.replace(open, path.find('}') - open + 1, value);
  return path;
}

/// Everything that a client sees, but how many requests it has left and how long the parts took (health).
std::string bytes(const Response& response) {
  static const std::regex measured(R"re("(response_ms|offset_ms)":"?-?[0-9.e-]+"?)re");
  std::string text = std::to_string(response.status) + "\n";
  for (const auto& [name, value] : response.headers)
    if (!name.starts_with("RateLimit")) text.append(name).append(": ").append(value).append("\n");
  return text + std::regex_replace(response.body, measured, "$1");
}

/// A page may repeat what was typed.
std::string without(std::string text, const std::string& typed) {
  for (auto at = text.find(typed); !typed.empty() && at != std::string::npos; at = text.find(typed))
    text.erase(at, typed.size());
  return text;
}

/// The same question twice, about B's and about nothing's.
void same(Tokens& world, const Row& row, const std::string& method, const std::string& what,
          const std::function<Request(bool foreign)>& make, const std::string& name = "",
          const std::string& nothing = "") {
  const auto foreign = without(bytes(world.a.desk.ask(make(true))), name);
  const auto unknown = without(bytes(world.a.desk.ask(make(false))), nothing);
  BOOST_TEST(foreign == unknown, method << " " << row.path << " by " << what << "\n" << foreign << "\n" << unknown);
  BOOST_TEST(foreign.find(world.b.user.email) == std::string::npos);
}

Request ask_of(Tokens& world, const Row& row, const std::string& method, const std::string& path, const Json& body,
               Headers headers) {
  headers.push_back(bearer(world.token_a)[0]);
  auto request = world.a.desk.request(method, path, headers);
  if (row.takes != doorward::route::Takes::nothing) {
    request.content_type = "application/json";
    request.body = doorward::port::dump_json(body);
  }
  return request;
}

std::string method_of(const Row& row) { return row.method == "ANY" ? "GET" : std::string(row.method); }

}  // namespace

BOOST_AUTO_TEST_SUITE(isolation)

BOOST_AUTO_TEST_CASE(a_foreign_tenant_named_beside_a_credential_is_an_unknown_one) {
  Tokens world;
  int tried = 0;
  for (const auto& row : doorward::route::rows()) {
    // To sign in or register at a tenant its name must be known; everywhere else it must not be confirmed.
    if (row.needs == Needs::tenant || row.needs == Needs::link || row.path.find("{slug}") != std::string_view::npos)
      continue;
    ++tried;
    const auto method = method_of(row);
    const Json body = row.needs == Needs::token ? Json(Json::Object{{"refresh_token", "x"}}) : Json(Json::Object{});
    const auto path = filled(row, "0190aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee");
    for (const auto& name : {world.b.slug, world.b.tenant.text()}) {
      const auto nothing = name == world.b.slug ? std::string("t-0123456789abcdef") : world.new_id();
      same(world, row, method, "X-Tenant-ID", [&](bool foreign) {
        return ask_of(world, row, method, path, body, {{"x-tenant-id", foreign ? name : nothing}});
      });
      same(
          world, row, method, "tenant_id",
          [&](bool foreign) {
            return ask_of(world, row, method, path + "?tenant_id=" + (foreign ? name : nothing), body, {});
          },
          name, nothing);
      same(world, row, method, "DOORWARD_TENANT", [&](bool foreign) {
        auto request = ask_of(world, row, method, path, body, {});
        request.location_tenant = foreign ? name : nothing;
        return request;
      });
    }
  }
  BOOST_TEST(tried > 20);
}

BOOST_AUTO_TEST_CASE(a_foreign_token_beside_ones_own_tenant_is_an_unknown_one) {
  Tokens world;
  const auto unknown = [&](const std::string& foreign) {
    const auto parsed = doorward::parse_credential(foreign);
    BOOST_REQUIRE(parsed.has_value());
    const doorward::TenantId nowhere(world.a.world.random.id(world.a.world.clock.now()));
    return std::string(doorward::make_credential(parsed->kind, nowhere, world.a.world.random.bytes(32)).reveal());
  };
  int tried = 0;
  for (const auto& row : doorward::route::rows()) {
    if (row.needs != Needs::token && row.needs != Needs::link) continue;
    ++tried;
    const bool link = row.needs == Needs::link;
    const std::string known = link ? world.reset_b : world.refresh_b;
    for (const auto& name : {world.a.slug, world.a.tenant.text()})
      same(world, row, "POST", link ? "token" : "refresh_token", [&](bool foreign) {
        Json body = Json::Object{{link ? "token" : "refresh_token", foreign ? known : unknown(known)}};
        if (row.metric == "reset_password") body.set("new_password", good_password);
        return ask_of(world, row, "POST", filled(row, ""), body, {{"x-tenant-id", name}});
      });
  }
  BOOST_TEST(tried > 0);
}

BOOST_AUTO_TEST_CASE(a_foreign_cursor_is_no_cursor) {
  Tokens world;
  BOOST_TEST(!world.cursor_b.empty());
  const auto ask = [&](const std::string& cursor) {
    return bytes(world.a.desk.get("/auth/sessions?cursor=" + cursor, bearer(world.token_a)));
  };
  BOOST_TEST(ask(world.cursor_b) == ask("x"));
}

BOOST_AUTO_TEST_CASE(a_foreign_site_is_an_unknown_one_at_every_check_door) {
  Tokens world;
  using doorward::http::Door;
  for (auto door : {Door::subrequest, Door::authorizer, Door::forward})
    same(world, doorward::route::verify_row(), "GET", "a check door", [&](bool foreign) {
      auto request = ask_of(world, doorward::route::verify_row(), "GET", "/x", Json(), {});
      request.door = door;
      request.gate = doorward::http::GateQuestion{"/x", "h", "http", "GET", foreign ? world.b.slug : "t-0123", "", ""};
      return request;
    });
}

BOOST_AUTO_TEST_SUITE_END()
