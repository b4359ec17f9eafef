// Which server has a key. Used by port/memcached alone.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace doorward::port {

/// libmemcached's consistent hash, so that everybody finds a key where everybody else put it. The library is opened
/// only where there is something to choose: to start a worker, loading it with its own libraries is dear.
class MemcachedRing {
 public:
  /// Throws Failure for what is no address.
  explicit MemcachedRing(const std::vector<std::string>& servers);
  ~MemcachedRing();
  /// Of the server, in the order in which they were given.
  std::size_t index(const std::string& key) const;

 private:
  struct Chooser;
  std::unique_ptr<Chooser> chooser_;  // none: one server, or no server
};

}  // namespace doorward::port
