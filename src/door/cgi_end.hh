// How a CGI program gets out of its web server's sight, so that nothing behind the answer makes anybody wait.
#pragma once
#include <initializer_list>

namespace doorward::door {

/// Whoever makes one goes on as a child, while still small, and the process that the web server started is gone long
/// before the answer's end; its exit code says nothing of the answer. Where no child can be had it goes on itself.
class Detached {
 public:
  Detached();
  ~Detached();
  Detached(const Detached&) = delete;
  Detached& operator=(const Detached&) = delete;

  /// When the answer was written, and once: from here on standard output leads nowhere.
  void end_answer() const;

 private:
  int program_;  // what the web server started; -1: this process, or it cannot be watched
};

/// They lead nowhere from here on.
void let_go(std::initializer_list<int> descriptors);

}  // namespace doorward::door
