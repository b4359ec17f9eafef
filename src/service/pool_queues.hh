// Where the pools stand, and who waits there: connections that no worker has taken yet.
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "base/config.hh"
#include "base/pool.hh"

namespace doorward::service {

/// The path of the Unix socket at which this pool, one of listening_pools, stands.
std::string socket_of(const Config& config, Pool pool);
/// The name under which the master binds such a socket before it is renamed: the kernel goes on to call it so.
std::string before_it_opens(const std::string& path);

/// Of each pool all of whose sockets the kernel shows; the others are not named, since nobody knows.
std::map<Pool, std::uint64_t> pool_queues(const Config& config);

}  // namespace doorward::service
