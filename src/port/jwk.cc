// Reading a JWK (RFC 7517, 7518 section 6, 8037): one kind of key for each algorithm, every number in its one form.
#include <openssl/rsa.h>

#include "base/encode.hh"
#include "port/jose_key.hh"
#include "port/json.hh"

namespace doorward::port {
namespace {

constexpr std::size_t kid_max = 256;

/// A member that must be a string; nullptr: absent or of another type.
const std::string* text(const Json& jwk, std::string_view name) {
  const Json* member = jwk.find(name);
  return member == nullptr ? nullptr : member->string();
}

/// Base64urlUInt (RFC 7518 section 2): no leading zero byte; with `size`: exactly so many bytes.
std::optional<std::string> number(const Json& jwk, std::string_view name, std::size_t size = 0) {
  const std::string* encoded = text(jwk, name);
  auto bytes = encoded == nullptr ? std::nullopt : from_base64url(*encoded);
  if (!bytes || bytes->empty() || (size != 0 ? bytes->size() != size : bytes->front() == '\0')) return std::nullopt;
  return bytes;
}

/// The parts of a key, collected for EVP_PKEY_fromdata.
class Parts {
 public:
  Parts() : build_(OSSL_PARAM_BLD_new()) { must(build_ != nullptr, "parameters"); }

  void number(const char* name, std::string_view bytes) {
    numbers_.emplace_back(BN_bin2bn(bytes_of(bytes), int(bytes.size()), BN_secure_new()));
    must(numbers_.back() && OSSL_PARAM_BLD_push_BN(build_.get(), name, numbers_.back().get()) == 1, name);
  }
  void word(const char* name, const char* value) {
    must(OSSL_PARAM_BLD_push_utf8_string(build_.get(), name, value, 0) == 1, name);
  }
  void octets(const char* name, std::string_view bytes) {
    must(OSSL_PARAM_BLD_push_octet_string(build_.get(), name, bytes.data(), bytes.size()) == 1, name);
  }

  /// Null when the parts do not make a sound key. `own`: a public one that was found sound before.
  OwnedKey key(const char* kind, bool with_private, bool own) {
    const Owned<OSSL_PARAM, OSSL_PARAM_free> parameters(OSSL_PARAM_BLD_to_param(build_.get()));
    const OwnedKeyContext maker(EVP_PKEY_CTX_new_from_name(nullptr, kind, nullptr));
    EVP_PKEY* made = nullptr;
    const int selection = with_private ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
    const bool good = maker && parameters && EVP_PKEY_fromdata_init(maker.get()) == 1 &&
                      EVP_PKEY_fromdata(maker.get(), &made, selection, parameters.get()) == 1;
    OwnedKey key(made);
    if (good && own && !with_private) return key;
    const OwnedKeyContext checker(good ? EVP_PKEY_CTX_new(made, nullptr) : nullptr);
    if (checker && EVP_PKEY_public_check(checker.get()) == 1 &&
        (!with_private || EVP_PKEY_pairwise_check(checker.get()) == 1))
      return key;
    ERR_clear_error();
    return nullptr;
  }

 private:
  Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free> build_;
  std::vector<OwnedNumber> numbers_;
};

/// CVE-2017-15361: primes of a bad library, made of powers of 65537. Their product is a power of it modulo each
/// small prime, which an honest modulus is with a chance of about 2^-27.
bool powers_of_65537(std::string_view modulus) {
  const OwnedNumber n(BN_bin2bn(bytes_of(modulus), int(modulus.size()), nullptr));
  for (const BN_ULONG prime :
       {3,  5,  7,  11, 13, 17,  19,  23,  29,  31,  37,  41,  43,  47,  53,  59,  61,  67,  71,
        73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167}) {
    const BN_ULONG rest = BN_mod_word(n.get(), prime);
    BN_ULONG power = 1;
    for (BN_ULONG i = 1; i < prime && power != rest; ++i) power = power * 65537 % prime;
    if (power != rest) return false;
  }
  return true;
}

OwnedKey rsa_key(const Json& jwk, bool own) {
  static constexpr std::pair<const char*, const char*> secret_parts[] = {
      {"d", OSSL_PKEY_PARAM_RSA_D},          {"p", OSSL_PKEY_PARAM_RSA_FACTOR1},
      {"q", OSSL_PKEY_PARAM_RSA_FACTOR2},    {"dp", OSSL_PKEY_PARAM_RSA_EXPONENT1},
      {"dq", OSSL_PKEY_PARAM_RSA_EXPONENT2}, {"qi", OSSL_PKEY_PARAM_RSA_COEFFICIENT1}};
  const auto n = number(jwk, "n"), e = number(jwk, "e");
  if (!n || !e || n->size() > std::size_t(rsa_bits_max / 8)) return nullptr;
  // An exponent of 3 bytes or 4, odd: 65537 and its like. Smaller ones forgive bad padding, larger ones cost time.
  if (e->size() < 3 || e->size() > 4 || (e->back() & 1) == 0 || (n->back() & 1) == 0 || (!own && powers_of_65537(*n)))
    return nullptr;
  Parts parts;
  parts.number(OSSL_PKEY_PARAM_RSA_N, *n);
  parts.number(OSSL_PKEY_PARAM_RSA_E, *e);
  const bool with_private = jwk.find("d") != nullptr;
  if (with_private && jwk.find("oth") != nullptr) return nullptr;
  for (const auto& [name, parameter] : secret_parts) {
    if (!with_private) break;
    const auto part = number(jwk, name);
    if (!part) return nullptr;
    parts.number(parameter, *part);
  }
  return parts.key("RSA", with_private, own);
}

OwnedKey ec_key(const Json& jwk, bool own) {
  const std::string* curve = text(jwk, "crv");
  const auto x = number(jwk, "x", 32), y = number(jwk, "y", 32);
  if (curve == nullptr || *curve != "P-256" || !x || !y) return nullptr;
  Parts parts;
  parts.word(OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1");
  const std::string point = "\x04" + *x + *y;
  parts.octets(OSSL_PKEY_PARAM_PUB_KEY, point);
  const bool with_private = jwk.find("d") != nullptr;
  const auto d = number(jwk, "d", 32);
  if (with_private && !d) return nullptr;
  if (d) parts.number(OSSL_PKEY_PARAM_PRIV_KEY, *d);
  return parts.key("EC", with_private, own);
}

OwnedKey okp_key(const Json& jwk, bool) {
  const std::string* curve = text(jwk, "crv");
  const auto x = number(jwk, "x", 32);
  if (curve == nullptr || *curve != "Ed25519" || !x) return nullptr;
  if (jwk.find("d") == nullptr)
    return OwnedKey(EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(*x), x->size()));
  const auto d = number(jwk, "d", 32);
  if (!d) return nullptr;
  OwnedKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytes_of(*d), d->size()));
  // The public half is computed from the private one: it must be the one that the JWK names.
  std::string made(32, '\0');
  std::size_t size = made.size();
  if (!key || EVP_PKEY_get_raw_public_key(key.get(), bytes_of(made), &size) != 1 || made != *x) return nullptr;
  return key;
}

/// key_ops (RFC 7517 section 4.3), when there: verify, and sign for a private key; no other, none twice.
bool operations_fit(const Json& jwk) {
  const Json* member = jwk.find("key_ops");
  if (member == nullptr) return true;
  if (member->array() == nullptr) return false;
  bool verify = false, sign = false;
  for (const auto& item : *member->array()) {
    const std::string* word = item.string();
    if (word == nullptr || (*word != "verify" && *word != "sign")) return false;
    if (std::exchange(*word == "sign" ? sign : verify, true)) return false;
  }
  return verify || (sign && jwk.find("d") != nullptr);
}

struct Kind {
  std::string_view kty;
  Algorithm algorithm;
  OwnedKey (*read)(const Json&, bool own);
};
constexpr Kind kinds[] = {
    {"RSA", Algorithm::rs256, rsa_key}, {"EC", Algorithm::es256, ec_key}, {"OKP", Algorithm::eddsa, okp_key}};

/// The member is absent, or exactly this word.
bool absent_or(const Json& jwk, std::string_view name, std::string_view word) {
  const Json* member = jwk.find(name);
  return member == nullptr || (member->string() != nullptr && *member->string() == word);
}

}  // namespace

std::optional<JwkKey> JwkKey::read(std::string_view json, bool own) {
  const auto jwk = parse_json(json, 3);
  if (!jwk || jwk->object() == nullptr) return std::nullopt;
  const std::string* kty = text(*jwk, "kty");
  const Json* kid = jwk->find("kid");
  if (kid != nullptr && (kid->string() == nullptr || kid->string()->empty() || kid->string()->size() > kid_max))
    return std::nullopt;
  for (const auto& kind : kinds) {
    if (kty == nullptr || *kty != kind.kty) continue;
    if (!absent_or(*jwk, "use", "sig") || !absent_or(*jwk, "alg", to_word(kind.algorithm)) || !operations_fit(*jwk))
      return std::nullopt;
    OwnedKey key = kind.read(*jwk, own);
    if (!key || !Maker::fits(kind.algorithm, key.get())) return std::nullopt;
    return Maker::make(kind.algorithm, std::move(key), own || kid == nullptr ? std::string() : *kid->string());
  }
  return std::nullopt;
}

std::optional<JwkKey> JwkKey::from_jwk(std::string_view json) { return read(json, false); }
std::optional<JwkKey> JwkKey::from_own_jwk(std::string_view json) { return read(json, true); }

}  // namespace doorward::port
