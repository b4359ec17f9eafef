// Seats of workers: who lives is seen, who was killed is not, and its seat is free again.
#include "port/seats.hh"

#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <functional>
#include <list>

using namespace doorward;
using namespace doorward::port;

namespace {

/// A worker that sits down, works and waits to be killed.
class Worker {
 public:
  Worker(SharedTable& table, Pool pool, bool works) {
    int sits[2];
    BOOST_REQUIRE(::pipe(sits) == 0);
    pid = ::fork();
    if (pid == 0) {
      Seat seat(table, pool);
      if (works) seat.busy();
      (void)!::write(sits[1], "!", 1);
      for (;;) ::pause();
    }
    char byte = 0;
    BOOST_REQUIRE(::read(sits[0], &byte, 1) == 1);
    ::close(sits[0]);
    ::close(sits[1]);
  }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;
  ~Worker() { kill(); }
  void kill() {
    if (pid == 0) return;
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, 0);
    pid = 0;
  }
  pid_t pid = 0;
};

/// Runs in a process of another account that sees none but its own in /proc.
bool where_others_are_hidden(const std::function<bool()>& holds) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    const bool hidden = ::unshare(CLONE_NEWNS) == 0 &&
                        ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                        ::mount("proc", "/proc", "proc", 0, "hidepid=invisible") == 0 && ::setgid(65534) == 0 &&
                        ::setuid(65534) == 0 && ::prctl(PR_SET_DUMPABLE, 0) == 0;
    ::_exit(hidden && holds() ? 0 : 1);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

boost::test_tools::assertion_result can_hide(boost::unit_test::test_unit_id) {
  return where_others_are_hidden([] { return true; });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(seats)

BOOST_AUTO_TEST_CASE(workers_are_seen_by_pool_with_what_they_do) {
  SharedTable table;
  const Worker hash(table, Pool::hash, false), app(table, Pool::app, true), gate(table, Pool::gate, false);
  const auto all = seated(table);
  BOOST_REQUIRE(all.size() == 3u);
  BOOST_TEST(all[0].pid == gate.pid);
  for (std::size_t at = 0; at < all.size(); ++at) BOOST_TEST((all[at].pool == all_pools[at]));
  BOOST_TEST(all[0].busy_for.count() == 0);
  BOOST_TEST(all[0].requests == 0u);
  BOOST_TEST(all[1].pid == app.pid);
  BOOST_TEST(all[1].busy_for.count() > 0);
  BOOST_TEST(all[1].requests == 1u);
}

BOOST_AUTO_TEST_CASE(a_worker_leaves_its_seat_and_a_killed_one_is_not_seen) {
  SharedTable table;
  {
    Seat seat(table, Pool::gate);
    seat.busy();
    seat.idle();
    BOOST_REQUIRE(seated(table).size() == 1u);
    BOOST_TEST(seated(table)[0].busy_for.count() == 0);
    BOOST_TEST(seat.requests() == 1u);
  }
  BOOST_TEST(seated(table).empty());
  Worker worker(table, Pool::gate, true);
  const auto pid = worker.pid;
  worker.kill();
  BOOST_TEST(seated(table).empty());
  BOOST_TEST(table.shape().seats[0].holder.get() != 0u);
  clear_seat(table, pid);
  BOOST_TEST(table.shape().seats[0].holder.get() == 0u);
}

BOOST_AUTO_TEST_CASE(when_all_seats_are_taken_those_of_the_dead_are_free) {
  SharedTable table;
  Worker worker(table, Pool::gate, true);
  worker.kill();
  std::list<Seat> others;  // this very process
  for (std::size_t i = 1; i < SharedShape::seats_most; ++i) others.emplace_back(table, Pool::app);
  Seat last(table, Pool::gate);
  BOOST_TEST(seated(table).size() == SharedShape::seats_most);
  Seat too_many(table, Pool::gate);  // stands, and works all the same
  too_many.busy();
  BOOST_TEST(too_many.requests() == 1u);
  BOOST_TEST(seated(table).size() == SharedShape::seats_most);
}

BOOST_AUTO_TEST_CASE(workers_are_seen_where_proc_hides_them_and_killed_ones_are_not,
                     *boost::unit_test::precondition(can_hide)) {
  BOOST_TEST(where_others_are_hidden([] {
    SharedTable table;
    const Worker gate(table, Pool::gate, false);
    Worker app(table, Pool::app, true);
    const auto hidden = [](pid_t pid) { return ::access(("/proc/" + std::to_string(pid)).c_str(), F_OK) != 0; };
    bool holds = hidden(gate.pid) && hidden(app.pid) && seated(table).size() == 2;
    app.kill();
    holds = holds && seated(table).size() == 1 && seated(table)[0].pid == gate.pid;
    clear_seat(table, gate.pid);
    table.shape().seats[0].holder.put(1ULL << 32 | 1);  // one of another account
    return holds && seated(table).empty();
  }));
}

BOOST_AUTO_TEST_SUITE_END()
