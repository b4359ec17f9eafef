// The master: opens the sockets, forks the workers of two pools, and keeps them standing.
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "base/config.hh"

namespace doorward::door {

/// `options`: those that lead any program of ours to the same settings. Runs until SIGTERM or SIGINT. Returns the exit
/// code: 0, 1 (refused: settings, key file, another master) or 3 (a part that is needed does not answer).
///
/// SIGHUP calls `reload`; with what it gives new workers begin, and the former ones leave after the request
/// at hand. When it gives an Error, or a socket cannot be opened, or the master key cannot be read, the
/// former settings stay and one line in the log says why.
/// SIGTERM: the paths of the sockets are taken away, workers serve who waits already and end within
/// run.drain_timeout; then they are killed. A worker that dies is replaced at once, one that dies young after
/// a delay that doubles.
int run_master(Config config, const std::function<Result<Config>()>& reload, const std::vector<std::string>& options);

/// Nobody reads the memory of this process: no core files, no ptrace by the same user.
void shield_process();

}  // namespace doorward::door
