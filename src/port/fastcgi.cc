#include "port/fastcgi.hh"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

namespace doorward::port {
namespace {

using Steady = std::chrono::steady_clock;
using State = FastcgiRecords::State;

/// How long a peer whose request was refused may go on sending before the connection is cut: closing
/// with unread bytes would destroy the answer on its way.
constexpr std::chrono::milliseconds linger_time{1000};

int left(Steady::time_point deadline) {
  const auto span = std::chrono::ceil<std::chrono::milliseconds>(deadline - Steady::now());
  return span.count() > 0 ? int(span.count()) : 0;
}

bool ready(int fd, short events, Steady::time_point deadline) {
  for (;;) {
    pollfd wait{fd, events, 0};
    const int many = ::poll(&wait, 1, left(deadline));
    if (many >= 0 || errno != EINTR) return many > 0;
  }
}

}  // namespace

struct Fastcgi::Talk {
  Span patience;
  int peer = -1;
  bool tcp = true;
  std::uint16_t former_id = 0;
  std::string unread;
  FastcgiRecords records;
  Steady::time_point deadline;

  Talk(FastcgiLimits l, Span p) : patience(p), records(l) {}

  /// Reads until the records reach a state beyond `now`. The peer's silence, end and errors are told apart.
  Arrival read_beyond(State now) {
    while (records.state() == now) {
      take_unread();
      if (!send_replies()) return Arrival::closed;
      if (records.state() != now) break;
      if (Steady::now() > deadline) return Arrival::late;  // whoever always has something to say
      std::array<char, 16384> part;
      const auto got = ::recv(peer, part.data(), part.size(), MSG_DONTWAIT);
      if (got > 0)
        unread.append(part.data(), std::size_t(got));
      else if (got == 0 || (errno != EAGAIN && errno != EINTR))
        return Arrival::closed;
      else if (!ready(peer, POLLIN, deadline))
        return Arrival::late;
    }
    switch (records.state()) {
      case State::malformed: return Arrival::malformed;
      case State::parameters_too_large:
      case State::body_too_large: return Arrival::too_large;
      default: return Arrival::complete;
    }
  }

  void take_unread() {
    std::string_view bytes = unread;
    records.take(bytes);
    unread.erase(0, unread.size() - bytes.size());
  }

  /// A peer that takes nothing for as long as `patience` gets no more. An answer has room in the socket's buffer, as a
  /// rule.
  bool send_all(std::string_view bytes) const {
    for (bool waited = false; !bytes.empty();) {
      const auto sent = ::send(peer, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (sent > 0) {
        bytes.remove_prefix(std::size_t(sent));
        waited = false;
      } else if (sent == 0 || (errno != EAGAIN && errno != EINTR)) {
        return false;
      } else if (errno == EAGAIN) {
        if (waited) return false;
        // A local socket is called ready when most of its buffer is empty: some of it may be before.
        waited = !ready(peer, POLLOUT, Steady::now() + patience);
      }
    }
    return true;
  }

  bool send_replies() { return send_all(std::exchange(records.replies, {})); }

  /// The end of a connection whose peer may still be sending.
  void close_peer(bool unread_left) {
    if (peer < 0) return;
    if (unread_left && ::shutdown(peer, SHUT_WR) == 0) {
      std::array<char, 16384> waste;
      const auto end = Steady::now() + linger_time;
      while (ready(peer, POLLIN, end) && ::recv(peer, waste.data(), waste.size(), MSG_DONTWAIT) > 0) continue;
    }
    ::close(peer);
    peer = -1;
    unread.clear();
  }
};

Fastcgi::Fastcgi(FastcgiLimits limits, Span patience) : talk_(std::make_unique<Talk>(limits, patience)) {}

Fastcgi::~Fastcgi() { close(); }

FastcgiPeer::FastcgiPeer(FastcgiPeer&& other) noexcept
    : connection_(std::exchange(other.connection_, -1)),
      tcp_(other.tcp_),
      former_id_(other.former_id_),
      unread_(std::move(other.unread_)) {}

FastcgiPeer& FastcgiPeer::operator=(FastcgiPeer&& other) noexcept {
  std::swap(connection_, other.connection_);
  std::swap(tcp_, other.tcp_);
  std::swap(former_id_, other.former_id_);
  std::swap(unread_, other.unread_);
  return *this;
}

FastcgiPeer::~FastcgiPeer() {
  if (connection_ >= 0) ::close(connection_);
}

bool FastcgiPeer::hear() {
  std::array<char, 16384> part;
  const auto got = ::recv(connection_, part.data(), part.size(), MSG_DONTWAIT);
  if (got > 0) unread_.append(part.data(), std::size_t(got));
  return got > 0;
}

void Fastcgi::attend(FastcgiPeer peer) {
  close();
  auto& talk = *talk_;
  talk.peer = std::exchange(peer.connection_, -1);
  talk.tcp = peer.tcp_;
  talk.former_id = peer.former_id_;
  talk.unread = std::move(peer.unread_);
  talk.records.begin_anew(talk.former_id);
}

std::optional<FastcgiPeer> Fastcgi::release() {
  auto& talk = *talk_;
  if (talk.peer < 0 || talk.records.begun()) return std::nullopt;
  FastcgiPeer peer(std::exchange(talk.peer, -1), talk.tcp);
  peer.former_id_ = talk.former_id;
  peer.unread_ = std::exchange(talk.unread, {});
  return peer;
}

/// Replies to management records wait for whoever reads on: a peer that takes none holds nobody here.
bool Fastcgi::hear() {
  auto& talk = *talk_;
  talk.take_unread();
  std::array<char, 16384> part;
  const bool more = talk.records.state() == State::parameters;
  if (const auto got = more ? ::recv(talk.peer, part.data(), part.size(), MSG_DONTWAIT) : 0; got > 0) {
    talk.unread.append(part.data(), std::size_t(got));
    talk.take_unread();
  }
  return talk.records.state() == State::body || talk.records.state() == State::complete;
}

Arrival Fastcgi::parameters() {
  auto& talk = *talk_;
  talk.deadline = Steady::now() + talk.patience;
  const auto arrival = talk.read_beyond(State::parameters);
  if (arrival != Arrival::complete && arrival != Arrival::too_large) close();
  return arrival;
}

Arrival Fastcgi::body() {
  auto& talk = *talk_;
  if (talk.records.state() == State::complete) return Arrival::complete;
  const auto arrival = talk.read_beyond(State::body);
  if (arrival == Arrival::closed || arrival == Arrival::malformed) close();
  return arrival;
}

const FastcgiRecords& Fastcgi::request() const { return talk_->records; }

bool Fastcgi::answer(std::string_view bytes) {
  auto& talk = *talk_;
  if (talk.peer < 0 || !talk.records.begun()) return false;
  bool taken = talk.send_all(answer_records(talk.records.id(), bytes));
  // The end of a body that nobody asked for came with the rest, as a rule: then the connection can be kept.
  if (talk.records.state() == State::body) talk.take_unread();
  taken = talk.send_replies() && taken;
  const bool whole = talk.records.state() == State::complete;
  if (!taken || !whole || !talk.records.keep()) talk.close_peer(taken && !whole);
  talk.former_id = talk.records.id();
  talk.records.begin_anew(talk.former_id);
  return taken;
}

int Fastcgi::connection() const { return talk_->peer; }

bool Fastcgi::tcp() const { return talk_->tcp; }

void Fastcgi::close() { talk_->close_peer(false); }

}  // namespace doorward::port
