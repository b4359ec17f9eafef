// The master key (a file) and the signing keys (in the database, sealed with it).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/config.hh"
#include "base/result.hh"
#include "port/jose.hh"
#include "port/random.hh"
#include "service/master_key.hh"
#include "store/database.hh"

namespace doorward::service {

/// Associated data of a sealed value: where it stands. Two places never give the same bytes.
std::string bound_to(std::string_view table, std::string_view column, TenantId tenant, std::string_view row);

class KeyRing {
 public:
  /// Reads the master-key file (Error: missing, readable by others, malformed). Signing keys are read
  /// from the database at first need and again every minute or when an unknown kid comes.
  static Result<KeyRing> open(const Config& config);

  /// A sub-key for one purpose, of the newest master key: "sessions-memory", "cursor", "names", …
  const Secret& sub_key(std::string_view purpose);
  std::string seal(std::string_view bound, std::string_view plain, port::Random& random);
  std::optional<Secret> unseal(std::string_view bound, std::string_view sealed);

  /// What `installation` must hold of these master keys, the newest first: name and 32 bytes that do not lead back
  /// to the key. See store::Database::expect.
  std::vector<std::pair<std::string, std::string>> checks() const;

  const port::JwkKey& signer(store::Database& database, Time now);                  // the active key
  Time signs_since(store::Database& database, Time now);                            // since when it does
  const std::vector<port::JwkKey>& verifiers(store::Database& database, Time now);  // next, active, not yet dead
  std::string jwks(store::Database& database, Time now);                            // RFC 7517 set
  /// A token names a key that verifiers() lacks: reads them again, but at most once in five seconds, so
  /// that a flood of invented names is no flood of statements. True: the key is there now.
  bool learn(std::string_view kid, store::Database& database, Time now);

  /// verifiers() are these, until the database is asked for what they do not say: public JWKs that another process has
  /// read there a moment ago. False: they are none of ours, and nothing has changed.
  bool recall(const std::vector<std::string_view>& jwks);
  std::vector<std::string> public_jwks() const;  // of verifiers(), as the database last gave them
  std::optional<Time> learnt_at() const;         // and when that was asked; nullopt: never

  /// A retired key verifies until this long after its retirement: the life of a token, the minute in which
  /// a worker may still sign with it, and the difference between clocks.
  static Span afterlife(const Config& config);

 private:
  struct Signing {
    std::string active_kid, sealed_private;
    std::optional<port::JwkKey> signer;  // unsealed at first need: most of who verifies never signs
    Time signs_since{};
    std::vector<port::JwkKey> verifiers;
    std::string jwks;
    Time read_at{};
  };
  KeyRing(std::vector<MasterKey> masters, Span afterlife) : masters_(std::move(masters)), afterlife_(afterlife) {}
  const MasterKey* master(std::uint8_t id) const;
  Signing& signing(store::Database& database, Time now);
  Signing read_signing(store::Database& database, Time now);
  std::optional<port::JwkKey> public_key(const std::string& kid, const std::string& jwk) const;
  port::JwkKey unseal_signer(const Signing& from);

  std::vector<MasterKey> masters_;
  Span afterlife_;
  std::map<std::string, Secret, std::less<>> sub_keys_;
  std::optional<Signing> signing_;
  std::vector<port::JwkKey> recalled_;
  std::optional<Time> asked_at_;  // the database was last asked for keys, whatever came of it
};

}  // namespace doorward::service
