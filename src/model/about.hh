// Whom a request is about, as far as it became known: what a log may say of it.
#pragma once
#include <optional>

#include "base/id.hh"

namespace doorward {

struct About {
  std::optional<TenantId> tenant;
  std::optional<UserId> user;
  std::optional<SessionId> session;
  bool mail = false;  // a message was written down: whoever sends should look
};

}  // namespace doorward
