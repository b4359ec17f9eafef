// One FastCGI conversation at a time. The peer's bytes are read here, with a deadline (fastcgi_records);
// libfcgi writes the answer to the peer.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/time.hh"
#include "port/fastcgi_records.hh"

namespace doorward::port {

enum class Arrival { complete, closed, late, malformed, too_large };

class Fastcgi {
 public:
  /// `patience`: a peer's time for parameters and body together, and for each part of the answer to be taken.
  Fastcgi(FastcgiLimits limits, Span patience);
  ~Fastcgi();
  Fastcgi(const Fastcgi&) = delete;
  Fastcgi& operator=(const Fastcgi&) = delete;

  /// Takes the connection over; the one before is closed.
  void attend(int connection);
  /// Waits for the parameters of the connection's next request; its deadline starts here. `complete` and
  /// `too_large` want an answer; after the others nothing can be said.
  Arrival parameters();
  /// Waits for the whole body. `late` and `too_large` want an answer; after the others the connection is closed.
  Arrival body();
  const FastcgiRecords& request() const;
  /// Writes the answer and ends the request. False: the peer did not take it.
  bool answer(std::string_view bytes);

  /// The connection at hand, between requests the one that the peer keeps for its next; -1: none.
  int connection() const;
  /// The next request, or a part of it, has been read already.
  bool ahead() const;
  void close();

 private:
  struct Talk;
  std::unique_ptr<Talk> talk_;
};

}  // namespace doorward::port
