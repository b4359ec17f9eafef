#include "port/memcached_ring.hh"

#include <dlfcn.h>
#include <libmemcached/memcached.h>

#include <new>

#include "base/error.hh"

namespace doorward::port {
namespace {

constexpr const char* library_name = "libmemcached.so.11";

void* open_library() {
  void* library = ::dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (!library) throw Failure(std::string(library_name) + " cannot be opened, which several memcached servers need");
  return library;
}

template <class Function>
Function* find(void* library, const char* name) {
  auto* found = reinterpret_cast<Function*>(::dlsym(library, name));
  if (!found) throw Failure(std::string(library_name) + " has no " + name);
  return found;
}

/// The functions that are used. Never closed: a process has one ring.
struct Library {
  void* opened = open_library();
#define FUNCTION(name) decltype(::name)* name = find<decltype(::name)>(opened, #name)
  FUNCTION(memcached_create);
  FUNCTION(memcached_free);
  FUNCTION(memcached_behavior_set);
  FUNCTION(memcached_server_add_unix_socket);
  FUNCTION(memcached_generate_hash);
#undef FUNCTION
};

}  // namespace

struct MemcachedRing::Chooser {
  Library library;
  memcached_st* ring = library.memcached_create(nullptr);
  ~Chooser() { library.memcached_free(ring); }
};

MemcachedRing::MemcachedRing(const std::vector<std::string>& servers) {
  if (servers.size() < 2) return;
  chooser_ = std::make_unique<Chooser>();
  const auto& [library, ring] = *chooser_;
  if (!ring) throw std::bad_alloc();
  library.memcached_behavior_set(ring, MEMCACHED_BEHAVIOR_DISTRIBUTION, MEMCACHED_DISTRIBUTION_CONSISTENT_KETAMA);
  library.memcached_behavior_set(ring, MEMCACHED_BEHAVIOR_HASH, MEMCACHED_HASH_MD5);
  for (const auto& server : servers) {
    // The ring needs names, not connections: a path is as good a name as an address.
    const auto added = library.memcached_server_add_unix_socket(ring, server.c_str());
    if (memcached_failed(added)) throw Failure("memcached.servers: " + server + ": not an address");
  }
}

MemcachedRing::~MemcachedRing() = default;

std::size_t MemcachedRing::index(const std::string& key) const {
  return chooser_ ? chooser_->library.memcached_generate_hash(chooser_->ring, key.data(), key.size()) : 0;
}

}  // namespace doorward::port
