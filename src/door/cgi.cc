#include "door/cgi.hh"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <limits>

#include "door/cgi_end.hh"
#include "door/cgi_upkeep.hh"
#include "door/conversation.hh"
#include "door/dialect.hh"
#include "door/request_line.hh"
#include "door/worker.hh"
#include "route/problem.hh"
#include "service/parts.hh"
#include "service/spent.hh"

namespace doorward::door {
namespace {

using Steady = std::chrono::steady_clock;

/// Input until `wanted` bytes came, the end, or the deadline (false). `into` null: thrown away.
bool take_input(std::size_t wanted, Span patience, std::string* into) {
  const auto deadline = Steady::now() + patience;
  std::array<char, 16384> part;
  for (std::size_t taken = 0; taken < wanted;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Steady::now()).count();
    pollfd wait{STDIN_FILENO, POLLIN, 0};
    const int ready = left > 0 ? ::poll(&wait, 1, int(left)) : 0;
    if (ready == 0) return false;
    if (ready < 0 && errno == EINTR) continue;
    const auto got = ::read(STDIN_FILENO, part.data(), std::min(part.size(), wanted - taken));
    if (got <= 0) return true;
    if (into) into->append(part.data(), std::size_t(got));
    taken += std::size_t(got);
  }
  return true;
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

int answer_cgi(const Config& config, const char* const* environment, const std::string& config_path) {
  const auto rules = DoorRules::from(config);
  if (!rules) throw Failure(rules.error().fields.at(0).field + " " + rules.error().fields.at(0).message);
  port::Metrics metrics = open_metrics(config, Counts::for_one_request);
  const port::CountedLosses losses(metrics);
  service::Parts parts(config, metrics);
  const Detached detached;  // whoever cannot begin says so by its exit code
  service::World world = parts.world();
  service::Outset& outset = parts.outset();
  const RequestLine line(world);
  const auto parameters = Parameters::of_environment(environment);
  Envelope envelope = open_envelope(parameters, {false, false, true}, *rules, new_correlation(world));
  const bool reads = !envelope.refused && envelope.wants_body;
  if (reads) {
    std::string body;
    const bool came = take_input(envelope.length.value_or(0), config.run.peer_timeout, &body);
    envelope.refused = came ? put_body(envelope, std::move(body)) : std::optional(Error(Code::REQUEST_TIMEOUT));
  }
  const auto response = answer_of(envelope, {world, *rules});
  const auto answer = write_response(envelope.request, response);
  write_all(answer);
  detached.end_answer();
  line.write(envelope.request, response, answer);
  world.last_uses.write(world.database);
  outset.keep();
  service::count_spent(world);  // with what was asked behind the answer
  // A web server that is still sending a body loses the answer when its peer is gone.
  if (!reads && parameters.said("CONTENT_LENGTH"))
    take_input(std::numeric_limits<std::size_t>::max(), config.run.peer_timeout, nullptr);
  perhaps_keep_up(config, config_path, response.told.about.mail, world.random);
  return 0;
}

void answer_broken_cgi(const char* const* environment) {
  const Config config = *make_config({});
  const auto envelope =
      open_envelope(Parameters::of_environment(environment), {false, false, true}, *DoorRules::from(config), "");
  write_all(write_response(envelope.request, route::refuse(config, envelope.request, Code::DEPENDENCY_DOWN)));
}

}  // namespace doorward::door
