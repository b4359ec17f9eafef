// A memory over one real memcached, and a record in it.
#pragma once
#include "store/memory.hh"
#include "support/memcached_process.hh"
#include "support/test.hh"

namespace tests {

inline const doorward::Time now = doorward::from_unix(1'800'000'000);
inline constexpr doorward::Span trust = std::chrono::seconds(10);
inline const std::string key = "s:tenant:session";

struct Servers {
  MemcachedProcess server;
  doorward::port::SystemRandom random;
  doorward::store::Memory memory = over({server.address()});

  doorward::store::Memory over(const std::vector<std::string>& servers,
                               const std::string& mac_key = "key of the installation") {
    return doorward::store::Memory(
        doorward::port::Memcached(servers, std::chrono::seconds(1)), [mac_key] { return doorward::Secret(mac_key); },
        trust, random);
  }
};

inline doorward::store::Looked look(doorward::store::Memory& memory, doorward::Time at = now,
                                    const std::string& name = key) {
  return memory.look({name}, at).front();
}
inline doorward::store::Trust trust_of(doorward::store::Memory& memory, doorward::Time at = now,
                                       const std::string& name = key) {
  return look(memory, at, name).trust;
}

inline void keep(doorward::store::Memory& memory, std::vector<doorward::store::Looked>& all, const std::string& facts,
                 doorward::Time read_began) {
  all.front().facts = facts;
  memory.keep(all, read_began);
}

inline bool fill(doorward::store::Memory& memory, const std::string& facts, doorward::Time read_began = now,
                 const std::string& name = key) {
  std::vector<doorward::store::Looked> all{look(memory, read_began, name)};
  memory.lease(all);
  memory.confirm(all);
  keep(memory, all, facts, read_began);
  return all.front().ours();
}

}  // namespace tests
