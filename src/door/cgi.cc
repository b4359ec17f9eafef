#include "door/cgi.hh"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>

#include "door/conversation.hh"
#include "door/dialect.hh"
#include "route/problem.hh"
#include "service/parts.hh"

namespace doorward::door {
namespace {

using Steady = std::chrono::steady_clock;

std::optional<Error> read_body(Envelope& envelope, Span patience) {
  const std::size_t wanted = envelope.length.value_or(0);
  const auto deadline = Steady::now() + patience;
  std::string body;
  std::array<char, 16384> part;
  while (body.size() < wanted) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Steady::now()).count();
    pollfd wait{STDIN_FILENO, POLLIN, 0};
    const int ready = left > 0 ? ::poll(&wait, 1, int(left)) : 0;
    if (ready == 0) return Error(Code::REQUEST_TIMEOUT);
    if (ready < 0 && errno == EINTR) continue;
    const auto got = ::read(STDIN_FILENO, part.data(), std::min(part.size(), wanted - body.size()));
    if (got <= 0) break;
    body.append(part.data(), std::size_t(got));
  }
  return put_body(envelope, std::move(body));
}

void write_all(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = ::write(STDOUT_FILENO, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes.remove_prefix(std::size_t(written));
  }
}

}  // namespace

int answer_cgi(const Config& config, const char* const* environment) {
  const auto rules = DoorRules::from(config);
  if (!rules) throw Failure(rules.error().fields.at(0).field + " " + rules.error().fields.at(0).message);
  service::Parts parts(config);
  service::World world = parts.world();
  Envelope envelope =
      open_envelope(Parameters::of_environment(environment), {false, false, true}, *rules, new_correlation(world));
  if (!envelope.refused && envelope.wants_body) envelope.refused = read_body(envelope, config.run.peer_timeout);
  write_all(write_response(envelope.request, answer_of(envelope, {world, *rules})));
  return 0;
}

void answer_broken_cgi(const char* const* environment) {
  const Config config = *make_config({});
  const auto envelope =
      open_envelope(Parameters::of_environment(environment), {false, false, true}, *DoorRules::from(config), "");
  write_all(write_response(envelope.request, route::refuse(config, envelope.request, Code::DEPENDENCY_DOWN)));
}

}  // namespace doorward::door
