// A memcached of a test's own, which the test may stop, kill, restart and flush.
#pragma once
#include <sys/types.h>

#include <string>
#include <vector>

#include "support/folder.hh"

namespace tests {

/// Behind the service's back.
class MemcachedTalk {
 public:
  explicit MemcachedTalk(std::string socket) : socket_(std::move(socket)) {}
  const std::string& address() const { return socket_; }
  /// One command and its whole answer, on a connection of its own. `end`: how the answer ends.
  std::string tell(const std::string& command, const std::string& end = "\r\n") const;
  void flush() const { tell("flush_all\r\n"); }
  void put(const std::string& key, const std::string& value) const;  // whatever stands there, unproved
  std::string look(const std::string& key) const;                    // the raw value; empty: none
  std::vector<std::string> keys() const;                             // all that there are

 private:
  std::string socket_;
};

class MemcachedProcess : private Folder, public MemcachedTalk {
 public:
  MemcachedProcess();  // started, and answering
  ~MemcachedProcess();

  void start();
  void kill();    // SIGKILL; its socket stays behind and refuses
  void stop();    // SIGSTOP: it takes connections and says nothing
  void resume();  // SIGCONT

 private:
  pid_t pid_ = -1;
};

}  // namespace tests
