// A few FastCGI workers by libfcgi alone: what the yardsticks of the gate are made of.
#pragma once
#include <functional>
#include <string>

namespace bench {

/// What a worker does for each request before it answers 204 (as an Authorizer 200). Made once in each worker.
using Work = std::function<void()>;

/// `address`: a path, a port of 127.0.0.1, or "-" for one worker on descriptor 0. Never returns normally: the workers
/// end with the process that forked them.
int run_crew(const std::string& address, int workers, const std::function<Work()>& make_work);

}  // namespace bench
