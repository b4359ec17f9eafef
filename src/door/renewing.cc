#include "door/renewing.hh"

#include <poll.h>

#include <csignal>

#include "door/signals.hh"
#include "port/seats.hh"
#include "service/between_requests.hh"
#include "service/parts.hh"
#include "store/in_use.hh"

namespace doorward::door {
namespace {

/// Where many are told of, one waking serves all that come within this time. The pipe holds more.
constexpr std::chrono::milliseconds more_to_come{20};

/// Waits for somebody to be told of, for what is due in so many milliseconds, or for a signal. False: it says to leave.
bool go_on(const Signals& signals, const port::NoticePipe& in_use, int due_in) {
  pollfd waits[] = {{signals.fd(), POLLIN, 0}, {in_use.fd(), POLLIN, 0}};
  const bool told = due_in != 0 && ::poll(waits, 2, due_in) > 0 && waits[1].revents != 0;
  for (int signal = signals.wait(told ? more_to_come : Span::zero()); signal != 0; signal = signals.next())
    if (signal == SIGTERM || signal == SIGQUIT) return false;
  return true;
}

}  // namespace

int renew_for_others(const Config& config, const port::NoticePipe& in_use, port::Metrics& metrics) {
  service::Parts parts(config, metrics);
  service::World world = parts.world();
  service::renew_for_all(world);
  port::Seat seat(metrics.table(), Pool::renew);
  const Signals signals{SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGPIPE};
  while (go_on(signals, in_use, service::tidying_due_in(world))) {
    in_use.each([&world](std::string_view line) {
      if (const auto one = store::parse_in_use(line)) world.renewals.note(one->first, one->second);
    });
    if (service::tidying_due_in(world) != 0) continue;
    seat.busy();
    service::tidy_up(world);
    seat.idle();
  }
  service::tidy_up_at_last(world);
  return 0;
}

}  // namespace doorward::door
