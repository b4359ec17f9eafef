// Where a person goes after signing in: a page of this host or of a listed origin, and nothing else (INVARIANTS:
// no redirect leaves the allowed origins). The gate signs the addresses that it gives out.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/config.hh"
#include "base/secret.hh"
#include "http/request.hh"

namespace doorward::http {

/// A path of this host, query and fragment allowed, that no browser reads as another host: one leading slash,
/// no backslash, control character or dot segment, however escaped.
bool local_path(std::string_view text);

/// Ready for a Location header, everything beyond ASCII escaped; nullopt: it leads elsewhere. Addresses with an
/// origin are taken when the origin is public_url's or listed in cors.origins.
std::optional<std::string> safe_return(const Config& config, std::string_view wanted);

struct LoginAddress {
  std::string return_to, tenant;  // either may be empty
  bool proven = false;            // read: the gate made it
};

/// "/auth/login?tenant_id=…&return_to=…&sig=…": relative, so that it is an address of the host that was asked.
std::string login_address(const Config& config, const Secret& key, const LoginAddress& wanted);

/// What the query of such an address says. With a signature that is not ours: nothing. Without one: a return_to
/// that is safe.
LoginAddress read_login_address(const Config& config, const Secret& key, const Request& request);

}  // namespace doorward::http
