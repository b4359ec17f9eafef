// A worker that dies in the middle: kill -9 at the n-th command that it sends to the database.
#pragma once
#include <functional>

#include "support/world.hh"

namespace tests {

/// Forks a process whose World reaches the database through a relay. When its `command`-th command (from 1) arrives
/// there, the process is killed and the command is not handed on. True: `work` was done before that, there are no
/// further points to die at.
bool done_before(int command, const doorward::ConfigWords& changes, const std::function<void(World&)>& work);

}  // namespace tests
