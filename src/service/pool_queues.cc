#include "service/pool_queues.hh"

#include "port/accept_queues.hh"
#include "port/hasher.hh"

namespace doorward::service {

std::string socket_of(const Config& config, Pool pool) {
  if (pool == Pool::hash) return port::hasher_socket(config.run.dir);
  const std::string& said = pool == Pool::gate ? config.run.gate_socket : config.run.app_socket;
  return said.empty() ? config.run.dir + "/" + std::string(to_word(pool)) + ".sock" : said;
}

std::string before_it_opens(const std::string& path) { return path + ".new"; }

std::map<Pool, std::uint64_t> pool_queues(const Config& config) {
  std::map<Pool, std::uint64_t> found;
  const auto local = port::local_queues();
  for (const Pool pool : listening_pools) {
    const std::string path = socket_of(config, pool);
    for (const auto& name : {path, before_it_opens(path)})
      if (const auto queue = local.find(name); queue != local.end()) found[pool] += queue->second;
  }
  if (config.run.gate_tcp.empty() || !found.contains(Pool::gate)) return found;
  const auto place = HostPort::parse(config.run.gate_tcp);
  const auto tcp = port::tcp_queues();
  const auto queue = place ? tcp.find(*place) : tcp.end();
  if (queue == tcp.end())
    found.erase(Pool::gate);
  else
    found[Pool::gate] += queue->second;
  return found;
}

}  // namespace doorward::service
