// SHA-256, HMAC, HKDF and AES-256-GCM. The fetched algorithms are kept: fetching costs more than hashing.
#include "port/crypto.hh"

#include "port/openssl.hh"

namespace doorward::port {
namespace {

constexpr char version = 1;
constexpr std::size_t nonce_size = 12, tag_size = 16, head_size = 2, key_size = 32;

const EVP_MD* sha256_of_openssl() {
  static const Owned<EVP_MD, EVP_MD_free> md(EVP_MD_fetch(nullptr, "SHA2-256", nullptr));
  must(md != nullptr, "SHA-256 is not there");
  return md.get();
}

const EVP_CIPHER* aes_of_openssl() {
  static const Owned<EVP_CIPHER, EVP_CIPHER_free> cipher(EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr));
  must(cipher != nullptr, "AES-256-GCM is not there");
  return cipher.get();
}

/// The head (version and key id) is bound too, so that neither can be exchanged.
OwnedCipher start(const Secret& key, std::string_view head, std::string_view nonce, std::string_view bound,
                  bool encrypt) {
  if (key.reveal().size() != key_size) throw Failure("a sealing key must have 32 bytes");
  OwnedCipher cipher(EVP_CIPHER_CTX_new());
  int size = 0;
  must(cipher && EVP_CipherInit_ex2(cipher.get(), aes_of_openssl(), bytes_of(key.reveal()), bytes_of(nonce),
                                    encrypt ? 1 : 0, nullptr) == 1,
       "AES-256-GCM does not start");
  must(EVP_CipherUpdate(cipher.get(), nullptr, &size, bytes_of(head), int(head.size())) == 1 &&
           EVP_CipherUpdate(cipher.get(), nullptr, &size, bytes_of(bound), int(bound.size())) == 1,
       "associated data");
  return cipher;
}

}  // namespace

std::string sha256(std::string_view data) {
  thread_local const OwnedDigest context(EVP_MD_CTX_new());
  std::string out(32, '\0');
  must(context && EVP_DigestInit_ex2(context.get(), sha256_of_openssl(), nullptr) == 1 &&
           EVP_DigestUpdate(context.get(), data.data(), data.size()) == 1 &&
           EVP_DigestFinal_ex(context.get(), bytes_of(out), nullptr) == 1,
       "SHA-256");
  return out;
}

struct Mac::Keyed {
  Owned<EVP_MAC_CTX, EVP_MAC_CTX_free> context;
};

Mac::Mac(std::string_view key) : keyed_(std::make_unique<Keyed>()) {
  static const Keyed without_key = [] {  // knows its digest: looking it up costs more than a short MAC
    const Owned<EVP_MAC, EVP_MAC_free> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    Keyed made{Owned<EVP_MAC_CTX, EVP_MAC_CTX_free>(mac ? EVP_MAC_CTX_new(mac.get()) : nullptr)};
    std::string digest = "SHA2-256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), digest.size()),
        OSSL_PARAM_construct_end()};
    must(made.context && EVP_MAC_CTX_set_params(made.context.get(), parameters) == 1, "HMAC is not there");
    return made;
  }();
  keyed_->context.reset(EVP_MAC_CTX_dup(without_key.context.get()));
  // A null key would mean "the key of before"; an empty one is a key.
  const unsigned char* start_of_key = key.empty() ? bytes_of(std::string_view("")) : bytes_of(key);
  must(keyed_->context && EVP_MAC_init(keyed_->context.get(), start_of_key, key.size(), nullptr) == 1, "HMAC");
}

Mac::Mac(Mac&&) noexcept = default;
Mac::~Mac() = default;

std::string Mac::of(std::initializer_list<std::string_view> parts) {
  EVP_MAC_CTX* context = keyed_->context.get();
  bool good = EVP_MAC_init(context, nullptr, 0, nullptr) == 1;  // back to the key alone
  for (const auto part : parts) good = good && EVP_MAC_update(context, bytes_of(part), part.size()) == 1;
  std::string out(32, '\0');
  std::size_t size = 0;
  must(good && EVP_MAC_final(context, bytes_of(out), &size, out.size()) == 1 && size == out.size(), "HMAC");
  return out;
}

std::string hmac_sha256(std::string_view key, std::string_view data) { return Mac(key).of({data}); }

Secret hkdf(const Secret& key, std::string_view purpose, std::size_t size) {
  static const Owned<EVP_KDF, EVP_KDF_free> kdf(EVP_KDF_fetch(nullptr, "HKDF", nullptr));
  const Owned<EVP_KDF_CTX, EVP_KDF_CTX_free> context(kdf ? EVP_KDF_CTX_new(kdf.get()) : nullptr);
  // OpenSSL's parameters are not const, and are only read.
  const auto octets = [](const char* name, std::string_view bytes) {
    return OSSL_PARAM_construct_octet_string(name, const_cast<char*>(bytes.data()), bytes.size());
  };
  std::string digest = "SHA2-256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, digest.data(), digest.size()),
      octets(OSSL_KDF_PARAM_KEY, key.reveal()), octets(OSSL_KDF_PARAM_INFO, purpose), OSSL_PARAM_construct_end()};
  std::string out(size, '\0');
  must(context && EVP_KDF_derive(context.get(), bytes_of(out), out.size(), parameters) == 1, "HKDF");
  return Secret(std::move(out));
}

std::string seal(const Secret& key, std::uint8_t key_id, std::string_view bound, std::string_view plain,
                 Random& random) {
  std::string out{version, char(key_id)};
  out += random.bytes(nonce_size);
  const OwnedCipher cipher = start(key, {out.data(), head_size}, {out.data() + head_size, nonce_size}, bound, true);
  const std::size_t begin = out.size();
  out.resize(begin + plain.size() + tag_size);
  int size = 0, last = 0;
  must(EVP_CipherUpdate(cipher.get(), bytes_of(out) + begin, &size, bytes_of(plain), int(plain.size())) == 1 &&
           EVP_CipherFinal_ex(cipher.get(), bytes_of(out) + begin + size, &last) == 1 &&
           EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_GET_TAG, int(tag_size),
                               bytes_of(out) + begin + plain.size()) == 1,
       "sealing");
  return out;
}

std::optional<Secret> unseal(const Secret& key, std::string_view bound, std::string_view sealed) {
  if (!sealed_key_id(sealed)) return std::nullopt;
  const auto head = sealed.substr(0, head_size), nonce = sealed.substr(head_size, nonce_size);
  std::string_view text = sealed.substr(head_size + nonce_size);
  std::string tag(text.substr(text.size() - tag_size));
  text.remove_suffix(tag_size);
  const OwnedCipher cipher = start(key, head, nonce, bound, false);
  std::string plain(text.size(), '\0');
  int size = 0, last = 0;
  must(EVP_CipherUpdate(cipher.get(), bytes_of(plain), &size, bytes_of(text), int(text.size())) == 1 &&
           EVP_CIPHER_CTX_ctrl(cipher.get(), EVP_CTRL_AEAD_SET_TAG, int(tag_size), tag.data()) == 1,
       "opening");
  Secret opened(std::move(plain));  // wiped when the tag is wrong: nothing unproven leaves
  unsigned char end[tag_size];
  if (EVP_CipherFinal_ex(cipher.get(), end, &last) != 1) {
    ERR_clear_error();
    return std::nullopt;
  }
  return opened;
}

std::optional<std::uint8_t> sealed_key_id(std::string_view sealed) {
  if (sealed.size() < head_size + nonce_size + tag_size || sealed[0] != version) return std::nullopt;
  return std::uint8_t(sealed[1]);
}

}  // namespace doorward::port
