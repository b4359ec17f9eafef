// A seat's holder is one word: pid above, the low half of its start time (proc(5), field 22) below.
#include "port/seats.hh"

#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <tuple>

namespace doorward::port {
namespace {

using Steady = std::chrono::steady_clock;

/// What /proc says of a process.
struct Entry {
  bool dead = false;  // it only waits to be buried
  std::uint32_t started = 0;
};

/// nullopt: there is no such process, or it is hidden from us.
std::optional<Entry> entry_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string text;
  std::getline(file, text);
  const auto name_ends = text.rfind(')');
  if (name_ends == std::string::npos) return std::nullopt;
  std::istringstream words(text.substr(name_ends + 1));
  std::string word;
  words >> word;
  const bool dead = word == "Z" || word == "X";
  for (int field = 4; field <= 22; ++field) words >> word;
  return Entry{dead, std::uint32_t(std::strtoull(word.c_str(), nullptr, 10))};
}

pid_t pid_of(std::uint64_t holder) { return pid_t(holder >> 32); }
std::uint64_t holder_of(pid_t pid, std::uint32_t started) { return std::uint64_t(pid) << 32 | started; }

/// Where /proc hides others (hidepid=, systemd's ProtectProc=) whoever takes our signals lives. Of another account is
/// only who came to a dead one's number.
bool lives(std::uint64_t holder) {
  const pid_t pid = pid_of(holder);
  if (const auto entry = entry_of(pid)) return !entry->dead && holder == holder_of(pid, entry->started);
  return ::kill(pid, 0) == 0;
}

std::uint64_t now() {
  return std::uint64_t(std::chrono::duration_cast<std::chrono::microseconds>(Steady::now().time_since_epoch()).count());
}

SharedSeat* take_seat(SharedTable& table, std::uint64_t me) {
  for (const bool of_the_dead : {false, true})
    for (auto& seat : table.shape().seats) {
      std::uint64_t holder = seat.holder.get();
      if (holder != 0 && (!of_the_dead || lives(holder))) continue;
      if (seat.holder.swap(holder, me)) return &seat;
    }
  return nullptr;
}

}  // namespace

std::vector<Seated> seated(const SharedTable& table) {
  std::vector<Seated> found;
  for (const auto& seat : table.shape().seats) {
    const std::uint64_t holder = seat.holder.get();
    if (holder == 0 || !lives(holder)) continue;
    const std::uint64_t since = seat.busy_since.get(), at = now();
    const std::uint64_t busy_for = since == 0 ? 0 : std::max<std::uint64_t>(1, at > since ? at - since : 0);
    found.push_back({pid_of(holder), Pool(seat.pool.get()), std::chrono::microseconds(busy_for), seat.requests.get()});
  }
  std::sort(found.begin(), found.end(),
            [](const Seated& a, const Seated& b) { return std::tuple(a.pool, a.pid) < std::tuple(b.pool, b.pid); });
  return found;
}

Seat::Seat(SharedTable& table, Pool pool) {
  const pid_t pid = ::getpid();
  if (SharedSeat* seat = take_seat(table, holder_of(pid, entry_of(pid).value_or(Entry{}).started))) seat_ = seat;
  seat_->pool.put(std::uint64_t(pool));
  seat_->busy_since.put(0);
  seat_->requests.put(0);
}

Seat::~Seat() { seat_->holder.put(0); }

void Seat::busy() {
  seat_->busy_since.put(now());
  seat_->requests.add(1);
}

void Seat::idle() { seat_->busy_since.put(0); }

void clear_seat(SharedTable& table, pid_t pid) {
  for (auto& seat : table.shape().seats)
    if (pid_of(seat.holder.get()) == pid) seat.holder.put(0);
}

}  // namespace doorward::port
