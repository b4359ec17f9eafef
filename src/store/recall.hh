// Facts from memory, or from MySQL and then into memory. The steps stand apart so that a test can put another worker
// between any two of them.
#pragma once
#include <vector>

#include "store/facts.hh"
#include "store/memory.hh"

namespace doorward::store {

class Recall {
 public:
  /// `now` is the moment of the request: before any reading, so a record is never believed for too long.
  Recall(Memory& memory, Wanted wanted, Time now);

  /// One multi-get of at most three keys. True: memory decides, nothing further is to be asked.
  bool look();
  void lease();              // a nonce wherever nothing valid stands
  void read(TenantDb& db);   // one SELECT; for a session cookie, once a minute, the last use too
  void confirm();            // which of our nonces still stand?
  void keep();               // those are replaced by what was read
  void fill(TenantDb& db) {  // all of it
    lease();
    read(db);
    confirm();
    keep();
  }

  /// A tombstone says that the session ended. There are no facts then.
  bool ended() const { return ended_; }
  const Facts& facts() const { return facts_; }
  Facts take() { return std::move(facts_); }

 private:
  bool decode(const Looked& looked);
  void note_use(TenantDb& db);
  std::string encoded(const Looked& looked) const;

  Memory& memory_;
  Wanted wanted_;
  Time now_;
  std::vector<std::string> keys_;
  std::vector<Looked> looked_;
  Facts facts_;
  bool ended_ = false;
};

}  // namespace doorward::store
