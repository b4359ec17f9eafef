// A page of people: of everybody in order of id, or of those whom words find, in order of the word.
#include <algorithm>
#include <map>

#include "base/text.hh"
#include "service/cursor.hh"
#include "service/people.hh"
#include "store/people.hh"
#include "store/roles.hh"
#include "store/tenants.hh"
#include "store/user_words.hh"

namespace doorward::service {
namespace {

/// Entries of the index that one request reads at most, while it looks for the few that fit.
constexpr int entries_max = 5000, window_max = 1000;
constexpr std::size_t words_max = 8, text_max = 254;

struct Found {
  std::vector<User> users;
  std::optional<std::string> last;  // where the next page begins
};

ListPlace place_of(const Actor& actor, const PeopleQuery& query, const std::vector<std::string>& sought) {
  const std::string status = query.status ? std::string(to_word(*query.status)) : "";
  return {actor.tenant, "GET /auth/users", status + "\n" + query.role.value_or("") + "\n" + join(sought, " ")};
}

Result<std::vector<std::string>> sought_in(const std::string& text) {
  std::vector<std::string> sought;
  if (text.size() > text_max || !valid_utf8(text)) return wrong("q", "is too long, or no text");
  for (const auto part : words(text))
    for (auto& word : store::words_in(part)) sought.push_back(std::move(word));
  if (sought.size() > words_max) return wrong("q", "has more than eight words");
  if (!trim(text).empty() && sought.empty()) return wrong("q", "has neither a letter nor a digit");
  return sought;
}

Result<Found> by_id(store::TenantDb& db, const PeopleQuery& query, const std::string& last) {
  UserId after;
  if (!last.empty()) {
    const auto id = Id::from_raw(last);
    if (!id) return wrong("cursor", "is not a cursor of this list");
    after = UserId(*id);
  }
  Found found{store::page_of_people(db, {query.status, query.role}, after, query.limit + 1), std::nullopt};
  if (found.users.size() > std::size_t(query.limit)) {
    found.users.pop_back();
    found.last = std::string(found.users.back().id.raw());
  }
  return found;
}

/// A person with several words of this beginning is met at the first of them.
bool fits(const store::Hit& hit, const PeopleQuery& query, const std::vector<std::string>& sought,
          const std::string& beginning) {
  const auto words = store::words_of(hit.user);
  const auto first = std::lower_bound(words.begin(), words.end(), beginning);
  return first != words.end() && *first == hit.word && (!query.status || hit.user.status == *query.status) &&
         (!query.role || hit.user.role == *query.role) && store::is_found(hit.user, sought);
}

Result<Found> by_words(store::TenantDb& db, const PeopleQuery& query, const std::vector<std::string>& sought,
                       const std::string& last) {
  std::optional<store::AfterHit> after;
  if (!last.empty()) {
    const auto id = last.size() > 16 ? Id::from_raw(last.substr(0, 16)) : std::nullopt;
    if (!id) return wrong("cursor", "is not a cursor of this list");
    after = store::AfterHit{last.substr(16), UserId(*id)};
  }
  // The longest word has the fewest entries.
  const std::string beginning =
      *std::max_element(sought.begin(), sought.end(), [](const auto& a, const auto& b) { return a.size() < b.size(); });
  Found found;
  int window = query.limit + 1;
  for (int read = 0; read < entries_max; read += window, window = std::min(window * 2, window_max)) {
    const auto hits = store::page_of_hits(db, beginning, after, window);
    for (const auto& hit : hits) {
      if (!fits(hit, query, sought, beginning)) continue;
      if (found.users.size() == std::size_t(query.limit)) {
        found.last = std::string(after->user.raw()) + after->word;
        return found;
      }
      found.users.push_back(hit.user);
      after = store::AfterHit{hit.word, hit.user.id};
    }
    if (hits.size() < std::size_t(window)) return found;
    after = store::AfterHit{hits.back().word, hits.back().user.id};
  }
  found.last = std::string(after->user.raw()) + after->word;
  return found;
}

/// Own roles are read once for the page.
std::vector<Account> with_permissions(store::TenantDb& db, std::vector<User> users) {
  const auto house = store::own_tenant(db);
  std::map<std::string, std::vector<std::string>> own;
  if (std::any_of(users.begin(), users.end(), [](const User& user) { return !is_builtin_role(user.role); }))
    for (auto& row : store::list_roles(db)) own.emplace(row.role.name, row.role.permissions);
  std::vector<Account> accounts;
  for (auto& user : users) {
    auto permissions = is_builtin_role(user.role) ? permissions_of(user.role) : own[user.role];
    accounts.push_back({std::move(user), house.value_or(Tenant{}), std::move(permissions)});
  }
  return accounts;
}

}  // namespace

Result<PeoplePage> list_people(Ask& ask, const Actor& actor, const PeopleQuery& query) {
  const auto sought = sought_in(query.text);
  if (!sought) return sought.error();
  const ListPlace place = place_of(actor, query, *sought);
  std::string last;
  if (!query.cursor.empty()) {
    auto read = read_cursor(ask, place, query.cursor);
    if (!read) return read.error();
    last = *std::move(read);
  }
  store::TenantDb db(ask.world.database, actor.tenant);
  auto found = sought->empty() ? by_id(db, query, last) : by_words(db, query, *sought, last);
  if (!found) return found.error();
  PeoplePage page{with_permissions(db, std::move(found->users)), std::nullopt};
  if (found->last) page.next_cursor = make_cursor(ask, place, *found->last);
  return page;
}

}  // namespace doorward::service
