// Two houses, and all that a stranger may know of the other one: ids, names, addresses, cursors. How a row's
// placeholders, body and query are filled stands in two tables here; a row that neither of them knows fails the test.
#pragma once
#include <functional>
#include <map>
#include <regex>

#include "base/text.hh"
#include "route/table.hh"
#include "service/invitations.hh"
#include "store/roles.hh"
#include "support/desk.hh"
#include "support/sign_in.hh"
#include "support/test.hh"

namespace tests {

using doorward::route::Row;

/// "/users/{id}" and whatever stands below it: the last placeholder stands for a thing of this kind.
struct Placeholder {
  std::string_view path, kind;
};
constexpr Placeholder placeholders[] = {{"/sessions/{id}", "session"},
                                        {"/users/{id}", "user"},
                                        {"/roles/{name}", "role"},
                                        {"/identities/{id}", "tenant"},
                                        {"/invites/{id}", "invite"},
                                        {"/platform/tenants/{id}", "tenant"},
                                        {"/tenant/settings/{key}", "settings"},
                                        {"/platform/resellers/{id}", "reseller"},
                                        {"/platform/resellers/{id}/users/{user}", "user"},
                                        {"/platform/users/{id}", "user"}};

/// What a row is asked with, so that it reaches its work. "@user" and the like stand for things; by its metric.
struct Question {
  std::string_view metric, body, query;
};
constexpr Question questions[] = {
    {"list_users", "", "q=@email"},
    {"create_user", R"({"email":"@address","first_name":"Zoë","role":"user","email_verified":true})", ""},
    {"change_user", R"({"first_name":"Zoë","email":"@address"})", ""},
    {"give_user_role", R"({"role":"@role"})", ""},
    {"create_role", R"({"name":"@name","permissions":["a.b"]})", ""},
    {"change_role", R"({"permissions":["a.b"]})", ""},
    // A linking is a sign-in at the other house, which it writes down as any other: tried by its own tests.
    {"link_identity", R"({"tenant_id":"t-0","email":"@address","password":"wrong wrong wrong wrong"})", ""},
    {"choose_main_tenant", R"({"tenant_id":"@tenant"})", ""},
    {"switch_tenant", R"({"tenant_id":"@tenant"})", ""},
    {"change_me", R"({"first_name":"Zoë"})", ""},
    {"create_invite", R"({"email":"@address","role":"user"})", ""},
    {"accept_as_myself", R"({"token":"x"})", ""},
    {"impersonate", R"({"user_id":"@user","reason":"a ticket"})", ""},
    {"list_events", "", "subject_id=@user"},
    {"change_tenant", R"({"name":"Zoë"})", ""},
    {"change_settings", R"({"lockout_after":3})", ""},
    {"create_tenant", R"({"name":"Zoë","slug":"@name","reseller_id":"@tenant"})", ""},
    {"change_one_tenant", R"({"name":"Zoë"})", ""},
    {"move_tenant", R"({"reseller_id":"@reseller"})", ""},
    {"create_reseller", R"({"slug":"@name"})", ""},
    {"create_seller", R"({"email":"@address"})", ""},
    {"create_administrator", R"({"email":"@address"})", ""},
    {"change_reseller", R"({"name":"Zoë"})", ""},
    {"change_branding", R"({"name":"Zoë"})", ""},
    {"change_plan", R"({"plan_type":"pro"})", ""},
    {"accept_domain", R"({"custom_domain":"zoe.example"})", ""},
    {"change_password",
     R"({"current_password":"correct horse battery staple","new_password":"violet harbor lanterns seventeen"})", ""},
};

enum class Whose { own, foreign, unknown };

class Foreign {
 public:
  Foreign() : a(generous()), b(generous()), mate_(a.world.make_user(a.tenant)) {
    make_role(b, "own-" + b.slug);
    for (int i = 0; i < 60; ++i) addresses_b_.push_back(b.world.make_user(b.tenant).email);
    session_b_ = sign_in(b.world, b.user).session.id.text();
    invite_b_ = fresh_invite(b);
    reseller_b_ = b.world.make_tenant("", kind_reseller).text();
    sign_in(b.world, b.user);
    a.desk.always = {{"x-correlation-id", "same"}};
    a.desk.get("/auth/csrf");  // pages repeat the token that the browser has
  }
  static doorward::ConfigWords generous() { return {{"limits.scale", "100000"}}; }

  /// Something of this kind: A's and new, B's, or nobody's and of the same form.
  std::string thing(std::string_view kind, Whose whose) {
    const auto pick = [&](const std::string& foreign, const std::string& unknown,
                          const std::function<std::string()>& own) {
      return whose == Whose::foreign ? foreign : whose == Whose::unknown ? unknown : own();
    };
    if (kind == "user") return pick(b.user.id.text(), new_id(), [&] { return fresh_user().id.text(); });
    if (kind == "email")
      return pick(b.user.email, "user-0123456789ab@example.test", [&] { return fresh_user().email; });
    if (kind == "address") return whose == Whose::foreign ? taken_address() : new_address();
    if (kind == "session") return pick(session_b_, new_id(), [&] { return sign_in(a.world, mate_).session.id.text(); });
    if (kind == "invite") return pick(invite_b_, new_id(), [&] { return fresh_invite(a); });
    if (kind == "tenant") return pick(b.tenant.text(), new_id(), [&] { return a.tenant.text(); });
    if (kind == "slug") return pick(b.slug, "t-0123456789abcdef", [&] { return a.slug; });
    if (kind == "name") return "n-" + doorward::to_hex(a.world.random.bytes(6));  // nobody's yet
    if (kind == "settings") return pick(b.slug, "t-0123456789abcdef", [&] { return "security"; });
    if (kind == "reseller")
      return pick(reseller_b_, new_id(), [&] { return a.world.make_tenant("", kind_reseller).text(); });
    if (kind == "role") return pick("own-" + b.slug, "own-t-0123456789abcdef", [&] { return fresh_role(a); });
    throw doorward::Failure("no thing is of this kind: " + std::string(kind));
  }
  std::string new_id() { return a.world.random.id(a.world.clock.now()).text(); }

  House a, b;

 private:
  std::string new_address() { return "user-" + doorward::to_hex(a.world.random.bytes(6)) + "@example.test"; }
  /// Of somebody of B; another one each time, since A may have it afterwards.
  std::string taken_address() {
    if (addresses_b_.empty()) throw doorward::Failure("B has no more addresses");
    auto address = addresses_b_.back();
    addresses_b_.pop_back();
    return address;
  }
  static void make_role(House& house, const std::string& name) {
    doorward::store::TenantDb db(house.world.database, house.tenant);
    doorward::store::insert_role(db, {name, {"reports.read"}}, house.world.clock.now());
  }
  static std::string fresh_role(House& house) {
    auto name = "own-" + doorward::to_hex(house.world.random.bytes(6));
    make_role(house, name);
    return name;
  }
  static std::string fresh_invite(House& house) {
    auto ask = house.world.ask();
    const auto email = "guest-" + doorward::to_hex(house.world.random.bytes(6)) + "@example.test";
    return doorward::service::invite(ask, doorward::service::operator_in(house.tenant), {email})->id.text();
  }
  MadeUser fresh_user() { return a.world.make_user(a.tenant); }
  MadeUser mate_;
  static constexpr const char* kind_reseller = "reseller";
  std::string session_b_, invite_b_, reseller_b_;
  std::vector<std::string> addresses_b_;
};

/// A row as it is asked: things in its path, body and query, each of one of the three.
class Filling {
 public:
  Filling(Foreign& world, const Row& row) : world_(world), row_(row) {
    for (auto close = row.path.find('}'); close != std::string_view::npos; close = row.path.find('}', close + 1))
      kinds_.push_back(kind_of(row.path.substr(0, close + 1)));
    for (const auto& each : questions)
      if (row.metric == each.metric) question_ = each;
    if (row.takes != doorward::route::Takes::nothing && question_.body.empty())
      throw doorward::Failure("questions[] has no body for " + std::string(row.metric));
  }
  bool in_path() const { return !kinds_.empty(); }
  bool in_body() const { return question_.body.find('@') != std::string_view::npos; }
  bool in_query() const { return question_.query.find('@') != std::string_view::npos; }

  /// The request; what was written into it is kept in `typed`.
  Request ask(Whose path, Whose body, Whose query, const Headers& headers, std::vector<std::string>& typed) {
    std::string address = "/auth" + std::string(row_.path);
    for (const auto kind : kinds_) {
      const auto open = address.find('{');
      typed.push_back(world_.thing(kind, path));
      address.replace(open, address.find('}') - open + 1, typed.back());
    }
    if (!question_.query.empty()) address += "?" + filled(question_.query, query, typed);
    auto request = world_.a.desk.request(row_.method == "ANY" ? "GET" : std::string(row_.method), address, headers);
    if (row_.takes == doorward::route::Takes::nothing) return request;
    request.content_type = "application/json";
    request.body = filled(question_.body, body, typed);
    return request;
  }

 private:
  static std::string_view kind_of(std::string_view path) {
    for (const auto& each : placeholders)
      if (path == each.path) return each.kind;
    throw doorward::Failure("placeholders[] does not say what " + std::string(path) + " stands for");
  }
  std::string filled(std::string_view text, Whose whose, std::vector<std::string>& typed) {
    static const std::regex mark("@([a-z]+)");
    const std::string from(text);
    std::string out;
    auto at = from.cbegin();
    for (std::sregex_iterator found(from.begin(), from.end(), mark), end; found != end; ++found) {
      typed.push_back(world_.thing((*found)[1].str(), whose));
      out += std::string(at, (*found)[0].first) + typed.back();
      at = (*found)[0].second;
    }
    return out + std::string(at, from.cend());
  }

  Foreign& world_;
  const Row& row_;
  std::vector<std::string_view> kinds_;
  Question question_{};
};

}  // namespace tests
