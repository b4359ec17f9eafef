// JSON Web Keys and signatures (RFC 7515, 7517, 7518, 7638, 8037, 8725) on OpenSSL EVP.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hh"
#include "base/secret.hh"

namespace doorward::port {

enum class Algorithm { rs256, es256, eddsa };
std::optional<Algorithm> parse_algorithm(std::string_view name);  // "RS256", "ES256", "EdDSA"
std::string_view to_word(Algorithm algorithm);

/// A key bound to one algorithm. Copies share the OpenSSL object.
class JwkKey {
 public:
  static JwkKey generate(Algorithm algorithm);  // RSA: 2048 bits
  /// From a JWK; nullopt for a kind, curve, size, use, key_ops or alg that we do not accept.
  /// With the private members it is a private key.
  static std::optional<JwkKey> from_jwk(std::string_view json);
  /// From a public_jwk() of our own: its numbers are not examined again, which for RSA is a primality test of 10 ms.
  /// The kid is computed from them, so that whoever knows it sees whether they are still the same.
  static std::optional<JwkKey> from_own_jwk(std::string_view json);
  static JwkKey from_private_der(Algorithm algorithm, const Secret& der);  // PKCS #8

  Algorithm algorithm() const;
  const std::string& kid() const;  // RFC 7638 SHA-256 thumbprint, base64url (from_jwk: its own kid if it has one)
  std::string public_jwk() const;  // compact JSON with kty, kid, alg, use:"sig" and the public members
  Secret private_der() const;

  std::string sign(std::string_view data) const;                         // the JWS form of the signature
  bool verify(std::string_view data, std::string_view signature) const;  // likewise

 private:
  struct Held;
  struct Maker;
  static std::optional<JwkKey> read(std::string_view json, bool own);
  explicit JwkKey(std::shared_ptr<const Held> held) : held_(std::move(held)) {}
  std::shared_ptr<const Held> held_;
};

/// Compact serialization, header {"alg","typ","kid"}.
std::string sign_jws(const JwkKey& key, std::string_view typ, std::string_view payload);

/// The payload of a compact JWS whose signature one of `keys` made. INVALID_TOKEN for every defect:
/// algorithm not the key's, kid unknown or of two keys (it may be absent when there is one key only),
/// jku/jwk/x5u/x5c/crit/b64/zip/enc present, typ not `typ` (when given), repeated members, broken base64url,
/// more than 8 KiB.
Result<std::string> verify_jws(std::string_view token, std::string_view typ, const std::vector<JwkKey>& keys);

}  // namespace doorward::port
