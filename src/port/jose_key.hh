// What a JwkKey holds. Seen by the files of port/jose alone.
#pragma once
#include "port/jose.hh"
#include "port/openssl.hh"

namespace doorward::port {

constexpr int rsa_bits_min = 2048, rsa_bits_max = 4096;

struct JwkKey::Held {
  Algorithm algorithm = Algorithm::rs256;
  OwnedKey key;
  OwnedDigest verifier;  // started with the key; copied for each verification
  std::size_t signature_size = 0;
  std::string kid, public_jwk;
};

struct JwkKey::Maker {
  /// Is this OpenSSL key of the kind, curve and size that the algorithm takes?
  static bool fits(Algorithm algorithm, const EVP_PKEY* key);
  /// A key that fits, else Failure. Without a kid of its own it is named by its thumbprint.
  static JwkKey make(Algorithm algorithm, OwnedKey key, std::string kid = {});
};

}  // namespace doorward::port
