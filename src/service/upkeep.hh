// What nobody asks for and must be done all the same: expired rows go, ends are noted, mail is tried again, events are
// sealed. In batches that are each a transaction of their own: whenever it is ended, the next round goes on there.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "service/domain_check.hh"
#include "service/mail_delivery.hh"

namespace doorward::service {

/// done: nothing is left | stopped: more is left | elsewhere: another host is at it, or removes other rows while this
/// kind would remove some | failed: at least once; the log says why.
enum class Upkeep { done, stopped, elsewhere, failed };
std::string_view to_word(Upkeep state);

/// What became of one kind of work.
struct Upkept {
  std::string_view kind;  // "session_expired", "refresh_tokens", …
  std::int64_t rows = 0, batches = 0;
  Upkeep state = Upkeep::done;
  std::optional<Time> failed_at{};  // the last time
};

/// Called after each batch with its kind and how long it took: rests, and says whether to go on.
using Pause = std::function<bool(const Upkept& so_far, Span took)>;

constexpr Span a_turn = seconds(10);

/// What of a round is to be done, and for how long one kind keeps the others waiting.
struct Share {
  Deliver deliver{};        // empty: mail is left to somebody who can send it
  std::string_view only{};  // one kind; empty: all
  Look look{};              // empty: domains are left to somebody who can look at them
  Span turn = a_turn;       // then the next kind has its batches; one batch each at least
  std::uint64_t first = 0;  // a round begins with this kind (modulo their number); the last is followed by the first
};

/// Rounds over all tenants, each kind a turn, until nothing is left; the first at the time ask.now, each further one at
/// its own. A kind that another host is at is left to it, and all that removes rows to one. Throws
/// Failure(DEPENDENCY_DOWN) when the database is away; other trouble fails one kind alone, which has no turn for a
/// minute, and whose state says so whatever follows. The gauges of queues and sessions are set at the end of a round of
/// all kinds, once a minute at most, and the time of the last success where each of them had its turn, here or
/// elsewhere, and none failed here.
std::vector<Upkept> keep_up(Ask& ask, store::PlatformDb& platform, const Pause& pause, const Share& share = {});

/// When no round has succeeded for so long, something is wrong: three times upkeep.every, a quarter of an hour at
/// least, also for whoever uses a timer.
Span upkeep_late_after(const Config& config);

/// So long that what took this long was `share` hundredths of the time; 200 ms at most.
Span rest_after(Span took, std::int64_t share);

/// Rests by upkeep.share, so that requests come first; false once SIGTERM or SIGINT came, which it blocks.
Pause resting(const Config& config);

/// The round of a process that does nothing else; without mail and domains, which only doorwardctl sees to.
std::vector<Upkept> run_upkeep(const Config& config, const Pause& pause, const Share& share = {});

}  // namespace doorward::service
