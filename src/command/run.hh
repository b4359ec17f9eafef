// The whole of doorwardctl: arguments → command → printed answer and exit code.
#pragma once
#include <istream>
#include <ostream>

namespace doorward::command {

namespace exits {
#define EXIT(word, code, sentence) inline constexpr int word = code;
#include "command/exits.def"
#undef EXIT
}  // namespace exits

/// Returns one of them.
int run(int argc, const char* const* argv, const char* const* environment, std::istream& in, std::ostream& out,
        std::ostream& err);

}  // namespace doorward::command
