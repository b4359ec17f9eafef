// What administrators ask of and do to people's rows: finding them among many, changing and removing them.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/user.hh"
#include "store/database.hh"

namespace doorward::store {

/// Absent: whatever it is.
struct PeopleFilter {
  std::optional<UserStatus> status;
  std::optional<std::string> role;
};

/// In order of id, only those behind `after`; a range of one index.
std::vector<User> page_of_people(TenantDb& db, const PeopleFilter& filter, UserId after, int limit);

/// One entry of the index of words, with whose it is.
struct Hit {
  std::string word;
  User user;
};
/// Entries that begin with `beginning`, in order of word and id, only those behind `after`: at most `limit` entries of
/// one index are read, whatever else is asked for. A person with two such words stands there twice.
struct AfterHit {
  std::string word;
  UserId user;
};
std::vector<Hit> page_of_hits(TenantDb& db, const std::string& beginning, const std::optional<AfterHit>& after,
                              int limit);

/// Held until the transaction ends; nullopt: none, or deleted.
std::optional<User> lock_person(TenantDb& db, UserId id);
/// Whoever takes a head away holds the house's own row first, on every node of a cluster: it is written.
void hold_house(TenantDb& db, Time now);
/// Who can act with this role, but this one.
std::int64_t count_others(TenantDb& db, const std::string& role, UserId id);

void set_role(TenantDb& db, UserId id, const std::string& role, Time now);
/// Another address, given by an administrator. SqlRefused(duplicate, "users_email").
void set_address(TenantDb& db, const User& user, Time now);
/// The address is free from now on: its key becomes one that nobody can type. False: it was deleted before.
bool delete_person(TenantDb& db, UserId id, Time now);

/// An account that was deleted, held until the transaction ends; nullopt: there was none.
struct Deleted {
  Time at;
  User user;  // blank: erased
};
std::optional<Deleted> lock_deleted(TenantDb& db, UserId id);
/// All that is personal in the account's own rows: address, names, password, devices. A deleted one has only these.
void blank_person(TenantDb& db, UserId id, Time now);
/// Personal values of at most `limit` events about or by this person; the events stay. How many were removed.
std::int64_t erase_event_details(TenantDb& db, UserId id, int limit);

}  // namespace doorward::store
