// The person in a path: its last {placeholder}.
#pragma once
#include "endpoint/call.hh"

namespace doorward::endpoint {

/// USER_NOT_FOUND for what is no id.
inline Result<UserId> person_in_path(const Call& call) {
  const auto id = Id::parse(call.path.back());
  if (!id) return Code::USER_NOT_FOUND;
  return UserId(*id);
}

}  // namespace doorward::endpoint
