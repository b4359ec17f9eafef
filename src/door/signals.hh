// Signals as something to read: blocked in the whole process and awaited beside sockets (signalfd(2)),
// so that none cuts a system call short.
#pragma once
#include <initializer_list>

#include "base/time.hh"

namespace doorward::door {

class Signals {
 public:
  /// Blocks these; they come out of next().
  explicit Signals(std::initializer_list<int> numbers);
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals();

  int fd() const { return fd_; }  // readable when one has come
  int next() const;               // its number; 0: none has come
  /// Waits for one, at most this long; 0: none came.
  int wait(Span longest) const;

 private:
  int fd_;
};

}  // namespace doorward::door
