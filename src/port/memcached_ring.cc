#include "port/memcached_ring.hh"

#include <libmemcached/memcached.h>

#include <new>

#include "base/error.hh"
#include "port/library.hh"

namespace doorward::port {
namespace {

/// The functions that are used.
struct Functions {
  Library library{"libmemcached.so.11"};
#define FUNCTION(name) decltype(::name)* name = library.find<decltype(::name)>(#name)
  FUNCTION(memcached_create);
  FUNCTION(memcached_free);
  FUNCTION(memcached_behavior_set);
  FUNCTION(memcached_server_add_unix_socket);
  FUNCTION(memcached_generate_hash);
#undef FUNCTION
};

}  // namespace

struct MemcachedRing::Chooser {
  Functions functions;
  memcached_st* ring = functions.memcached_create(nullptr);
  ~Chooser() { functions.memcached_free(ring); }
};

MemcachedRing::MemcachedRing(const std::vector<std::string>& servers) {
  if (servers.size() < 2) return;
  chooser_ = std::make_unique<Chooser>();
  const auto& [functions, ring] = *chooser_;
  if (!ring) throw std::bad_alloc();
  functions.memcached_behavior_set(ring, MEMCACHED_BEHAVIOR_DISTRIBUTION, MEMCACHED_DISTRIBUTION_CONSISTENT_KETAMA);
  functions.memcached_behavior_set(ring, MEMCACHED_BEHAVIOR_HASH, MEMCACHED_HASH_MD5);
  for (const auto& server : servers) {
    // The ring needs names, not connections: a path is as good a name as an address.
    const auto added = functions.memcached_server_add_unix_socket(ring, server.c_str());
    if (memcached_failed(added)) throw Failure("memcached.servers: " + server + ": not an address");
  }
}

MemcachedRing::~MemcachedRing() = default;

std::size_t MemcachedRing::index(const std::string& key) const {
  return chooser_ ? chooser_->functions.memcached_generate_hash(chooser_->ring, key.data(), key.size()) : 0;
}

}  // namespace doorward::port
