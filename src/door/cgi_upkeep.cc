// The web server has its answer by now, and knows nothing of this process (door/cgi_end).
#include "door/cgi_upkeep.hh"

#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

#include "door/cgi_end.hh"
#include "door/postman.hh"
#include "service/upkeep.hh"

namespace doorward::door {
namespace {

constexpr std::chrono::milliseconds budget{200}, turn{20};
constexpr unsigned at_the_latest = 10, for_the_mail = 120;  // seconds, whatever hangs

std::uint64_t number(port::Random& random) {
  std::uint64_t number = 0;
  for (const char byte : random.bytes(sizeof number)) number = number << 8 | std::uint8_t(byte);
  return number;
}

/// On a busy host the time is over after a few kinds of work: each program begins with another one, so that none waits
/// for ever.
void do_a_little(const Config& config, port::Random& random) {
  service::Share share;
  share.turn = turn;
  share.first = number(random);
  const auto in_time = [spent = Span::zero()](const service::Upkept&, Span took) mutable {
    spent += took;
    return spent < budget;
  };
  service::run_upkeep(config, in_time, share);
}

}  // namespace

bool drawn(std::int64_t n, port::Random& random) { return n != 0 && number(random) % std::uint64_t(n) == 0; }

void perhaps_keep_up(const Config& config, const std::string& config_path, bool mail, port::Random& random) {
  const bool round = drawn(config.upkeep.cgi_one_in, random);
  if (config.upkeep.cgi_one_in == 0 || !(mail || round)) return;
  ::setsid();
  let_go({STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO});
  ::alarm(at_the_latest);
  constexpr int last_of_all = 19;
  ::setpriority(PRIO_PROCESS, 0, last_of_all);
  try {
    if (round) do_a_little(config, random);
  } catch (const std::exception&) {
    ::_exit(1);  // nobody is there to read why; the next one tries again
  }
  ::alarm(for_the_mail);
  ::clearenv();  // under CGI it is the request's
  become_postman({"--config", config_path});
  ::_exit(1);
}

}  // namespace doorward::door
