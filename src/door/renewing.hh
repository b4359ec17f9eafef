// A child of the master that reads sessions in use again, before their records are too old, for all workers of this
// host.
#pragma once
#include "base/config.hh"
#include "port/metrics.hh"
#include "port/notice_pipe.hh"

namespace doorward::door {

/// Until SIGTERM or SIGQUIT, which wait for the lot at hand. Nobody waits for it: what it leaves undone is read by
/// whoever is asked for it. Returns the exit code of the process; throws Failure when it cannot begin: master key.
int renew_for_others(const Config& config, const port::NoticePipe& in_use, port::Metrics& metrics);

}  // namespace doorward::door
