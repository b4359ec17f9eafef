// Which locks of this host are held at this moment, as the kernel says: nobody is disturbed by the question.
#pragma once
#include <string>

namespace doorward::port {

/// How many of the files KIND.0, KIND.1, … below `count` of `folder` are held by flock(2), as hash slots and seats of
/// their queue are. 0 where /proc does not say.
int held_locks(const std::string& folder, const std::string& kind, int count);

}  // namespace doorward::port
