// Slots of a host: never exceeded, freed by the kernel, a bounded queue. The other processes are real ones.
#include <sched.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "port/held_locks.hh"
#include "port/password_hash.hh"
#include "support/root.hh"

using namespace doorward;
using namespace doorward::port;
using namespace std::chrono_literals;

namespace {

char outcome(const Result<HashSlots::Held>& slot) { return slot ? 'y' : 'n'; }

struct Folder {
  Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "doorward-slots-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  char tried(int slots, int queue, std::chrono::microseconds wait) const {
    HashSlots asked(path, slots, queue, wait);
    return outcome(asked.take());
  }
  std::string path;
};

/// Another process that runs `work`, then tells one byte, and lives until it is killed.
class Process {
 public:
  explicit Process(const std::function<char()>& work) {
    BOOST_REQUIRE(::pipe(told_) == 0);
    BOOST_REQUIRE(::pipe(end_) == 0);
    pid_ = ::fork();
    BOOST_REQUIRE(pid_ >= 0);
    if (pid_ != 0) {
      ::close(told_[1]);
      ::close(end_[0]);
      return;
    }
    ::close(end_[1]);
    char byte = work();
    (void)!::write(told_[1], &byte, 1);
    (void)!::read(end_[0], &byte, 1);
    ::_exit(0);
  }
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process() {
    kill();  // siblings hold copies of its pipe: closing ours would not end it
    ::close(end_[1]);
    ::close(told_[0]);
    ::waitpid(pid_, nullptr, 0);
  }
  /// Waits for the byte.
  char answer() {
    char byte = 0;
    BOOST_REQUIRE(::read(told_[0], &byte, 1) == 1);
    return byte;
  }
  void kill() { ::kill(pid_, SIGKILL); }

 private:
  int told_[2]{}, end_[2]{};
  pid_t pid_ = 0;
};

/// Until so many seats of the queue are taken. The kernel is asked: a look by locking would be a waiter itself.
void await_waiting(const std::string& folder, int seats, int waiting) {
  const auto until = std::chrono::steady_clock::now() + 60s;
  while (held_locks(folder, "queue", seats) < waiting) {
    BOOST_REQUIRE(std::chrono::steady_clock::now() < until);
    ::sched_yield();
  }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(hash_slots, Folder)

BOOST_AUTO_TEST_CASE(what_root_makes_belongs_to_the_owner_of_the_folder,
                     *boost::unit_test::precondition(tests::by_root)) {
  constexpr uid_t worker = 65534;
  BOOST_REQUIRE(::chown(path.c_str(), worker, worker) == 0);
  BOOST_TEST(tried(1, 1, 0us) == 'y');
  struct stat made {};
  BOOST_REQUIRE(::stat((path + "/hash.0").c_str(), &made) == 0);
  BOOST_TEST(made.st_uid == worker);
  BOOST_TEST(made.st_gid == worker);
}

BOOST_AUTO_TEST_CASE(as_many_as_there_are) {
  HashSlots slots(path, 2, 0, 0us);
  auto one = slots.take();
  BOOST_REQUIRE(one);
  {
    const auto two = slots.take();
    BOOST_REQUIRE(two);
    const auto three = slots.take();
    BOOST_REQUIRE(!three);
    BOOST_TEST((three.error().code == Code::OVERLOADED));
    BOOST_TEST((three.error().retry_after == 1s));
  }
  BOOST_TEST(bool(slots.take()));
}

BOOST_AUTO_TEST_CASE(waiting_and_hashing_are_told_apart) {
  HashSlots slots(path, 1, 0, 0us);
  {
    const auto mine = slots.take();
    BOOST_TEST(!slots.take());
    BOOST_TEST(slots.waiting().calls == 2U);
    BOOST_TEST(slots.waiting().failures == 1U);
    BOOST_TEST(slots.hashing().calls == 0U);  // counted when it is over
  }
  BOOST_TEST(slots.hashing().calls == 1U);
  BOOST_TEST(slots.hashing().failures == 0U);
  BOOST_TEST(slots.hashing().time.count() > 0);
}

BOOST_AUTO_TEST_CASE(other_processes_count) {
  std::optional<Process> other;
  other.emplace([&] {
    static HashSlots slots(path, 1, 0, 0us);
    static auto kept = slots.take();
    return outcome(kept);
  });
  BOOST_TEST(other->answer() == 'y');
  HashSlots slots(path, 1, 0, 0us);
  BOOST_TEST(!slots.take());
  other.reset();  // killed and reaped: its files are closed
  BOOST_TEST(bool(slots.take()));
}

BOOST_AUTO_TEST_CASE(a_freed_slot_wakes_the_waiter) {
  HashSlots slots(path, 1, 4, 0us);
  std::optional<Result<HashSlots::Held>> mine(slots.take());
  BOOST_REQUIRE(bool(*mine));
  Process waiter([&] {
    const auto start = std::chrono::steady_clock::now();
    HashSlots slots(path, 1, 4, 60s);
    const auto slot = slots.take();
    return std::chrono::steady_clock::now() - start < 30s ? outcome(slot) : 'n';
  });
  await_waiting(path, 4, 1);  // it waits now
  mine.reset();
  BOOST_TEST(waiter.answer() == 'y');
}

BOOST_AUTO_TEST_CASE(a_killed_holder_wakes_the_waiter) {
  Process holder([&] {
    static HashSlots slots(path, 1, 0, 0us);
    static auto kept = slots.take();
    return outcome(kept);
  });
  BOOST_TEST(holder.answer() == 'y');
  Process waiter([&] { return tried(1, 4, 60s); });
  await_waiting(path, 4, 1);
  holder.kill();
  BOOST_TEST(waiter.answer() == 'y');
}

BOOST_AUTO_TEST_CASE(the_queue_is_bounded_and_freed) {
  HashSlots slots(path, 1, 2, 60s);
  const auto mine = slots.take();
  BOOST_REQUIRE(mine);
  std::optional<Process> first, second;
  const auto wait = [&] { return tried(1, 2, 60s); };
  first.emplace(wait);
  second.emplace(wait);
  await_waiting(path, 2, 2);
  const auto start = std::chrono::steady_clock::now();
  BOOST_TEST(!slots.take());  // full: a no at once, though it would wait a minute
  BOOST_TEST((std::chrono::steady_clock::now() - start < 1s));
  first.reset();
  BOOST_TEST(held_locks(path, "queue", 2) == 1);
}

BOOST_AUTO_TEST_CASE(the_wait_is_bounded) {
  sigset_t all, before;
  sigfillset(&all);
  sigprocmask(SIG_SETMASK, &all, &before);  // a worker blocks the signals that it reads
  HashSlots slots(path, 3, 2, 100ms);
  const auto one = slots.take(), two = slots.take(), three = slots.take();
  const auto start = std::chrono::steady_clock::now();
  const auto four = slots.take();
  const auto waited = std::chrono::steady_clock::now() - start;
  BOOST_TEST(!four);
  BOOST_TEST((waited >= 100ms && waited < 2s));
  sigprocmask(SIG_SETMASK, &before, nullptr);
  BOOST_TEST(held_locks(path, "queue", 2) == 0);  // its seat is free again
}

BOOST_AUTO_TEST_CASE(whichever_slot_is_freed_first) {
  HashSlots slots(path, 3, 4, 0us);
  for (std::size_t freed = 0; freed < 3; ++freed) {
    std::optional<Result<HashSlots::Held>> mine[3] = {slots.take(), slots.take(), slots.take()};
    Process waiter([&] { return tried(3, 4, 60s); });
    await_waiting(path, 4, 1);
    mine[freed].reset();
    BOOST_TEST(waiter.answer() == 'y');
  }
}

BOOST_AUTO_TEST_CASE(never_more_than_there_are_under_load) {
  // Each of 8 processes takes a slot 50 times and, holding it, looks whether it could take a third one of two.
  std::vector<std::unique_ptr<Process>> crowd;
  for (int i = 0; i < 8; ++i)
    crowd.push_back(std::make_unique<Process>([&] {
      HashSlots slots(path, 2, 8, 60s), glance(path, 2, 0, 0us);
      for (int turn = 0; turn < 50; ++turn) {
        const auto slot = slots.take();
        if (!slot) return 'n';
        const auto second = glance.take();
        if (second && glance.take()) return 'm';  // three of two
      }
      return 'y';
    }));
  for (auto& process : crowd) BOOST_TEST(process->answer() == 'y');
}

BOOST_AUTO_TEST_CASE(no_number_means_the_cores_of_this_host) {
  HashSlots slots(path, 0, 0, 0us);
  const int wanted = std::max(1, int(::sysconf(_SC_NPROCESSORS_ONLN)) - 1);
  std::vector<Result<HashSlots::Held>> all;
  for (int i = 0; i < wanted; ++i) {
    all.push_back(slots.take());
    BOOST_TEST(bool(all.back()));
  }
  BOOST_TEST(!slots.take());
}

BOOST_AUTO_TEST_CASE(a_missing_folder_and_a_planted_link_are_failures) {
  HashSlots nowhere(path + "/none", 1, 0, 0us);
  BOOST_CHECK_THROW(nowhere.take(), Failure);
  std::filesystem::create_symlink("/dev/null", path + "/hash.0");
  HashSlots slots(path, 1, 0, 0us);
  BOOST_CHECK_THROW(slots.take(), Failure);
}

BOOST_AUTO_TEST_SUITE_END()
