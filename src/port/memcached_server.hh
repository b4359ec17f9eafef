// One memcached server: its connection, the time it is given, and the breaker that keeps a dead one cheap.
// Used by port/memcached alone.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace doorward::port {

/// Conversation in memcached's text protocol: `ask` once, then lines and blocks until the answer is complete,
/// then `done`. Whatever goes wrong, or takes longer than the patience, ends the conversation: every further
/// call answers "broken" and the connection is closed, so that a late answer is never taken for the next one's.
///
/// Breaker: after a failure questions are refused at once. Every now and then one of them opens a connection in
/// passing, without waiting, and asks for the version; when the answer is there by a later question, that
/// connection is taken and the server is asked again.
class MemcachedServer {
 public:
  /// A path, or host:port. `patience`: for one question, connecting included.
  MemcachedServer(std::string address, std::chrono::microseconds patience);
  MemcachedServer(MemcachedServer&& other) noexcept;
  MemcachedServer& operator=(MemcachedServer&&) = delete;
  ~MemcachedServer();

  /// Sends a whole command (with its end of line). A connection that the server closed while it was idle is
  /// made anew once, unless the command means something on this one alone.
  enum class Meant { anywhere, here };
  bool ask(std::string command, Meant meant = Meant::anywhere);
  /// Which connection this is, counted from 1; 0: none, or a probe's, which has no number yet.
  std::uint64_t connection() const { return fd_ < 0 || open_ || !connected_ ? 0 : connections_; }
  /// The next line of the answer without its end; nullopt: broken. Valid until the next call.
  std::optional<std::string_view> line();
  /// The next `size` bytes, which an end of line must follow.
  std::optional<std::string_view> block(std::size_t size);
  /// The answer is complete. False, and broken, when the server said more than that.
  bool done();
  /// The answer makes no sense.
  void broken();

 private:
  using Steady = std::chrono::steady_clock;

  bool connect_now();
  void let_reads_wait() const;
  bool unspent() const;
  bool open_socket();
  bool wait(short events);
  bool send_all();
  bool more();
  bool again();
  bool try_probe();
  void close_socket();

  std::string address_;
  std::chrono::microseconds patience_;
  int fd_ = -1;
  std::uint64_t connections_ = 0;
  bool fresh_ = false;  // connected for this very question
  Meant meant_ = Meant::anywhere;
  bool connected_ = false;  // the three-way handshake is over
  std::string command_, in_;
  std::size_t read_ = 0;  // of in_, already given out
  Steady::time_point deadline_{};
  bool open_ = false;  // the breaker
  bool probing_ = false;
  Steady::time_point next_probe_{};
  std::chrono::milliseconds pause_{};
};

}  // namespace doorward::port
