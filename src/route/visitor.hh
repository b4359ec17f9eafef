// Which of a request's credentials counts, and who it is.
#pragma once
#include <optional>
#include <set>

#include "base/result.hh"
#include "http/request.hh"
#include "model/visitor.hh"
#include "service/world.hh"

namespace doorward::route {

using Accepted = std::set<CredentialKind>;

/// DOORWARD_ACCEPT; empty text: bearer session api_key cookie. VALIDATION_ERROR for an unknown word.
Result<Accepted> parse_accepted(std::string_view text);

/// What the own places of the service take.
const Accepted& accepted_here();

struct Arrival {
  std::optional<Visitor> visitor;
  std::optional<Error> refusal;  // why a credential that is there does not count; nothing there: neither
};

/// A header that the place accepts decides alone. Otherwise the session cookie; where that is absent, unknown or
/// expired, the cookie with an access token; a bad cookie beside a good one is ignored, and so is what the place
/// does not accept. `strict` (state changes): two valid credentials of different people are
/// AMBIGUOUS_CREDENTIALS; else the header wins.
Arrival find_visitor(service::Ask& ask, const http::Request& request, const Accepted& accepted, bool strict);

/// Of a check that is to be answered soon: memory hears which records it will ask for, as far as that is known without
/// asking anybody. A guess that is wrong costs a look in vain.
void foresee(service::World& world, const http::Request& check) noexcept;

}  // namespace doorward::route
