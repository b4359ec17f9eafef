// memcached by libmemcached: one handle per process. "Miss" and "broken" are different answers.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hh"
#include "port/meter.hh"

namespace doorward::port {

enum class Found { hit, miss, broken };

/// What stood there when it was looked at. A server that was restarted counts anew, so a number is worth something on
/// the connection alone on which it was said.
struct Cas {
  std::uint64_t number = 0, connection = 0;
};

struct Remembered {
  Found found = Found::broken;
  std::string value;
  Cas cas;
};

enum class Stored { yes, no, broken };  // no: NOT_STORED or EXISTS

struct Storing {
  enum class How { add, set, cas } how;
  std::string key, value;
  seconds live;
  Cas cas{};  // how == cas: of what is to be replaced
};

class Memcached {
 public:
  /// Servers as paths or host:port; a consistent-hash ring, no ejection. Empty: everything is a miss. `timeout` is for
  /// a whole question; one server is given three tenths of it, and after that one delay it is asked in passing only,
  /// until it answers (port/memcached_server).
  Memcached(const std::vector<std::string>& servers, std::chrono::microseconds timeout);
  Memcached(Memcached&&) noexcept;
  ~Memcached();

  bool configured() const;
  const std::string& ring() const;  // fingerprint of the server list, 16 hex characters
  /// One multi-get; answers in the order of the keys. Keys are [A-Za-z0-9_:-]{1,200}, else Failure.
  std::vector<Remembered> get(const std::vector<std::string>& keys);
  /// The same, into the first of `answers`, whose memory serves again.
  void get(const std::vector<std::string>& keys, std::vector<Remembered>& answers);
  /// In one go for each server; answers in the order of the commands.
  std::vector<Stored> store(const std::vector<Storing>& all);
  Stored add(std::string key, std::string_view value, seconds live);
  Stored set(std::string key, std::string_view value, seconds live);
  Stored cas(std::string key, std::string_view value, Cas cas, seconds live);
  /// Adds 1, making the counter with `live` when there is none, and looks at another counter beside it, in one go where
  /// both are on one server; nullopt: broken.
  struct Hits {
    std::uint64_t counted = 0, beside = 0;
  };
  std::optional<Hits> count(const std::string& key, const std::string& beside, seconds live);
  bool alive();                // for health
  const Meter& meter() const;  // questions; broken ones are failures

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace doorward::port
