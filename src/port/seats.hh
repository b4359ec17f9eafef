// Where workers sit: each says in shared memory which pool it is of and whether it is busy. A seat names pid and start
// time of its worker, so one that was killed is told from one that lives.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <vector>

#include "base/pool.hh"
#include "port/shared_table.hh"

namespace doorward::port {

/// What a worker's seat says.
struct Seated {
  pid_t pid = 0;
  Pool pool = Pool::app;
  std::chrono::microseconds busy_for{0};  // 0: idle
  std::uint64_t requests = 0;
};
/// Those that live, in order of pool and pid.
std::vector<Seated> seated(const SharedTable& table);

/// This worker's seat, from its beginning to its end. Without a free one it stands, which nobody sees.
class Seat {
 public:
  Seat(SharedTable& table, Pool pool);
  Seat(const Seat&) = delete;
  Seat& operator=(const Seat&) = delete;
  ~Seat();
  void busy();
  void idle();
  std::uint64_t requests() const { return seat_->requests.get(); }

 private:
  SharedSeat standing_;
  SharedSeat* seat_ = &standing_;
};

/// The seat of a child that ended without leaving it.
void clear_seat(SharedTable& table, pid_t pid);

}  // namespace doorward::port
