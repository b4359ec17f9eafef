// Keys: made, read from a JWK (see jwk.cc) or from PKCS #8, and the two operations on them. What belongs to a key
// alone is computed once, when it is made: verifying is the hot path of the gate.
#include "port/jose.hh"

#include <openssl/rsa.h>

#include "base/encode.hh"
#include "port/crypto.hh"
#include "port/jose_key.hh"
#include "port/json.hh"

namespace doorward::port {
namespace {

constexpr std::size_t half = 32;  // of a P-256 signature and point

std::string number_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  must(EVP_PKEY_get_bn_param(key, name, &raw) == 1, name);
  const OwnedNumber number(raw);
  std::string out(std::size_t(BN_num_bytes(raw)), '\0');
  BN_bn2bin(raw, bytes_of(out));
  return out;
}

std::string coordinate_of(const EVP_PKEY* key, const char* name) {
  BIGNUM* raw = nullptr;
  must(EVP_PKEY_get_bn_param(key, name, &raw) == 1, name);
  const OwnedNumber number(raw);
  std::string out(half, '\0');
  must(BN_bn2binpad(raw, bytes_of(out), int(half)) == int(half), name);
  return out;
}

std::string raw_public_of(const EVP_PKEY* key) {
  std::string out(half, '\0');
  std::size_t size = out.size();
  must(EVP_PKEY_get_raw_public_key(key, bytes_of(out), &size) == 1 && size == half, "Ed25519 public key");
  return out;
}

/// RFC 7638 section 3.2, RFC 8037 section 2: the required members, in lexicographic order.
Json required_members(Algorithm algorithm, const EVP_PKEY* key) {
  Json out;
  switch (algorithm) {
    case Algorithm::rs256:
      out.set("e", to_base64url(number_of(key, OSSL_PKEY_PARAM_RSA_E))).set("kty", "RSA");
      out.set("n", to_base64url(number_of(key, OSSL_PKEY_PARAM_RSA_N)));
      break;
    case Algorithm::es256:
      out.set("crv", "P-256").set("kty", "EC");
      out.set("x", to_base64url(coordinate_of(key, OSSL_PKEY_PARAM_EC_PUB_X)));
      out.set("y", to_base64url(coordinate_of(key, OSSL_PKEY_PARAM_EC_PUB_Y)));
      break;
    case Algorithm::eddsa:
      out.set("crv", "Ed25519").set("kty", "OKP").set("x", to_base64url(raw_public_of(key)));
      break;
  }
  return out;
}

const char* digest_of(Algorithm algorithm) { return algorithm == Algorithm::eddsa ? nullptr : "SHA2-256"; }

/// r and s of 32 bytes each (RFC 7518 section 3.4) from DER, and back.
std::string es256_from_der(const std::string& der) {
  const unsigned char* at = bytes_of(std::string_view(der));
  const OwnedEcdsa pair(d2i_ECDSA_SIG(nullptr, &at, long(der.size())));
  std::string out(2 * half, '\0');
  must(pair && BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), bytes_of(out), int(half)) == int(half) &&
           BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), bytes_of(out) + half, int(half)) == int(half),
       "ECDSA signature");
  return out;
}
std::string der_from_es256(std::string_view both) {
  const OwnedEcdsa pair(ECDSA_SIG_new());
  OwnedNumber r(BN_bin2bn(bytes_of(both), int(half), nullptr));
  OwnedNumber s(BN_bin2bn(bytes_of(both) + half, int(half), nullptr));
  must(pair && r && s && ECDSA_SIG_set0(pair.get(), r.get(), s.get()) == 1, "ECDSA signature");
  r.release();
  s.release();
  std::string der(std::size_t(i2d_ECDSA_SIG(pair.get(), nullptr)), '\0');
  unsigned char* at = bytes_of(der);
  i2d_ECDSA_SIG(pair.get(), &at);
  return der;
}

}  // namespace

std::optional<Algorithm> parse_algorithm(std::string_view name) {
  for (const auto algorithm : {Algorithm::rs256, Algorithm::es256, Algorithm::eddsa})
    if (name == to_word(algorithm)) return algorithm;
  return std::nullopt;
}

std::string_view to_word(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::rs256: return "RS256";
    case Algorithm::es256: return "ES256";
    case Algorithm::eddsa: return "EdDSA";
  }
  throw Failure("no such algorithm");
}

bool JwkKey::Maker::fits(Algorithm algorithm, const EVP_PKEY* key) {
  switch (algorithm) {
    case Algorithm::rs256: {
      const int bits = EVP_PKEY_get_bits(key);
      return EVP_PKEY_is_a(key, "RSA") == 1 && bits >= rsa_bits_min && bits <= rsa_bits_max;
    }
    case Algorithm::es256: {
      char group[32] = "";
      return EVP_PKEY_is_a(key, "EC") == 1 &&
             EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, group, sizeof group, nullptr) == 1 &&
             std::string_view(group) == "prime256v1";
    }
    case Algorithm::eddsa: return EVP_PKEY_is_a(key, "ED25519") == 1;
  }
  return false;
}

JwkKey JwkKey::Maker::make(Algorithm algorithm, OwnedKey key, std::string kid) {
  if (!fits(algorithm, key.get())) throw Failure("the key does not fit its algorithm");
  auto held = std::make_shared<Held>();
  Json members = required_members(algorithm, key.get());
  held->kid = kid.empty() ? to_base64url(sha256(dump_json(members))) : std::move(kid);
  members.set("alg", to_word(algorithm)).set("kid", held->kid).set("use", "sig");
  held->public_jwk = dump_json(members);
  held->algorithm = algorithm;
  held->signature_size = std::size_t(EVP_PKEY_get_size(key.get()));
  held->key = std::move(key);
  held->verifier.reset(EVP_MD_CTX_new());
  must(held->verifier && EVP_DigestVerifyInit_ex(held->verifier.get(), nullptr, digest_of(algorithm), nullptr, nullptr,
                                                 held->key.get(), nullptr) == 1,
       "verifier");
  return JwkKey(std::move(held));
}

JwkKey JwkKey::generate(Algorithm algorithm) {
  OwnedKey key(algorithm == Algorithm::rs256   ? EVP_RSA_gen(rsa_bits_min)
               : algorithm == Algorithm::es256 ? EVP_EC_gen("P-256")
                                               : EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  must(key != nullptr, "no key was generated");
  return Maker::make(algorithm, std::move(key));
}

JwkKey JwkKey::from_private_der(Algorithm algorithm, const Secret& der) {
  const unsigned char* at = bytes_of(der.reveal());
  const Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> info(
      d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, long(der.reveal().size())));
  must(info && at == bytes_of(der.reveal()) + der.reveal().size(), "no PKCS #8");
  OwnedKey key(EVP_PKCS82PKEY(info.get()));
  must(key != nullptr, "no private key in the PKCS #8");
  return Maker::make(algorithm, std::move(key));
}

Algorithm JwkKey::algorithm() const { return held_->algorithm; }
const std::string& JwkKey::kid() const { return held_->kid; }
std::string JwkKey::public_jwk() const { return held_->public_jwk; }

Secret JwkKey::private_der() const {
  const Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> info(EVP_PKEY2PKCS8(held_->key.get()));
  must(info != nullptr, "no private key to write");
  const int size = i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr);
  must(size > 0, "PKCS #8");
  std::string der(std::size_t(size), '\0');
  unsigned char* at = bytes_of(der);
  i2d_PKCS8_PRIV_KEY_INFO(info.get(), &at);
  return Secret(std::move(der));
}

std::string JwkKey::sign(std::string_view data) const {
  const OwnedDigest context(EVP_MD_CTX_new());
  std::string out(held_->signature_size, '\0');
  std::size_t size = out.size();
  must(context &&
           EVP_DigestSignInit_ex(context.get(), nullptr, digest_of(held_->algorithm), nullptr, nullptr,
                                 held_->key.get(), nullptr) == 1 &&
           EVP_DigestSign(context.get(), bytes_of(out), &size, bytes_of(data), data.size()) == 1,
       "signing");
  out.resize(size);
  return held_->algorithm == Algorithm::es256 ? es256_from_der(out) : out;
}

bool JwkKey::verify(std::string_view data, std::string_view signature) const {
  const bool ecdsa = held_->algorithm == Algorithm::es256;
  if (signature.size() != (ecdsa ? 2 * half : held_->signature_size)) return false;
  const OwnedDigest context(EVP_MD_CTX_new());
  must(context && EVP_MD_CTX_copy_ex(context.get(), held_->verifier.get()) == 1, "verifier");
  const std::string der = ecdsa ? der_from_es256(signature) : std::string();
  if (ecdsa) signature = der;
  const bool good =
      EVP_DigestVerify(context.get(), bytes_of(signature), signature.size(), bytes_of(data), data.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

}  // namespace doorward::port
