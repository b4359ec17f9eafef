// Events: what happened, appended in the transaction of the change, never changed afterwards. Personal
// values stand apart, so that erasing a person breaks nothing.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/id.hh"
#include "base/time.hh"
#include "port/json.hh"
#include "store/database.hh"

namespace doorward::store {

enum class ActorType { user, api_key, system, op };  // op: an operator at the command line
std::string_view to_word(ActorType type);            // "user", "api_key", "system", "operator"

struct Event {
  EventId id;
  std::string type;  // "user_logged_in", …
  Time occurred_at{};
  ActorType actor_type = ActorType::user;
  std::optional<Id> actor, subject;
  std::optional<UserId> impersonator;
  std::optional<SessionId> session;
  std::string correlation_id;
  port::Json data;  // an object without personal values; null: {}

  // Personal, held in event_details; the event has only a salted commitment to them.
  std::string ip_address, user_agent;
  port::Json personal;  // an object; null: {}
  std::string salt;     // 16 random bytes
};

/// The row of event_details.
struct EventDetails {
  std::string salt, ip_address, user_agent;
  std::string personal;  // compact JSON
};
/// SHA-256 of the salt followed by the compact JSON {"ip_address","user_agent","personal"}.
std::string details_hash(const EventDetails& details);

/// Into the tenant of `db`, in its running transaction.
void write_event(TenantDb& db, const Event& event);
/// In half the statements.
void write_events(TenantDb& db, const std::vector<Event>& events);
/// Into any tenant, in the running transaction of the platform's account.
void write_event(PlatformDb& platform, TenantId tenant, const Event& event);
struct TenantEvent {
  TenantId tenant;
  Event event;
};
void write_events(PlatformDb& platform, const std::vector<TenantEvent>& events);

}  // namespace doorward::store
