// Rests of a process that works in batches, awake for the signals that end it.
#pragma once
#include "base/time.hh"

namespace doorward::port {

/// Nothing here is for a worker: it never rests.
class Rest {
 public:
  /// Blocks SIGTERM and SIGINT in this process for as long as it lives.
  Rest();

  /// Waits this long. False, at once and from then on: one of the signals has come.
  bool operator()(Span longest);

 private:
  bool ended_ = false;
};

}  // namespace doorward::port
