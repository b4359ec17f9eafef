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

  /// One multi-get of at most two keys. True: memory decides, nothing further is to be asked.
  bool look();
  /// What was not decided was known, and no revocation has been written over it since.
  bool merely_old() const;
  void lease();              // a nonce wherever nothing stands
  void read(TenantDb& db);   // one SELECT
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
  /// Memory decided, and the record of the session has lived for three tenths of its time.
  bool ageing() const;
  Time read_at() const { return looked_.front().read_at; }  // where it is ageing
  /// The session's cookie was used, and that is to be written. The facts say so already.
  bool use_is_due() const { return use_is_due_; }
  Facts take() { return std::move(facts_); }

 private:
  bool decode(const Looked& looked);
  void doubt_own_role();

  Memory& memory_;
  Wanted wanted_;
  Time now_;
  std::vector<Looked> looked_;
  Facts facts_;
  bool ended_ = false, use_is_due_ = false;
};

}  // namespace doorward::store
