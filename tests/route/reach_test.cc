// INVARIANTS: whoever asks for what belongs to another house hears what they hear of what does not exist, by every row
// that takes an id, a name, an address or a cursor, and nothing of that house changes. Generated from the table.
#include "route/foreign.hh"
#include "store/resellers.hh"
#include "support/catalogue.hh"

using namespace tests;
using doorward::route::Effect;

namespace {

/// Somebody of a house that is not B's.
struct Stranger {
  std::string name;
  MadeUser user;
  Headers headers;  // beside the token
};

std::vector<Stranger> strangers(Foreign& world) {
  World& w = world.a.world;
  std::vector<Stranger> all;
  for (const char* role : {"user", "manager", "admin", "owner"})
    all.push_back({role, w.make_user(world.a.tenant, role), {}});
  const auto reseller = w.make_tenant("", "reseller");
  w.platform().mysql().run("UPDATE tenants SET reseller_id = ? WHERE id = ?",
                           {doorward::port::sql(reseller), doorward::port::sql(world.a.tenant)});
  doorward::store::put_quota(w.platform(), reseller, {std::nullopt, std::nullopt, {"basic", "pro"}}, w.clock.now());
  const auto seller = w.make_user(reseller, "reseller");
  all.push_back({"reseller", seller, {}});
  all.push_back({"reseller in A", seller, {{"x-tenant-id", world.a.slug}}});
  const auto admin = w.make_user(doorward::platform_tenant, "platform_admin");
  all.push_back({"platform administrator", admin, {}});
  all.push_back({"platform administrator in A", admin, {{"x-tenant-id", world.a.slug}}});
  return all;
}

/// The platform's own rows are about every house.
bool reaches(const Stranger& stranger, const Row& row) {
  return stranger.user.tenant.nil() && row.path.starts_with("/platform/");
}

/// What a client sees, without what it typed itself and what is new in each answer: ids, tokens, cursors.
std::string seen(const Response& response, const std::vector<std::string>& typed) {
  static const std::regex fresh(
      "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|dw[a-z]_[A-Za-z0-9_-]{66}|eyJ[A-Za-z0-9_.-]+");
  std::string text = std::to_string(response.status) + "\n";
  for (const auto& [name, value] : response.headers)
    if (!name.starts_with("RateLimit")) text.append(name).append(": ").append(value).append("\n");
  text += response.body;
  for (const auto& word : typed)
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word))
      text.replace(at, word.size(), "<typed>");
  return std::regex_replace(text, fresh, "<new>");
}

struct Trial {
  Foreign& world;
  const Row& row;
  const Stranger& who;
  std::string token;

  /// What changes something may end the session that asks: each question has one of its own.
  Headers headers() {
    if (token.empty() || row.effect != Effect::reads)
      token = std::string(sign_in(world.a.world, who.user).tokens->access_token.reveal());
    auto all = bearer(token);
    all.insert(all.end(), who.headers.begin(), who.headers.end());
    return all;
  }
  std::string ask(Whose path, Whose body, Whose query) {
    std::vector<std::string> typed;
    Filling filling(world, row);
    const auto request = filling.ask(path, body, query, headers(), typed);
    const auto answer = world.a.desk.ask(request);
    BOOST_TEST(answer.status < 500, row.path << " " << answer.body);
    return seen(answer, typed);
  }
  void same(const std::string& place, const std::string& foreign, const std::string& unknown) {
    BOOST_TEST(foreign == unknown, row.method << " " << row.path << " by " << who.name << ", " << place << "\n"
                                              << foreign << "\n"
                                              << unknown);
    BOOST_TEST(foreign.find(world.b.user.email) == std::string::npos);
  }
  std::string ask_with_cursor(const std::string& cursor) {
    return seen(
        world.a.desk.ask(world.a.desk.request("GET", "/auth" + std::string(row.path) + "?cursor=" + cursor, headers())),
        {cursor});
  }
};

std::string all_of_b(Foreign& world) {
  std::string all;
  for (const auto& table : tenant_tables(world.b.world)) all += content(world.b.world, table, world.b.tenant);
  return all;
}

/// The cursor of B's own page, where the row gives one.
std::string cursor_of(Foreign& world, const Row& row, const MadeUser& owner) {
  const auto token = std::string(sign_in(world.b.world, owner).tokens->access_token.reveal());
  Desk desk(world.b.world);
  const auto answer = desk.get("/auth" + std::string(row.path) + "?limit=1", bearer(token));
  return answer.status == 200 ? text_at(json_of(answer), "next_cursor") : "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reach)

BOOST_AUTO_TEST_CASE(what_is_foreign_is_unknown_by_every_row_and_stays_as_it_was) {
  Foreign world;
  const auto everybody = strangers(world);
  const auto before = all_of_b(world);
  int tried = 0;
  for (const auto& row : doorward::route::rows()) {
    if (!doorward::route::wants_visitor(row)) continue;
    const Filling filling(world, row);
    for (const auto& who : everybody) {
      if (reaches(who, row)) continue;
      using enum Whose;
      Trial trial{world, row, who, ""};
      tried += filling.in_path() + filling.in_body() + filling.in_query();
      if (filling.in_path()) trial.same("path", trial.ask(foreign, own, own), trial.ask(unknown, own, own));
      if (filling.in_body()) trial.same("body", trial.ask(own, foreign, own), trial.ask(own, unknown, own));
      if (filling.in_query()) trial.same("query", trial.ask(own, own, foreign), trial.ask(own, own, unknown));
    }
  }
  BOOST_TEST(tried > 0);
  BOOST_TEST((all_of_b(world) == before), "something of the other house changed");
}

BOOST_AUTO_TEST_CASE(a_cursor_of_another_house_is_none) {
  Foreign world;
  const auto everybody = strangers(world);
  const auto owner = world.b.world.make_user(world.b.tenant, "owner");
  sign_in(world.b.world, owner);
  int tried = 0;
  for (const auto& row : doorward::route::rows()) {
    if (!doorward::route::wants_visitor(row) || row.method != "GET" || row.path.find('{') != std::string_view::npos)
      continue;
    const auto cursor = cursor_of(world, row, owner);
    if (cursor.empty()) continue;
    ++tried;
    for (const auto& who : everybody) {
      if (reaches(who, row)) continue;
      Trial trial{world, row, who, ""};
      trial.same("cursor", trial.ask_with_cursor(cursor), trial.ask_with_cursor("x"));
    }
  }
  BOOST_TEST(tried > 0);
}

BOOST_AUTO_TEST_SUITE_END()
