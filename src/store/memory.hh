// What memcached remembers of sessions, users and tenants. Every record proves itself; absence proves
// nothing (INVARIANTS I3, I4).
//
// A record is believed when it was made with the installation's master key, for this very key and ring, and its
// reading of MySQL began no longer ago than `trust`. Filling takes a lease: a nonce is put where nothing stands, MySQL
// is read, and the record replaces the nonce only if that still stands there. Where something stale stands, that is the
// lease. A revocation writes its mark over whatever stands there, so a reader that was quicker than the commit and
// slower than the mark stores nothing.
#pragma once
#include <array>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/secret.hh"
#include "port/crypto.hh"
#include "port/memcached.hh"
#include "port/random.hh"
#include "store/proved.hh"
#include "store/ring.hh"

namespace doorward::store {

/// What memory says of one record. ended: refuse at once; changed, missing, broken: MySQL must be read.
enum class Trust { valid, ended, changed, missing, broken };

/// A tombstone. ended: the session is over for good; changed: what was remembered is no longer so.
enum class Mark : char { ended = 'E', changed = 'C' };

struct Tombstone {
  std::string key;
  Mark mark;
};

/// One record asked for, and how far its filling has come.
struct Looked {
  std::string key;
  Trust trust = Trust::broken;
  std::string facts;  // valid: as store/record encodes them; later: what is to be kept

  bool ageing = false;  // valid, for more than three tenths of the time
  Time read_at{};       // valid: when MySQL was read

  enum class Place { empty, stale, taken } place = Place::taken;         // taken: valid, or for others to fill
  port::Cas cas;                                                         // of what stands there; later: of our nonce
  std::string lease;                                                     // our nonce, where nothing stood
  bool ours() const { return place == Place::stale || !lease.empty(); }  // to be filled by us
  /// It was valid; if nobody has written there since, this takes its place.
  void renew(std::string with) { place = Place::stale, facts = std::move(with); }
};

/// What came of a look: why a record was believed or not, for the metrics.
enum class Judgement { hit, miss, too_old, foreign_ring, bad_mac, malformed, tombstone, broken };
inline constexpr std::size_t judgements = 8;
std::string_view to_word(Judgement judgement);
/// Something stood there and is not believed, or the server did not answer. A tombstone is believed.
bool is_disbelief(Judgement judgement);
using JudgementCounts = std::array<std::uint64_t, judgements>;

class Memory {
 public:
  /// `mac_key` gives a sub-key of the master key, at the first need: making it starts the crypto library. `trust` is
  /// memcached.trust.
  Memory(port::Memcached memcached, std::function<Secret()> mac_key, Span trust, port::Random& random);

  /// Such keys will be looked at soon. The next question to memcached asks for all of them, and a look at those of them
  /// that stood there is no further question, unless anything was asked in between.
  void expect(std::vector<std::string> keys);
  void expect_nothing();  // and what was seen is forgotten
  /// One multi-get.
  std::vector<Looked> look(std::vector<std::string> keys, Time now);

  /// The steps of filling, in this order, MySQL being read between the first and the second.
  void lease(std::vector<Looked>& all);
  void confirm(std::vector<Looked>& all);                      // which nonces still stand?
  void keep(const std::vector<Looked>& all, Time read_began);  // only where the lease does, and there are facts

  /// Writes tombstones that live `trust` + 60 s. True: no worker will believe an older record under any of these keys.
  bool mark(const std::vector<Tombstone>& all, Time now);
  bool mark(const std::string& key, Mark mark, Time now) { return this->mark({{key, mark}}, now); }
  /// The mark of one revoked access token, living as long as the token. It speeds a refusal up, no more.
  bool blacklist(const std::string& token_key, Time expires_at, Time now);
  bool blacklisted(const std::string& token_key, Time now);

  /// What MySQL says of the ring. From a difference on nothing is believed or stored until they agree again.
  void ring_is(const std::optional<Ring>& ring);
  /// Do all workers that have read `ring` look where this one writes?
  bool same_ring(const std::optional<Ring>& ring) const;

  /// How often each judgement was made since the last call.
  JudgementCounts take_judgements() { return std::exchange(counts_, {}); }

  Span trust() const { return trust_; }
  port::Memcached& memcached() { return memcached_; }

 private:
  using Stood = std::vector<const port::Remembered*>;  // until the next question
  Stood ask(const std::vector<std::string>& keys);
  Stood foreseen(const std::vector<std::string>& keys);

  port::Mac& mac();
  const std::string& ring_bytes();
  std::string seal(std::string_view key, char kind, Time at, std::string_view facts);
  bool proved(std::string_view key, std::string_view value);
  Judgement judge(Looked& looked, const port::Remembered& found, Time now);

  port::Memcached memcached_;
  std::function<Secret()> mac_key_;
  std::optional<port::Mac> mac_;
  Proved proved_;
  Span trust_;
  port::Random& random_;
  std::string ring_bytes_;
  bool other_ring_ = false;
  std::vector<std::string> expected_;    // not asked for yet
  std::vector<std::string> asked_;       // by the latest question
  std::vector<port::Remembered> stood_;  // its answer
  std::size_t next_ = 0;                 // behind what was looked at last: looks come in the order of expecting
  std::uint64_t questions_ = 0;          // of ours
  std::uint64_t foreseen_at_ = 0;        // memcached's count of questions when it was asked for expected keys too
  JudgementCounts counts_{};
};

}  // namespace doorward::store
