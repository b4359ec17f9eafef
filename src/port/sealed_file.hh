// A file under a passphrase: Argon2id makes the key, AES-256-GCM seals it in chunks. Each chunk is bound to the file,
// to its place and to whether it is the last, so that a cut, a repetition, another order or a flipped bit is refused.
// Memory: one chunk. docs/tenant-file.md has the bytes.
#pragma once
#include <istream>
#include <optional>
#include <ostream>
#include <string>

#include "base/result.hh"
#include "base/secret.hh"
#include "port/random.hh"

namespace doorward::port {

class SealedWriter {
 public:
  SealedWriter(std::ostream& out, const Secret& passphrase, Random& random);
  void write(std::string_view plain);
  void end();  // throws Failure when not all of it could be written

 private:
  void put_chunk(bool last);
  std::ostream& out_;
  Random& random_;
  std::string head_;
  Secret key_;
  std::string waiting_;
  std::uint64_t count_ = 0;
};

class SealedReader {
 public:
  /// The head is read; VALIDATION_ERROR: not such a file.
  static Result<SealedReader> open(std::istream& in, const Secret& passphrase);
  /// With a key instead of a passphrase.
  static Result<SealedReader> open_with_key(std::istream& in, const Secret& key);

  /// The next line, without its end; nullopt after the last one, which is proved to be the last. VALIDATION_ERROR: the
  /// passphrase is wrong or the file damaged; what was read before was whole.
  Result<std::optional<std::string>> line();

 private:
  SealedReader(std::istream& in, std::string head, Secret key);
  Result<void> take_chunk();
  std::istream* in_;
  std::string head_;
  Secret key_;
  std::string ahead_;  // sealed bytes that were read to see whether there are more
  std::string plain_;
  std::size_t at_ = 0;
  std::uint64_t count_ = 0;
  bool last_ = false;
};

}  // namespace doorward::port
