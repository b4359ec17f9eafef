// A worker: one request at a time from the sockets it stands at and the connections it keeps, until it is told to
// leave.
#pragma once
#include <vector>

#include "base/config.hh"
#include "base/log.hh"
#include "door/socket.hh"
#include "port/metrics.hh"
#include "port/notice_pipe.hh"

namespace doorward::door {

struct Post {
  std::vector<int> listeners;                // not blocking
  bool gate_only = false;                    // answers the gate's rows alone, 404 to the rest
  bool crew = false;                         // of a master, which has the say over the log's level
  const port::NoticePipe* in_use = nullptr;  // to the master's child that reads sessions again for all
};

/// Serves until SIGTERM (then first whoever waits at the sockets already, for half of run.drain_timeout at
/// most) or SIGQUIT (leaves after the request at hand; others take over). Returns the exit code of the process.
/// Throws Failure when it cannot begin: master key, sockets.
int work(const Config& config, const Post& post, port::Metrics& metrics);

/// Shared with all others of run.dir; where that cannot be, of this process and its children, and a line in the log
/// says why. For one request alone (CGI) that line is one of debug, since each would warn, and nothing is prepared in
/// memory that nobody will read.
enum class Counts { for_a_worker, for_one_request };
port::Metrics open_metrics(const Config& config, Counts counts = Counts::for_a_worker);

}  // namespace doorward::door
