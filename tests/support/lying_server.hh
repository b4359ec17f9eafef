// A server on a Unix socket that answers everything it is told with the same bytes, in a process of its own.
#pragma once
#include <sys/types.h>

#include <chrono>
#include <string>

#include "support/folder.hh"

namespace tests {

class LyingServer {
 public:
  /// `pause`: before each byte; zero: all at once.
  explicit LyingServer(const std::string& answer, std::chrono::milliseconds pause = {});
  LyingServer(const LyingServer&) = delete;
  LyingServer& operator=(const LyingServer&) = delete;
  ~LyingServer();
  const std::string& address() const { return socket_; }

 private:
  Folder folder_;
  std::string socket_;
  pid_t pid_ = -1;
};

}  // namespace tests
