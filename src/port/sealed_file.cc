#include "port/sealed_file.hh"

#include <argon2.h>

#include <utility>

#include "port/crypto.hh"

namespace doorward::port {
namespace {

constexpr std::string_view magic = "doorward-tenant 1\n";  // a version is one way to seal, with these numbers
constexpr std::size_t salt_size = 16, key_size = 32;
constexpr std::uint32_t passes = 3, memory_kib = 64 * 1024, lanes = 1;
constexpr std::size_t chunk_size = 64 * 1024, overhead = 2 + 12 + 16;  // version, key id, nonce, tag
constexpr std::size_t line_max = 1024 * 1024;

Secret key_of(const Secret& passphrase, std::string_view head) {
  const std::string_view salt = head.substr(magic.size());
  std::string key(key_size, '\0');
  const auto words = passphrase.reveal();
  const int rc = argon2id_hash_raw(passes, memory_kib, lanes, words.data(), words.size(), salt.data(), salt.size(),
                                   key.data(), key.size());
  if (rc != ARGON2_OK) throw Failure(std::string("Argon2: ") + argon2_error_message(rc));
  return Secret(std::move(key));
}

std::string place_of(std::string_view head, std::uint64_t count, bool last) {
  return std::string(head) + std::to_string(count) + (last ? " end" : " more");
}

Error damaged(std::uint64_t count) {
  return wrong("file", count == 0 ? "does not open: the passphrase is wrong, or it is damaged"
                                  : "is damaged or not whole behind " + std::to_string(count * chunk_size) + " bytes");
}

}  // namespace

SealedWriter::SealedWriter(std::ostream& out, const Secret& passphrase, Random& random)
    : out_(out),
      random_(random),
      head_(std::string(magic) + random.bytes(salt_size)),
      key_(key_of(passphrase, head_)) {}

void SealedWriter::write(std::string_view plain) {
  waiting_ += plain;
  while (waiting_.size() > chunk_size) put_chunk(false);
}

void SealedWriter::put_chunk(bool last) {
  const std::string_view plain = std::string_view(waiting_).substr(0, chunk_size);
  if (count_ == 0) out_ << head_;
  out_ << seal(key_, 0, place_of(head_, count_, last), plain, random_);
  if (!out_) throw Failure("the file could not be written");
  ++count_;
  wipe(waiting_.data(), plain.size());
  waiting_.erase(0, plain.size());
}

void SealedWriter::end() {
  put_chunk(true);
  if (!out_.flush()) throw Failure("the file could not be written");
}

SealedReader::SealedReader(std::istream& in, std::string head, Secret key)
    : in_(&in), head_(std::move(head)), key_(std::move(key)) {}

Result<SealedReader> SealedReader::open(std::istream& in, const Secret& passphrase) {
  std::string head(magic.size() + salt_size, '\0');
  in.read(head.data(), std::streamsize(head.size()));
  if (!in || !head.starts_with(magic)) return wrong("file", "is not an exported tenant that this release reads");
  Secret key = key_of(passphrase, head);
  return SealedReader(in, std::move(head), std::move(key));
}

Result<SealedReader> SealedReader::open_with_key(std::istream& in, const Secret& key) {
  std::string head(magic.size() + salt_size, '\0');
  in.read(head.data(), std::streamsize(head.size()));
  if (!in || !head.starts_with(magic)) return wrong("file", "is not an exported tenant that this release reads");
  return SealedReader(in, std::move(head), key);
}

Result<void> SealedReader::take_chunk() {
  constexpr std::size_t whole = chunk_size + overhead;
  const std::size_t had = ahead_.size();
  ahead_.resize(whole + 1);  // one byte more tells whether this is the last
  in_->read(ahead_.data() + had, std::streamsize(ahead_.size() - had));
  ahead_.resize(had + std::size_t(in_->gcount()));
  last_ = ahead_.size() <= whole;
  const auto opened = unseal(key_, place_of(head_, count_, last_), std::string_view(ahead_).substr(0, whole));
  if (!opened) return damaged(count_);
  ahead_.erase(0, whole);
  ++count_;
  wipe(plain_.data(), at_);
  plain_.erase(0, at_);
  at_ = 0;
  plain_ += opened->reveal();
  return {};
}

Result<std::optional<std::string>> SealedReader::line() {
  for (std::size_t looked = at_;;) {
    const auto end = plain_.find('\n', looked);
    if (end != std::string::npos) {
      std::string found = plain_.substr(at_, end - at_);
      at_ = end + 1;
      return std::optional(std::move(found));
    }
    if (plain_.size() - at_ > line_max) return wrong("file", "has a line that is too long");
    if (last_ && at_ == plain_.size()) return std::optional<std::string>();
    if (last_) return wrong("file", "ends within a line");
    looked = plain_.size() - at_;
    if (auto taken = take_chunk(); !taken) return taken.error();
  }
}

}  // namespace doorward::port
