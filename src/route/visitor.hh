// Which of a request's credentials counts, and who it is.
#pragma once
#include <initializer_list>
#include <optional>

#include "base/result.hh"
#include "http/request.hh"
#include "model/visitor.hh"
#include "service/world.hh"

namespace doorward::route {

/// The kinds of credentials that a place takes.
class Accepted {
 public:
  constexpr Accepted(std::initializer_list<CredentialKind> kinds = {}) {
    for (const auto kind : kinds) insert(kind);
  }
  constexpr void insert(CredentialKind kind) { kinds_ |= bit(kind); }
  constexpr bool contains(CredentialKind kind) const { return (kinds_ & bit(kind)) != 0; }
  constexpr bool empty() const { return kinds_ == 0; }

 private:
  static constexpr unsigned bit(CredentialKind kind) { return 1U << unsigned(kind); }
  unsigned kinds_ = 0;
};

/// DOORWARD_ACCEPT; empty text: bearer session api_key cookie. VALIDATION_ERROR for an unknown word.
Result<Accepted> parse_accepted(std::string_view text);

/// What the own places of the service take.
inline constexpr Accepted accepted_here{CredentialKind::bearer, CredentialKind::session, CredentialKind::api_key,
                                        CredentialKind::cookie};

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
/// asking anybody. A guess that is wrong costs a look in vain. Returned: what was made of its Authorization line, for
/// `serve`; it points into `check`.
service::TokenHash foresee(service::World& world, const http::Request& check) noexcept;

}  // namespace doorward::route
