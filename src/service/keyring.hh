// The master key (a file) and the signing keys (in the database, sealed with it).
#pragma once
#include <string>
#include <vector>

#include "base/config.hh"
#include "base/result.hh"
#include "port/jose.hh"
#include "port/random.hh"
#include "store/database.hh"

namespace doorward::service {

class KeyRing {
 public:
  /// Reads the master-key file (Error: missing, readable by others, malformed). Signing keys are read
  /// from the database at first need and again every minute or when an unknown kid comes.
  static Result<KeyRing> open(const Config& config);

  /// A sub-key for one purpose, of the newest master key: "sessions-memory", "cursor", "names", …
  const Secret& sub_key(std::string_view purpose);
  std::string seal(std::string_view bound, std::string_view plain, port::Random& random);
  std::optional<Secret> unseal(std::string_view bound, std::string_view sealed);

  const port::JwkKey& signer(store::Database& database, Time now);                  // the active key
  const std::vector<port::JwkKey>& verifiers(store::Database& database, Time now);  // next, active, not yet dead
  std::string jwks(store::Database& database, Time now);                            // RFC 7517 set

 private:
  // owner of this file adds what it needs
};

}  // namespace doorward::service
