// Slots and queue seats are files held by flock. Who has a seat blocks in the kernel on the lock of one slot, so a
// freed slot wakes it at once; a timer interrupts it now and then to look at the other slots and at the clock.
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

#include "base/ticker.hh"
#include "port/hasher.hh"
#include "port/password_hash.hh"

namespace doorward::port {
namespace {

using steady = std::chrono::steady_clock;
constexpr auto look_around = std::chrono::milliseconds(20);
constexpr auto try_again_in = std::chrono::seconds(1);

/// What root makes here (doorwardctl) must not shut out the workers, who have another account.
void give_to_owner_of(const std::string& folder, int fd) {
  struct stat found {};
  if (::geteuid() == 0 && ::stat(folder.c_str(), &found) == 0 && ::fchown(fd, found.st_uid, found.st_gid) != 0)
    throw Failure("cannot give a lock to the owner of " + folder + ": " + std::strerror(errno));
}

int open_lock(const std::string& folder, const char* kind, int number) {
  const std::string path = folder + "/" + kind + "." + std::to_string(number);
  constexpr int as = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
  int fd = ::open(path.c_str(), as);
  if (fd < 0 && errno == ENOENT) {
    fd = ::open(path.c_str(), as | O_CREAT | O_EXCL, 0600);
    if (fd >= 0) give_to_owner_of(folder, fd);
    if (fd < 0 && errno == EEXIST) fd = ::open(path.c_str(), as);
  }
  if (fd < 0) throw Failure("cannot open " + path + ": " + std::strerror(errno));
  return fd;
}

/// The first free one of `count` files, held; nullopt: none.
std::optional<HashSlots::Held> first_free(const std::string& folder, const char* kind, int count) {
  for (int number = 0; number < count; ++number) {
    const int fd = open_lock(folder, kind, number);
    if (::flock(fd, LOCK_EX | LOCK_NB) == 0) return HashSlots::Held(fd);
    ::close(fd);
  }
  return std::nullopt;
}

/// Waits for one slot's lock, at most until the next tick.
std::optional<HashSlots::Held> wait_for(const std::string& folder, int number) {
  HashSlots::Held slot(open_lock(folder, "hash", number));
  if (::flock(slot.fd(), LOCK_EX) == 0) return slot;
  if (errno != EINTR) throw Failure(std::string("flock: ") + std::strerror(errno));
  return std::nullopt;
}

}  // namespace

HashSlots::HashSlots(std::string folder, int slots, int queue, std::chrono::microseconds wait)
    : folder_(std::move(folder)), hasher_(hasher_socket(folder_)), slots_(slots), queue_(queue), wait_(wait) {
  if (slots_ < 1) slots_ = std::max(1, int(::sysconf(_SC_NPROCESSORS_ONLN)) - 1);
}

Result<HashSlots::Held> HashSlots::take() & {
  auto slot = [this]() -> Result<Held> {
    Measured wait(waiting_);
    if (auto free = first_free(folder_, "hash", slots_)) return std::move(*free);
    auto waited = wait_in_queue();
    if (!waited) wait.failed();
    return waited;
  }();
  if (slot) {
    slot->hasher_.socket = hasher_;
    slot->work_.emplace(hashing_);
  }
  return slot;
}

Result<HashSlots::Held> HashSlots::wait_in_queue() {
  const auto seat = first_free(folder_, "queue", queue_);
  if (!seat) return Error(Code::OVERLOADED, try_again_in);
  const auto end = steady::now() + wait_;
  const Ticker ticker(look_around);
  // Different processes start at different slots, so that waiters spread over them.
  for (int number = int(::getpid() % slots_); steady::now() < end; number = (number + 1) % slots_) {
    if (auto slot = wait_for(folder_, number)) return std::move(*slot);
    if (auto slot = first_free(folder_, "hash", slots_)) return std::move(*slot);
  }
  return Error(Code::OVERLOADED, try_again_in);
}

HashSlots::Held::Held(Held&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), hasher_(std::move(other.hasher_)), work_(std::move(other.work_)) {}

std::string HashSlots::Held::hash(const Secret& password, HashCost cost, Random& random) {
  return hash_password(password, cost, random, &hasher_);
}

bool HashSlots::Held::check(const Secret& password, std::string_view stored) {
  return check_password(password, stored, &hasher_);
}

HashSlots::Held::~Held() {
  if (hasher_.late && work_) work_->failed();
  if (fd_ < 0) return;
  ::flock(fd_, LOCK_UN);  // a process forked meanwhile has the same lock: closing alone would not free it
  ::close(fd_);
}

}  // namespace doorward::port
