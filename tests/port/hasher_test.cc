// Hashing by another process, and without it when it is not there, goes away, or is asked for nonsense.
#include "port/hasher.hh"

#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <functional>

#include "port/descriptor.hh"
#include "port/password_hash.hh"
#include "support/folder.hh"
#include "support/root.hh"
#include "support/test.hh"

using namespace doorward;
using namespace doorward::port;

namespace {

const Secret password("correct horse");
const Argon2 cheap{{64, 1}, 1, "a salt of sixteen", 32};

bool reached(int fd, const std::string& path, decltype(::connect)* by = ::connect) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, path.c_str());
  return by(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
}

int listener_at(const std::string& path, int backlog) {
  const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (!reached(listener, path, ::bind) || ::listen(listener, backlog) != 0) throw Failure("no socket for a hasher");
  return listener;
}

/// Does it hold in a process of another account?
bool as_stranger(const std::function<bool()>& holds) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(::setgid(65534) == 0 && ::setuid(65534) == 0 && holds() ? 0 : 1);
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// A child that does `serve` with each connection to the folder's hasher socket.
class Neighbour {
 public:
  explicit Neighbour(const std::function<void(int)>& serve) {
    const int listener = listener_at(path(), 4);
    pid_ = ::fork();
    if (pid_ == 0)
      for (;;) {
        const Descriptor peer(::accept(listener, nullptr, nullptr));
        serve(peer.get());
      }
    ::close(listener);
  }
  Neighbour(const Neighbour&) = delete;
  Neighbour& operator=(const Neighbour&) = delete;
  ~Neighbour() { end(); }

  void end() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
    pid_ = -1;
  }
  std::string folder() const { return folder_ / ""; }
  std::string path() const { return hasher_socket(folder()); }

 private:
  tests::Folder folder_;
  pid_t pid_ = -1;
};

std::optional<std::string> asked(const std::string& path, const Secret& word, const Argon2& task) {
  Hasher hasher{path};
  return ask_hasher(hasher, word, task);
}

/// Is it the password, by whoever listens there?
bool good(const std::string& path, const std::string& word, const std::string& stored) {
  Hasher hasher{path};
  return check_password(Secret(word), stored, &hasher);
}

/// A signal that waits to be looked for.
class SignalHeld {
 public:
  explicit SignalHeld(int number) {
    sigemptyset(&set_);
    sigaddset(&set_, number);
    sigprocmask(SIG_BLOCK, &set_, nullptr);
  }
  SignalHeld(const SignalHeld&) = delete;
  SignalHeld& operator=(const SignalHeld&) = delete;
  ~SignalHeld() { sigprocmask(SIG_UNBLOCK, &set_, nullptr); }
  bool came() const {
    const timespec at_once{};
    return ::sigtimedwait(&set_, nullptr, &at_once) > 0;
  }

 private:
  sigset_t set_{};
};

/// A tag that was not computed.
void lie(int peer) {
  char task[512];
  if (::recv(peer, task, sizeof task, 0) > 0) (void)!::write(peer, std::string(32, 'x').data(), 32);
}

/// What is said to a hasher, and what it answers.
std::pair<bool, std::string> said(std::string_view bytes, bool goes_on = false) {
  int ends[2];
  BOOST_REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
  const Descriptor ours(ends[0]);
  BOOST_REQUIRE(::send(ours.get(), bytes.data(), bytes.size(), 0) == ssize_t(bytes.size()));
  if (!goes_on) ::shutdown(ours.get(), SHUT_WR);
  const bool served = [&] {
    const Descriptor its(ends[1]);
    return serve_hash(its.get());
  }();
  char answer[128];
  const auto size = ::recv(ours.get(), answer, sizeof answer, 0);
  return {served, std::string(answer, std::size_t(std::max<ssize_t>(size, 0)))};
}

/// As hasher.cc sends it.
std::string task(std::vector<std::uint32_t> head, const std::string& rest) {
  return std::string(reinterpret_cast<const char*>(head.data()), head.size() * sizeof head[0]) + rest;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(hasher)

BOOST_AUTO_TEST_CASE(its_tags_are_those_of_this_process) {
  const Neighbour one([](int peer) { serve_hash(peer); });
  for (const std::string& word : {std::string("x"), std::string("пароль 🦉"), std::string(1024, 'y')}) {
    const auto tag = asked(one.path(), Secret(word), cheap);
    BOOST_REQUIRE(tag.has_value());
    BOOST_TEST(*tag == argon2id(Secret(word), cheap));
  }
  SystemRandom random;
  Hasher hasher{one.path()};
  const std::string stored = hash_password(password, {64, 1}, random, &hasher);
  BOOST_TEST(check_password(password, stored));
  BOOST_TEST(good(one.path(), "correct horse", stored));
  BOOST_TEST(!good(one.path(), "correct house", stored));
}

BOOST_AUTO_TEST_CASE(who_holds_a_slot_is_served_by_the_hasher_of_its_folder) {
  Neighbour liar(lie);
  HashSlots slots(liar.folder(), 1, 0, std::chrono::milliseconds(0));
  auto slot = slots.take();
  SystemRandom random;
  const std::string stored = slot->hash(password, {64, 1}, random);
  BOOST_TEST(!check_password(password, stored));  // it was the liar who hashed,
  BOOST_TEST(slot->check(password, stored));      // and who checks
  liar.end();
  BOOST_TEST(!slot->check(password, stored));
  BOOST_TEST(slot->check(password, slot->hash(password, {64, 1}, random)));
}

BOOST_AUTO_TEST_CASE(without_an_answer_the_work_is_done_here) {
  const std::string stored = [] {
    SystemRandom random;
    return hash_password(password, {64, 1}, random);
  }();
  Neighbour leaves([](int) {}), stops_halfway([](int peer) { (void)!::write(peer, "half of it", 10); });
  for (Neighbour* one : {&leaves, &stops_halfway}) {
    BOOST_TEST(!asked(one->path(), password, cheap));
    BOOST_TEST(good(one->path(), "correct horse", stored));
    BOOST_TEST(!good(one->path(), "wrong", stored));
  }
  leaves.end();  // the socket stays, nobody listens
  for (const std::string& nowhere : {leaves.path(), std::string("/no/such/folder/hash.sock"), std::string(200, 'x')}) {
    BOOST_TEST(!asked(nowhere, password, cheap));
    BOOST_TEST(good(nowhere, "correct horse", stored));
  }
}

BOOST_AUTO_TEST_CASE(who_gives_no_answer_is_asked_once_and_its_keeper_hears_of_it) {
  const SignalHeld urgent(SIGURG);
  const tests::Folder folder;
  const Descriptor keeper(listener_at(hasher_socket(folder / ""), 4));  // and no hasher
  HashSlots slots(folder / "", 1, 0, std::chrono::milliseconds(0));
  {
    auto slot = slots.take();
    SystemRandom random;
    const std::string stored = slot->hash(password, {64, 1}, random);
    BOOST_TEST(slot->check(password, stored));
    BOOST_TEST(!slot->check(Secret("wrong"), stored));
  }
  BOOST_TEST(urgent.came());
  BOOST_TEST(slots.hashing().calls == 1u);
  BOOST_TEST(slots.hashing().failures == 1u);
  pollfd wait{keeper.get(), POLLIN, 0};
  const Descriptor peer(::accept(keeper.get(), nullptr, nullptr));
  BOOST_TEST(!serve_hash(peer.get()));  // it left long ago
  BOOST_TEST(::poll(&wait, 1, 0) == 0);
}

BOOST_AUTO_TEST_CASE(who_leaves_in_time_is_no_hasher_that_hangs) {
  const SignalHeld urgent(SIGURG);
  const Neighbour leaves([](int) {});
  Hasher hasher{leaves.path()};
  BOOST_TEST(!ask_hasher(hasher, password, cheap));
  BOOST_TEST(!hasher.late);
  BOOST_TEST(!urgent.came());
}

BOOST_AUTO_TEST_CASE(a_queue_that_is_full_is_not_waited_for) {
  const tests::Folder folder;
  const std::string path = hasher_socket(folder / "");
  const Descriptor stopped(listener_at(path, 0));  // takes nobody in
  std::vector<Descriptor> waiting;
  do waiting.emplace_back(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  while (reached(waiting.back().get(), path));
  BOOST_TEST(!asked(path, password, cheap));
}

BOOST_AUTO_TEST_CASE(another_account_is_neither_served_nor_asked, *boost::unit_test::precondition(tests::by_root)) {
  const Neighbour honest([](int peer) { serve_hash(peer); }), liar(lie);
  for (const Neighbour* one : {&honest, &liar}) BOOST_REQUIRE(::chmod(one->path().c_str(), 0777) == 0);
  BOOST_TEST(asked(liar.path(), password, cheap).has_value());
  BOOST_TEST(as_stranger([&] { return !asked(liar.path(), password, cheap); }));
  BOOST_TEST(as_stranger([&] {
    const Descriptor peer(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const std::string good = task({64, 1, 1, 32, 16, 4}, std::string(16, 's') + "word");
    char byte = 0;
    if (!reached(peer.get(), honest.path())) return false;
    (void)!::send(peer.get(), good.data(), good.size(), MSG_NOSIGNAL);  // it may have left already
    return ::recv(peer.get(), &byte, 1, 0) <= 0;
  }));
}

BOOST_AUTO_TEST_CASE(nonsense_is_not_computed) {
  const std::string salt(16, 's'), word = "word";
  const auto good = said(task({64, 1, 1, 32, 16, 4}, salt + word));
  BOOST_TEST(good.first);
  BOOST_TEST(good.second == argon2id(Secret(word), {{64, 1}, 1, salt, 32}));
  for (const auto& head : std::vector<std::vector<std::uint32_t>>{{1U << 20U, 1, 1, 32, 16, 4},
                                                                  {64, 0, 1, 32, 16, 4},
                                                                  {64, 4000, 1, 32, 16, 4},
                                                                  {64, 1, 0, 32, 16, 4},
                                                                  {64, 1, 17, 32, 16, 4},
                                                                  {64, 1, 1, 8, 16, 4},
                                                                  {64, 1, 1, ~0U, 16, 4},
                                                                  {64, 1, 1, 32, 4, 16},
                                                                  {64, 1, 1, 32, ~0U, 4},
                                                                  {64, 1, 1, 32, 16, ~0U},
                                                                  {64, 1, 1, 32, 16, 5},
                                                                  {64, 1, 1}}) {
    const auto [served, answer] = said(task(head, salt + word));
    BOOST_TEST(!served);
    BOOST_TEST(answer.empty());
  }
}

BOOST_AUTO_TEST_CASE(silence_is_left_after_a_second) {
  BOOST_TEST(!said("", true).first);
  BOOST_TEST(!said(task({64, 1, 1, 32, 16, 4}, "too litt"), true).first);
}

BOOST_AUTO_TEST_SUITE_END()
