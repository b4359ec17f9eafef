// What the files that speak with OpenSSL share: owning pointers, and byte pointers of strings. Seen by port/ alone.
#pragma once
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/error.hh"

namespace doorward::port {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* held) const {
    release(held);
  }
};
template <class T, auto release>
using Owned = std::unique_ptr<T, Release<release>>;

using OwnedKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using OwnedKeyContext = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;
using OwnedDigest = Owned<EVP_MD_CTX, EVP_MD_CTX_free>;
using OwnedCipher = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;
using OwnedNumber = Owned<BIGNUM, BN_clear_free>;
using OwnedEcdsa = Owned<ECDSA_SIG, ECDSA_SIG_free>;

inline const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
inline unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

/// For calls that fail only when something is badly wrong. OpenSSL's queue holds no secret, but it is emptied.
inline void must(bool good, const char* what) {
  if (good) return;
  ERR_clear_error();
  throw Failure(std::string("OpenSSL: ") + what);
}

}  // namespace doorward::port
