// An invitation into a tenant: an address, a role, and what became of it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hh"
#include "base/time.hh"

namespace doorward {

struct Invite {
  Id id;
  std::string email, email_key;  // as written, and canonical
  std::string role;
  std::optional<UserId> invited_by;  // nullopt: an operator
  bool invited_here = false;         // by somebody of the tenant itself
  Id link;                           // the one-time link that was sent last; no earlier one opens anything
  Time created_at{}, sent_at{}, expires_at{};
  std::optional<Time> closed_at;
  std::string closed_as;       // "accepted", "withdrawn", "expired"; empty while it is open
  std::optional<UserId> user;  // who accepted
};

/// "pending", "accepted", "withdrawn" or "expired".
inline std::string_view status_of(const Invite& invite, Time now) {
  if (invite.closed_at) return invite.closed_as;
  return invite.expires_at <= now ? "expired" : "pending";
}

}  // namespace doorward
