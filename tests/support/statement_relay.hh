// A relay before MariaDB that counts the commands of one client process and kills that process at the n-th:
// the worker dies at every point where it can be seen to die, and no product code knows of it.
#pragma once
#include <sys/types.h>

#include <functional>
#include <string>

#include "support/world.hh"

namespace tests {

/// Before the server has seen the command, or after it has answered (the answer is lost with the process).
enum class KillAt { before, after };

struct Relayed {
  bool killed = false;  // false: the process ended by itself before its n-th command
  int commands = 0;     // that reached the server
};

/// Runs `act` in a child process whose service reaches the database through the relay, and kills that process
/// with SIGKILL at its n-th command (n from 1). `act` must not use Boost.Test.
Relayed run_and_kill(doorward::Time now, int n, KillAt when, const std::function<void(World&)>& act);

}  // namespace tests
