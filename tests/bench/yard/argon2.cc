// argon2 PROCESSES SECONDS: how many Argon2id checks a second so many processes make, and nothing else.
// argon2: a stored password as the shipped settings make it, and its work, for the bench's people.
#include <argon2.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "base/config.hh"

namespace {

using Steady = std::chrono::steady_clock;
constexpr std::string_view password = "correct horse battery staple";

/// A stored password as the shipped settings make it.
std::string stored_password() {
  const auto config = *doorward::make_config({});
  const auto memory = std::uint32_t(config.password.argon2_memory_kib);
  const auto passes = std::uint32_t(config.password.argon2_passes);
  std::vector<char> text(200);
  const int done = argon2id_hash_encoded(passes, memory, 1, password.data(), password.size(), "sixteen bytes...", 16,
                                         32, text.data(), text.size());
  if (done != ARGON2_OK) std::abort();
  return text.data();
}

std::int64_t check_for(const std::string& stored, Steady::time_point end) {
  std::int64_t done = 0;
  for (; Steady::now() < end; ++done)
    if (argon2id_verify(stored.c_str(), password.data(), password.size()) != ARGON2_OK) std::abort();
  return done;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 1) {
    const auto config = *doorward::make_config({});
    std::cout << stored_password() << " " << config.password.argon2_memory_kib * config.password.argon2_passes << "\n";
    return 0;
  }
  if (argc != 3) return std::cerr << "usage: argon2 [PROCESSES SECONDS]\n", 2;
  const int processes = std::stoi(argv[1]);
  const std::string stored = stored_password();
  auto* counts = static_cast<std::int64_t*>(::mmap(nullptr, sizeof(std::int64_t) * std::size_t(processes),
                                                   PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
  const auto begun = Steady::now();
  const auto end = begun + std::chrono::seconds(std::stoi(argv[2]));
  for (int i = 0; i < processes; ++i)
    if (::fork() == 0) {
      counts[i] = check_for(stored, end);
      ::_exit(0);
    }
  while (::wait(nullptr) > 0) continue;
  std::int64_t sum = 0;
  for (int i = 0; i < processes; ++i) sum += counts[i];
  std::cout << double(sum) / std::chrono::duration<double>(Steady::now() - begun).count() << "\n";
}
