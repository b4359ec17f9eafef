// What one worker may remember by itself: that a signature was good, which id a slug has, how the parts were a moment
// ago. Never that a session lives.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hh"
#include "base/latest.hh"
#include "base/time.hh"
#include "model/tenant.hh"
#include "service/known_health.hh"

namespace doorward::port {
class JwkKey;
}

namespace doorward::service {

/// What an access token says of itself. Rights, role, e-mail and name are not taken from it.
struct Claims {
  SessionId session;
  UserId user;
  TenantId tenant;  // platform_tenant where the token names no house
  std::string jti;
  Time issued_at{}, not_before{}, expires_at{};
  std::vector<std::string> scope;
};

/// Tokens whose signature was good, those not used lately forgotten first.
class KnownTokens {
 public:
  /// A token takes a third of a kilobyte: all together less than 4 MB.
  static constexpr std::size_t usual = 10'240;
  KnownTokens() : KnownTokens(usual) {}
  explicit KnownTokens(std::size_t most) : claims_(most) {}

  /// `hash`: SHA-256 of the whole token. nullptr: not known. Valid until the next call.
  const Claims* find(const std::string& hash) { return claims_.find(hash); }
  void remember(std::string hash, Claims claims) { claims_.remember(std::move(hash), std::move(claims)); }
  /// The keys that verify now: everything is forgotten when they are others than last time.
  void keys_are(const std::vector<port::JwkKey>& keys);
  std::size_t size() const { return claims_.size(); }

 private:
  Latest<Claims> claims_;
  std::vector<std::string> kids_;
};

/// SHA-256 of the access token of a request, by which its claims are found, made when the request was foreseen.
struct TokenHash {
  std::string_view token;  // where it stands in the request
  std::string hash;        // empty: none was made
};

/// Ids of tenants by slug or host, each believed until a moment.
class KnownTenants {
 public:
  std::optional<TenantId> find(std::string_view name, Time now) const;
  void remember(std::string name, TenantId id, Time until);
  void forget(std::string_view name);

 private:
  struct Entry {
    TenantId id;
    Time until;
  };
  std::map<std::string, Entry, std::less<>> entries_;
};

/// How pages look that are no tenant's.
struct KnownTheme {
  Theme theme;
  Time until{};
};

struct Known {
  KnownTokens tokens;
  KnownTenants tenants;
  KnownTenants taken_slugs;  // of whom is not known
  KnownTheme theme;
  KnownHealth health;
};

}  // namespace doorward::service
