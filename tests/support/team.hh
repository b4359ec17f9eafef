// A house with somebody of each role, signed in: for tests about administration through route::serve.
#pragma once
#include "support/desk.hh"
#include "support/sign_in.hh"

namespace tests {

struct Team : House {
  explicit Team(const doorward::ConfigWords& changes = {}) : House(with_room(changes), "user") {
    for (const char* role : {"owner", "admin", "manager", "viewer"})
      people.emplace(role, world.make_user(tenant, role));
    people.emplace("user", user);
  }
  static doorward::ConfigWords with_room(doorward::ConfigWords changes) {
    changes.emplace("limits.scale", "100000");
    return changes;
  }

  const MadeUser& the(const std::string& role) const { return people.at(role); }
  std::string id_of(const std::string& role) const { return the(role).id.text(); }
  /// A fresh session's token, in the header.
  Headers as(const MadeUser& who) { return bearer(std::string(sign_in(world, who).tokens->access_token.reveal())); }
  Headers as(const std::string& role) { return as(the(role)); }

  Response act(const std::string& who, const std::string& method, const std::string& path,
               const Json& body = Json::Object{}) {
    return desk.json(method, "/auth" + path, body, as(who));
  }
  Response ask(const std::string& who, const std::string& path) { return desk.get("/auth" + path, as(who)); }
  /// "status CODE", or the status alone.
  static std::string said(const Response& answer) {
    const auto code = code_of(answer);
    return std::to_string(answer.status) + (code.empty() ? "" : " " + code);
  }

  std::map<std::string, MadeUser> people;
};

/// The member of each item of a list, in order.
inline std::vector<std::string> column(const Response& answer, std::string_view member) {
  std::vector<std::string> all;
  const Json json = json_of(answer);
  if (const Json* items = json.find("items"); items && items->array())
    for (const auto& item : *items->array()) all.push_back(text_at(item, member));
  return all;
}

}  // namespace tests
