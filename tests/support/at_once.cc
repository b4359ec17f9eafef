// A pipe from each process, and one from which all read the start: its end is closed when everybody is ready.
#include "support/at_once.hh"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace tests {
namespace {

using namespace doorward;

struct Pipe {
  int out = -1, in = -1;
  Pipe() {
    std::array<int, 2> ends{};
    if (::pipe(ends.data()) != 0) throw Failure("fixture: pipe");
    out = ends[0];
    in = ends[1];
  }
};

void say(int fd, std::string_view text) {
  if (::write(fd, text.data(), text.size()) != ssize_t(text.size())) ::_exit(9);
}

std::string hear_all(int fd) {
  std::string text;
  std::array<char, 4096> part{};
  for (ssize_t got = 0; (got = ::read(fd, part.data(), part.size())) > 0;) text.append(part.data(), std::size_t(got));
  return text;
}

/// Never returns. One byte when ready, then the answer.
[[noreturn]] void live(const ConfigWords& changes, const std::function<std::string(World&, int)>& work, int number,
                       const Pipe& start, const Pipe& answers) {
  ::close(start.in);
  ::close(answers.out);
  try {
    World world(changes);
    world.database.ping();
    say(answers.in, "!");
    char nothing = 0;
    (void)!::read(start.out, &nothing, 1);  // until the other end is closed
    say(answers.in, work(world, number));
  } catch (const std::exception& e) {
    say(answers.in, std::string("threw: ") + e.what());
  }
  ::_exit(0);
}

}  // namespace

std::vector<std::string> at_once(int count, const ConfigWords& changes,
                                 const std::function<std::string(World&, int)>& work) {
  World(changes).database.ping();  // the installation is there before anybody forks
  const Pipe start;
  std::vector<Pipe> pipes;
  std::vector<pid_t> children;
  for (int number = 0; number < count; ++number) {
    pipes.emplace_back();
    const pid_t child = ::fork();
    if (child < 0) throw Failure("fixture: fork");
    if (child == 0) live(changes, work, number, start, pipes.back());
    ::close(pipes.back().in);
    children.push_back(child);
  }
  for (const Pipe& pipe : pipes) {
    char ready = 0;
    if (::read(pipe.out, &ready, 1) != 1) throw Failure("fixture: a process of the many did not start");
  }
  ::close(start.in);
  ::close(start.out);
  std::vector<std::string> answers;
  for (const Pipe& pipe : pipes) {
    answers.push_back(hear_all(pipe.out));
    ::close(pipe.out);
  }
  for (pid_t child : children) ::waitpid(child, nullptr, 0);
  return answers;
}

std::int64_t count_of(const std::vector<std::string>& answers, const std::string& wanted) {
  return std::count(answers.begin(), answers.end(), wanted);
}

}  // namespace tests
