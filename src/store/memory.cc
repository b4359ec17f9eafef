// A value is: version, kind, time (8 bytes), ring (8 bytes), facts, MAC (16 bytes, over key and all before it).
// The version is not part of the key: workers of two releases see each other's tombstones, as long as both make the
// same keys, and what one of them cannot read is missing to it.
#include "store/memory.hh"

#include <algorithm>
#include <iterator>

#include "base/encode.hh"
#include "base/find_from.hh"
#include "base/log.hh"
#include "port/crypto.hh"

namespace doorward::store {
namespace {

constexpr char version = 1;
constexpr char record = 'R';
constexpr char lease_sign = 'L';
constexpr std::size_t head_size = 18, mac_size = 16, nonce_size = 16;
constexpr std::size_t most_proved = 512, largest_proved = 2048;
/// In a crowd larger than that each newcomer would push out one that comes again sooner: one question in so many lets
/// its records in. An odd number, since a request may ask twice.
constexpr std::uint64_t lets_in = 9;
constexpr seconds lease_life{3};  // longer than a reading of MySQL may take
constexpr seconds tombstone_beyond_trust{60};
constexpr std::size_t most_marks = 100;  // in one question
constexpr Span ahead = seconds(1);       // so far may the clock of the worker that read be ahead of ours

seconds rounded_up(Span span) { return std::chrono::ceil<seconds>(span); }

std::string bytes_of(Time at) {
  std::string out;
  const auto value = std::uint64_t(at.time_since_epoch().count());
  for (unsigned i = 0; i < 8; ++i) out.push_back(char(value >> (8 * i)));
  return out;
}

Time time_of(std::string_view bytes) {
  std::uint64_t value = 0;
  for (unsigned i = 0; i < 8; ++i) value |= std::uint64_t(static_cast<unsigned char>(bytes[i])) << (8 * i);
  return Time(Span(std::int64_t(value)));
}

bool is_lease(std::string_view value) { return value.size() == nonce_size + 1 && value[0] == lease_sign; }

std::string mac_of(port::Mac& mac, std::string_view name, std::string_view content) {
  return mac.of({name, std::string_view("\0", 1), content}).substr(0, mac_size);
}

}  // namespace

std::string_view to_word(Judgement judgement) {
  switch (judgement) {
    case Judgement::hit: return "hit";
    case Judgement::miss: return "miss";
    case Judgement::too_old: return "too_old";
    case Judgement::foreign_ring: return "foreign_ring";
    case Judgement::bad_mac: return "bad_mac";
    case Judgement::malformed: return "malformed";
    case Judgement::tombstone: return "tombstone";
    case Judgement::broken: return "broken";
  }
  return "";
}

bool is_disbelief(Judgement judgement) {
  return judgement != Judgement::hit && judgement != Judgement::miss && judgement != Judgement::tombstone;
}

Memory::Memory(port::Memcached memcached, std::function<Secret()> mac_key, Span trust, port::Random& random)
    : memcached_(std::move(memcached)),
      mac_key_(std::move(mac_key)),
      proved_(most_proved),
      trust_(trust),
      random_(random) {}

port::Mac& Memory::mac() {
  if (!mac_) mac_.emplace(mac_key_().reveal());
  return *mac_;
}

const std::string& Memory::ring_bytes() {
  if (ring_bytes_.empty()) ring_bytes_ = from_hex(memcached_.ring()).value();
  return ring_bytes_;
}

std::string Memory::seal(std::string_view key, char kind, Time at, std::string_view facts) {
  std::string value{version, kind};
  value.reserve(head_size + facts.size() + mac_size);
  value.append(bytes_of(at)).append(ring_bytes()).append(facts);
  value.append(mac_of(mac(), key, value));
  return value;
}

/// The same bytes under the same key have the same MAC: what was proved once need not be computed again. Whether
/// they may still be believed is another question, asked each time.
bool Memory::proved(std::string_view key, std::string_view value) {
  if (proved_.holds(key, value)) return true;
  const std::string_view content = value.substr(0, value.size() - mac_size);
  if (!same_secret(mac_of(mac(), key, content), value.substr(content.size()))) return false;
  if (value.size() <= largest_proved && questions_ % lets_in == 0) proved_.remember(key, value);
  return true;
}

Judgement Memory::judge(Looked& looked, const port::Remembered& found, Time now) {
  looked.trust = found.found == port::Found::broken ? Trust::broken : Trust::missing;
  looked.place = found.found == port::Found::miss ? Looked::Place::empty : Looked::Place::taken;
  if (found.found == port::Found::broken) return Judgement::broken;
  if (found.found == port::Found::miss || is_lease(found.value)) return Judgement::miss;
  looked.place = Looked::Place::stale;
  looked.cas = found.cas;
  const std::string_view value = found.value;
  if (value.size() < head_size + mac_size || value[0] != version) return Judgement::malformed;
  if (!proved(looked.key, found.value)) return Judgement::bad_mac;
  const std::string_view content = value.substr(0, value.size() - mac_size);
  if (value[1] == char(Mark::ended)) {
    looked.trust = Trust::ended;
    looked.place = Looked::Place::taken;
    return Judgement::tombstone;
  }
  if (value[1] == char(Mark::changed)) {
    looked.trust = Trust::changed;
    return Judgement::tombstone;
  }
  if (value[1] != record) return Judgement::malformed;
  if (content.substr(10, 8) != ring_bytes()) return Judgement::foreign_ring;
  looked.read_at = time_of(content.substr(2, 8));
  const Span age = now - looked.read_at;
  if (age < -ahead || age > trust_) return Judgement::too_old;
  looked.trust = Trust::valid;
  looked.ageing = age > trust_ * 3 / 10;
  looked.place = Looked::Place::taken;
  looked.facts = content.substr(head_size);
  return Judgement::hit;
}

void Memory::expect(std::vector<std::string> keys) {
  std::move(keys.begin(), keys.end(), std::back_inserter(expected_));
}

void Memory::expect_nothing() {
  expected_.clear();
  foreseen_at_ = 0;
}

/// Empty: not all of them stood there, or something was asked since, which may have changed it.
Memory::Stood Memory::foreseen(const std::vector<std::string>& keys) {
  if (foreseen_at_ == 0 || foreseen_at_ != memcached_.meter().calls) return {};
  Stood all;
  for (const auto& key : keys) {
    const std::size_t at = find_from(asked_, next_, key);
    if (at == asked_.size() || stood_[at].found != port::Found::hit) return {};
    next_ = at + 1;
    all.push_back(&stood_[at]);
  }
  return all;
}

Memory::Stood Memory::ask(const std::vector<std::string>& keys) {
  if (auto all = foreseen(keys); !all.empty()) return all;
  const bool together = !expected_.empty();
  ++questions_;
  foreseen_at_ = 0;
  asked_ = keys;
  for (auto& key : expected_)
    if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.push_back(std::move(key));
  expected_.clear();
  memcached_.get(asked_, stood_);
  if (together) foreseen_at_ = memcached_.meter().calls;
  next_ = keys.size();
  Stood all;
  for (std::size_t i = 0; i < keys.size(); ++i) all.push_back(&stood_[i]);
  return all;
}

std::vector<Looked> Memory::look(std::vector<std::string> keys, Time now) {
  std::vector<Looked> all(keys.size());
  const bool asked = memcached_.configured() && !other_ring_;
  const auto found = asked ? ask(keys) : Stood();
  for (std::size_t i = 0; i < all.size(); ++i) {
    all[i].key = std::move(keys[i]);
    all[i].trust = Trust::missing;
    const auto judgement = asked ? judge(all[i], *found[i], now) : Judgement::foreign_ring;
    if (memcached_.configured()) ++counts_[std::size_t(judgement)];
  }
  return all;
}

void Memory::lease(std::vector<Looked>& all) {
  using How = port::Storing::How;
  std::vector<port::Storing> nonces;
  std::vector<Looked*> takers;
  for (auto& looked : all) {
    if (looked.place != Looked::Place::empty) continue;
    nonces.push_back({How::add, looked.key, lease_sign + random_.bytes(nonce_size), lease_life});
    takers.push_back(&looked);
  }
  if (nonces.empty()) return;
  const auto stored = memcached_.store(nonces);
  for (std::size_t i = 0; i < takers.size(); ++i)
    if (stored[i] == port::Stored::yes) takers[i]->lease = std::move(nonces[i].value);
}

void Memory::confirm(std::vector<Looked>& all) {
  std::vector<std::string> keys;
  for (const auto& looked : all)
    if (!looked.lease.empty()) keys.push_back(looked.key);
  if (keys.empty()) return;
  const auto found = memcached_.get(keys);
  auto next = found.begin();
  for (auto& looked : all) {
    if (looked.lease.empty()) continue;
    if (next->found == port::Found::hit && next->value == looked.lease)
      looked.cas = next->cas;
    else
      looked.lease.clear();
    ++next;
  }
}

void Memory::keep(const std::vector<Looked>& all, Time read_began) {
  std::vector<port::Storing> records;
  for (const auto& looked : all)
    if (looked.ours() && !looked.facts.empty())
      records.push_back({port::Storing::How::cas, looked.key, seal(looked.key, record, read_began, looked.facts),
                         rounded_up(trust_) + seconds(1), looked.cas});
  if (!records.empty() && !other_ring_) memcached_.store(records);
}

bool Memory::mark(const std::vector<Tombstone>& all, Time now) {
  if (!memcached_.configured()) return true;
  bool written = true;
  for (std::size_t from = 0; from < all.size(); from += most_marks) {
    std::vector<port::Storing> some;
    for (std::size_t i = from; i < std::min(from + most_marks, all.size()); ++i)
      some.push_back({port::Storing::How::set, all[i].key, seal(all[i].key, char(all[i].mark), now, {}),
                      rounded_up(trust_) + tombstone_beyond_trust});
    for (const auto stored : memcached_.store(some)) written = written && stored == port::Stored::yes;
  }
  return written;
}

bool Memory::blacklist(const std::string& token_key, Time expires_at, Time now) {
  if (!memcached_.configured() || expires_at <= now) return true;
  const auto value = seal(token_key, char(Mark::ended), now, {});
  return memcached_.set(token_key, value, rounded_up(expires_at - now)) == port::Stored::yes;
}

bool Memory::blacklisted(const std::string& token_key, Time now) {
  return look({token_key}, now).front().trust == Trust::ended;
}

bool Memory::same_ring(const std::optional<Ring>& ring) const {
  if (ring) return ring->fingerprint == memcached_.ring();
  return !memcached_.configured();
}

void Memory::ring_is(const std::optional<Ring>& ring) {
  const bool other = !same_ring(ring);
  if (other && !other_ring_)
    log(Level::warning, "memcached.servers is not the ring of this installation: nothing in memory is believed",
        {{"ours", memcached_.ring()}, {"installation", ring ? ring->fingerprint : "none"}});
  other_ring_ = other;
}

}  // namespace doorward::store
