// How a CGI program gets out of its web server's sight, so that nothing behind the answer makes anybody wait.
#pragma once
#include <initializer_list>

namespace doorward::door {

/// When the answer was written, and once. The process that the web server started is gone when the answer's end comes;
/// what goes on is a child, whose standard output leads nowhere.
void end_answer();

/// They lead nowhere from here on.
void let_go(std::initializer_list<int> descriptors);

}  // namespace doorward::door
