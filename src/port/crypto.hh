// Hashes, MACs, key derivation and sealing, by OpenSSL EVP. Failures of OpenSSL throw Failure.
#pragma once
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/secret.hh"
#include "port/random.hh"

namespace doorward::port {

std::string sha256(std::string_view data);                             // 32 bytes
std::string hmac_sha256(std::string_view key, std::string_view data);  // 32 bytes

/// HMAC-SHA-256 of many messages under one key: the key's own share of the work is done once.
class Mac {
 public:
  explicit Mac(std::string_view key);
  Mac(Mac&&) noexcept;
  ~Mac();
  /// Of the parts one after the other; 32 bytes.
  std::string of(std::initializer_list<std::string_view> parts);

 private:
  struct Keyed;
  std::unique_ptr<Keyed> keyed_;
};

/// RFC 5869 with SHA-256 and no salt; one sub-key per purpose.
Secret hkdf(const Secret& key, std::string_view purpose, std::size_t size = 32);

/// AES-256-GCM: version byte 1, key id byte, 96-bit nonce, ciphertext, 128-bit tag. `bound` is the
/// associated data: table, column, tenant and row id.
std::string seal(const Secret& key, std::uint8_t key_id, std::string_view bound, std::string_view plain,
                 Random& random);
std::optional<Secret> unseal(const Secret& key, std::string_view bound, std::string_view sealed);
/// The key id byte of a sealed value; nullopt when it is not one.
std::optional<std::uint8_t> sealed_key_id(std::string_view sealed);

}  // namespace doorward::port
