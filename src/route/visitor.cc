// Headers before cookies, one written rule for every door.
#include "route/visitor.hh"

#include <algorithm>

#include "base/text.hh"
#include "http/cookie.hh"
#include "service/visitor.hh"

namespace doorward::route {
namespace {

using Tried = std::optional<Result<Visitor>>;  // nullopt: no such credential

/// One scheme in small letters, one or more blanks, and the rest.
struct Authorization {
  std::string scheme;
  std::string_view rest;
};

/// `joined` holds the rest where the header is repeated.
std::optional<Authorization> authorization(const http::Request& request, std::string& joined) {
  auto header = request.header("authorization", joined);
  if (!header) return std::nullopt;
  auto scheme = lower_ascii(header->substr(0, header->find_first_of(" \t,")));
  header->remove_prefix(std::min(header->find_first_not_of(' ', scheme.size()), header->size()));
  return Authorization{std::move(scheme), *header};
}

/// Keys are not given out yet, so none is right; a place that takes them says so rather than pass it over.
Tried by_header(service::Ask& ask, const http::Request& request, const Accepted& accepted) {
  if (request.header("x-api-key") && accepted.contains(CredentialKind::api_key))
    return Result<Visitor>(Code::INVALID_TOKEN);
  std::string joined;
  const auto shown = authorization(request, joined);
  if (!shown) return std::nullopt;
  const bool bearer = accepted.contains(CredentialKind::bearer);
  if (shown->scheme == "bearer" && (bearer || accepted.contains(CredentialKind::api_key)))
    return bearer ? service::by_access_token(ask, shown->rest, CredentialKind::bearer)
                  : Result<Visitor>(Code::INVALID_TOKEN);
  if (shown->scheme == "basic" && accepted.contains(CredentialKind::basic))
    return Result<Visitor>(Code::INVALID_CREDENTIALS);
  return std::nullopt;
}

Tried by_session(service::Ask& ask, const http::Request& request, const Accepted& accepted) {
  if (!accepted.contains(CredentialKind::session)) return std::nullopt;
  const auto cookie = http::cookie_of(request, http::CookieKind::session);
  if (!cookie) return std::nullopt;
  return service::by_session_cookie(ask, *cookie);
}

Tried by_access_cookie(service::Ask& ask, const http::Request& request, const Accepted& accepted) {
  if (!accepted.contains(CredentialKind::cookie)) return std::nullopt;
  const auto cookie = http::cookie_of(request, http::CookieKind::access);
  if (!cookie) return std::nullopt;
  return service::by_access_token(ask, *cookie, CredentialKind::cookie);
}

bool good(const Tried& tried) { return tried && *tried; }

/// Unknown and expired let the next credential speak; an account that may not come in does not.
bool decides(const Tried& tried) { return tried && (*tried || row_of(tried->error().code).status != 401); }

bool same_person(const Visitor& a, const Visitor& b) {
  return a.user.id == b.user.id && a.user.tenant == b.user.tenant;
}

Arrival arrival(Tried& tried) {
  if (!tried) return {};
  if (*tried) return {std::move(**tried), std::nullopt};
  return {std::nullopt, tried->error()};
}

}  // namespace

Result<Accepted> parse_accepted(std::string_view text) {
  Accepted accepted;
  for (auto word : words(text)) {
    const auto kind = parse_credential_kind(word);
    if (!kind) return wrong("DOORWARD_ACCEPT", "Unknown credential: " + header_safe(word));
    accepted.insert(*kind);
  }
  return accepted.empty() ? accepted_here : accepted;
}

Arrival find_visitor(service::Ask& ask, const http::Request& request, const Accepted& accepted, bool strict) {
  auto header = by_header(ask, request, accepted);
  if (header && (!*header || !strict)) return arrival(header);
  auto session = by_session(ask, request, accepted);
  const bool ask_third = strict || !decides(session);
  auto access = ask_third ? by_access_cookie(ask, request, accepted) : std::nullopt;

  Tried* first = &header;
  if (!good(header)) first = decides(session) || !access ? &session : &access;
  if (strict && good(*first))
    for (const auto* other : {&session, &access})
      if (good(*other) && !same_person(***first, ***other)) return {std::nullopt, Error(Code::AMBIGUOUS_CREDENTIALS)};
  return arrival(*first);
}

service::TokenHash foresee(service::World& world, const http::Request& check) noexcept try {
  std::string joined;
  if (const auto shown = authorization(check, joined); shown && shown->scheme == "bearer") {
    auto hash = service::foresee_access_token(world, shown->rest);
    return joined.empty() ? service::TokenHash{shown->rest, std::move(hash)} : service::TokenHash();
  }
  if (const auto session = http::cookie_of(check, http::CookieKind::session))
    service::foresee_session_cookie(world, *session);
  else if (const auto access = http::cookie_of(check, http::CookieKind::access))
    service::foresee_access_token(world, *access);
  return {};
} catch (const std::exception&) {
  return {};  // its own turn meets that again, and is answered
}

}  // namespace doorward::route
