// Password hashes: Argon2id by libargon2 (PHC strings), in one of a few slots of this host.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hh"
#include "base/secret.hh"
#include "port/argon2.hh"
#include "port/hasher.hh"
#include "port/meter.hh"
#include "port/random.hh"

namespace doorward::port {

// `hasher`: who is asked to do it (hasher.hh); without one it is done in this process.
/// "$argon2id$v=19$m=…,t=…,p=1$…". `password` is at most 1,024 bytes and without NUL (checked before).
/// Failure when the cost is not affordable.
std::string hash_password(const Secret& password, HashCost cost, Random& random, Hasher* hasher = nullptr);
/// False for a wrong password and for a stored string that is broken or not affordable.
bool check_password(const Secret& password, std::string_view stored, Hasher* hasher = nullptr);
/// What checking `stored` costs; nullopt: it is not a hash that is checked.
std::optional<HashCost> cost_of(std::string_view stored);
bool needs_rehash(std::string_view stored, HashCost cost);

/// N files in a folder, each held by flock while a password is hashed: freed by the kernel when a process dies. The
/// hasher of the folder does the work where there is one.
class HashSlots {
 public:
  HashSlots(std::string folder, int slots, int queue, std::chrono::microseconds wait);

  class Held {  // frees its slot when it dies
   public:
    explicit Held(int fd) : fd_(fd) {}
    Held(Held&& other) noexcept;
    Held& operator=(Held&&) = delete;
    ~Held();
    int fd() const { return fd_; }
    std::string hash(const Secret& password, HashCost cost, Random& random);  // as hash_password
    bool check(const Secret& password, std::string_view stored);              // as check_password

   private:
    friend class HashSlots;
    int fd_;
    Hasher hasher_{};
    std::optional<Measured> work_{};
  };
  /// OVERLOADED (retry_after set) when the queue is full or the wait is over. The slots outlive what is held.
  Result<Held> take() &;

  const Meter& waiting() const { return waiting_; }  // for a slot; OVERLOADED is a failure
  const Meter& hashing() const { return hashing_; }  // slots held, from taken to freed; a late hasher is a failure

 private:
  Result<Held> wait_in_queue();

  std::string folder_, hasher_;
  int slots_, queue_;
  std::chrono::microseconds wait_;
  Meter waiting_, hashing_;
};

}  // namespace doorward::port
