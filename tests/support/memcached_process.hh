// A memcached of a test's own, which the test may stop, kill, restart and flush.
#pragma once
#include <sys/types.h>

#include <string>

#include "support/folder.hh"

namespace tests {

class MemcachedProcess {
 public:
  MemcachedProcess();  // started, and answering
  MemcachedProcess(const MemcachedProcess&) = delete;
  MemcachedProcess& operator=(const MemcachedProcess&) = delete;
  ~MemcachedProcess();

  const std::string& address() const { return socket_; }
  void start();
  void kill();    // SIGKILL; its socket stays behind and refuses
  void stop();    // SIGSTOP: it takes connections and says nothing
  void resume();  // SIGCONT

  /// One command and its whole answer, on a connection of its own. `end`: how the answer ends.
  std::string tell(const std::string& command, const std::string& end = "\r\n") const;
  void flush() const { tell("flush_all\r\n"); }
  void put(const std::string& key, const std::string& value) const;  // whatever stands there, unproved
  std::string look(const std::string& key) const;                    // the raw value; empty: none

 private:
  Folder folder_;
  std::string socket_;
  pid_t pid_ = -1;
};

}  // namespace tests
