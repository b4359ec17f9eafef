// The whole of doorwardctl: arguments → command → printed answer and exit code.
#pragma once
#include <istream>
#include <ostream>

namespace doorward::command {

/// 0 done, 1 refused, 2 wrong usage, 3 a part that is needed does not answer; of `status` alone: 4 degraded,
/// 5 unhealthy.
int run(int argc, const char* const* argv, const char* const* environment, std::istream& in, std::ostream& out,
        std::ostream& err);

}  // namespace doorward::command
