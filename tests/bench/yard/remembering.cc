// remembering ADDRESS WORKERS MEMCACHED: the yardstick M, E with one multi-get of three keys for each request.
#include <libmemcached/memcached.h>

#include <array>
#include <iostream>
#include <memory>
#include <stdexcept>
#include <string>

#include "crew.hh"

namespace {

// As long as the gate's own keys, and values of the size of its records.
const std::array<std::string, 3> names = {"bench:session:" + std::string(50, 's'), "bench:user:" + std::string(50, 'u'),
                                          "bench:tenant:" + std::string(30, 't')};
constexpr std::array<std::size_t, 3> sizes = {170, 240, 130};

class Ring {
 public:
  explicit Ring(const std::string& socket) : handle_(memcached_create(nullptr)) {
    memcached_behavior_set(handle_, MEMCACHED_BEHAVIOR_TCP_NODELAY, 1);
    if (memcached_server_add_unix_socket(handle_, socket.c_str()) != MEMCACHED_SUCCESS)
      throw std::runtime_error("memcached is not there");
    for (std::size_t i = 0; i < names.size(); ++i) {
      keys_[i] = names[i].data();
      lengths_[i] = names[i].size();
      const std::string value(sizes[i], 'v');
      if (memcached_set(handle_, keys_[i], lengths_[i], value.data(), value.size(), 0, 0) != MEMCACHED_SUCCESS)
        throw std::runtime_error("memcached does not keep what it is given");
    }
  }

  void ask() {
    if (memcached_mget(handle_, keys_.data(), lengths_.data(), keys_.size()) != MEMCACHED_SUCCESS)
      throw std::runtime_error("memcached does not answer");
    std::size_t found = 0;
    memcached_return_t how;
    for (memcached_result_st* one; (one = memcached_fetch_result(handle_, nullptr, &how)); ++found)
      memcached_result_free(one);
    if (found != keys_.size()) throw std::runtime_error("memcached forgot a key");
  }

 private:
  memcached_st* handle_;
  std::array<const char*, 3> keys_{};
  std::array<std::size_t, 3> lengths_{};
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) return std::cerr << "usage: remembering ADDRESS WORKERS MEMCACHED\n", 2;
  const std::string socket = argv[3];
  return bench::run_crew(argv[1], std::stoi(argv[2]), [socket] {
    auto ring = std::make_shared<Ring>(socket);
    return [ring] { ring->ask(); };
  });
}
