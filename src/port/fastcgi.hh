// One FastCGI conversation at a time: the peer's bytes are read with a deadline, and the answer is written with one.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hh"
#include "port/fastcgi_records.hh"

namespace doorward::port {

enum class Arrival { complete, closed, late, malformed, too_large };

/// A connection between two conversations; closed with the value.
class FastcgiPeer {
 public:
  /// `tcp`: whoever can reach its port may have opened it.
  FastcgiPeer(int connection, bool tcp) : connection_(connection), tcp_(tcp) {}
  FastcgiPeer(FastcgiPeer&& other) noexcept;
  FastcgiPeer& operator=(FastcgiPeer&& other) noexcept;
  ~FastcgiPeer();

  int connection() const { return connection_; }
  /// Takes what the peer has sent already, without waiting. False: nothing yet.
  bool hear();
  /// The next request, or a part of it, has been read already.
  bool ahead() const { return !unread_.empty(); }

 private:
  friend class Fastcgi;
  int connection_;
  bool tcp_;
  std::uint16_t former_id_ = 0;  // of the request before; 0: none yet
  std::string unread_;
};

class Fastcgi {
 public:
  /// `patience`: a peer's time for parameters and body together, and for each part of the answer to be taken.
  Fastcgi(FastcgiLimits limits, Span patience);
  ~Fastcgi();
  Fastcgi(const Fastcgi&) = delete;
  Fastcgi& operator=(const Fastcgi&) = delete;

  /// Takes a connection over; the one before is closed.
  void attend(FastcgiPeer peer);
  /// Takes what has come of the next request, 16 KiB at most, without waiting. True: its parameters are there.
  bool hear();
  /// Waits for the parameters of the connection's next request; its deadline starts here. `complete` and
  /// `too_large` want an answer; after the others nothing can be said.
  Arrival parameters();
  /// Waits for the whole body. `late` and `too_large` want an answer; after the others the connection is closed.
  Arrival body();
  const FastcgiRecords& request() const;
  /// Writes the answer and ends the request; the connection too, unless the peer keeps it for its next. False: the
  /// peer did not take the answer.
  bool answer(std::string_view bytes);

  /// The connection at hand; -1: none.
  int connection() const;
  bool tcp() const;
  /// Gives the connection away that the peer keeps for its next request; nullopt: none.
  std::optional<FastcgiPeer> release();
  void close();

 private:
  struct Talk;
  std::unique_ptr<Talk> talk_;
};

}  // namespace doorward::port
