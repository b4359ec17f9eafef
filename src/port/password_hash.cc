// PHC strings of Argon2id. They are read here, not by libargon2, which would start a thread for each lane and
// believe any cost.
#include "port/password_hash.hh"

#include <argon2.h>
#include <sys/mman.h>

#include <array>
#include <charconv>
#include <optional>

#include "base/encode.hh"
#include "base/text.hh"

namespace doorward::port {
namespace {

constexpr std::uint32_t salt_size = 16, tag_size = 32;
constexpr std::uint32_t lanes_max = 16;

struct Phc {
  HashCost cost;
  std::uint32_t lanes = 1;
  std::string salt, tag;
};

/// "m=19456": the number behind a name, without sign, blanks or leading zero.
std::optional<std::uint32_t> number_of(std::string_view part, std::string_view name) {
  if (!part.starts_with(name)) return std::nullopt;
  part.remove_prefix(name.size());
  std::uint32_t value = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), value);
  if (error != std::errc{} || end != part.data() + part.size() || part.front() == '0') return std::nullopt;
  return value;
}

/// Base64 of the PHC format: RFC 4648 section 4 without padding.
std::optional<std::string> from_phc64(std::string_view text) {
  if (text.find('=') != std::string_view::npos) return std::nullopt;
  std::string padded(text);
  padded.append((4 - padded.size() % 4) % 4, '=');
  return from_base64(padded);
}

std::optional<Phc> parse_phc(std::string_view stored) {
  const auto parts = split(stored, '$');
  if (parts.size() != 6 || !parts[0].empty() || parts[1] != "argon2id" || parts[2] != "v=19") return std::nullopt;
  const auto costs = split(parts[3], ',');
  if (costs.size() != 3) return std::nullopt;
  const auto memory = number_of(costs[0], "m="), passes = number_of(costs[1], "t="), lanes = number_of(costs[2], "p=");
  auto salt = from_phc64(parts[4]), tag = from_phc64(parts[5]);
  if (!memory || !passes || !lanes || !salt || !tag) return std::nullopt;
  Phc phc{{*memory, *passes}, *lanes, std::move(*salt), std::move(*tag)};
  // RFC 9106 section 3.1: at least 8 KiB a lane; a short tag would be easy to meet by chance.
  const bool sound = phc.lanes <= lanes_max && phc.cost.memory_kib >= 8 * phc.lanes && phc.salt.size() >= 8 &&
                     phc.salt.size() <= 64 && phc.tag.size() >= 16 && phc.tag.size() <= 64;
  if (!sound || !affordable(phc.cost)) return std::nullopt;
  return phc;
}

constexpr std::size_t huge_page = std::size_t(2) << 20U, most_kept = std::size_t(32) << 20U;

std::size_t whole_pages(std::size_t size) { return (size + huge_page - 1) / huge_page * huge_page; }

/// The memory that Argon2 works in: kept from hash to hash, since clearing fresh pages costs as much as a tenth of one,
/// and in huge pages where the kernel has them, since it jumps about there. libargon2 wipes it each time.
class WorkingMemory {
 public:
  WorkingMemory() = default;
  WorkingMemory(const WorkingMemory&) = delete;
  WorkingMemory& operator=(const WorkingMemory&) = delete;
  ~WorkingMemory() { release(); }

  std::uint8_t* take(std::size_t size) {
    if (whole_pages(size) > size_) {
      release();
      map(whole_pages(size));
    }
    return begin_;
  }
  void leave() {
    if (size_ > most_kept) release();
  }

 private:
  void map(std::size_t size) {
    void* got = ::mmap(nullptr, size + huge_page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (got == MAP_FAILED) return;
    const auto at = reinterpret_cast<std::uintptr_t>(got);
    const std::size_t before = whole_pages(at) - at;  // a huge page begins at a multiple of its size
    begin_ = static_cast<std::uint8_t*>(got) + before;
    size_ = size;
    if (before > 0) ::munmap(got, before);
    ::munmap(begin_ + size, huge_page - before);
    ::madvise(begin_, size, MADV_HUGEPAGE);
  }
  void release() {
    if (begin_) ::munmap(begin_, size_);
    begin_ = nullptr;
    size_ = 0;
  }

  std::uint8_t* begin_ = nullptr;
  std::size_t size_ = 0;
};

/// The process's: what libargon2 calls is told nothing of who asked.
WorkingMemory& working_memory() {
  static WorkingMemory one;
  return one;
}

int take_memory(std::uint8_t** memory, std::size_t size) {
  *memory = working_memory().take(size);
  return *memory ? ARGON2_OK : ARGON2_MEMORY_ALLOCATION_ERROR;
}

void leave_memory(std::uint8_t*, std::size_t) { working_memory().leave(); }

/// The tag of `size` bytes; one thread, whatever the lanes.
std::string argon2id(const Secret& password, const Phc& phc, std::uint32_t size) {
  std::string tag(size, '\0');
  auto* word = reinterpret_cast<std::uint8_t*>(const_cast<char*>(password.reveal().data()));
  auto* salt = reinterpret_cast<std::uint8_t*>(const_cast<char*>(phc.salt.data()));
  argon2_context context{};
  context.out = reinterpret_cast<std::uint8_t*>(tag.data());
  context.outlen = size;
  context.pwd = word;
  context.pwdlen = std::uint32_t(password.reveal().size());
  context.salt = salt;
  context.saltlen = std::uint32_t(phc.salt.size());
  context.t_cost = phc.cost.passes;
  context.m_cost = phc.cost.memory_kib;
  context.lanes = phc.lanes;
  context.threads = 1;
  context.version = ARGON2_VERSION_13;
  context.flags = ARGON2_DEFAULT_FLAGS;
  context.allocate_cbk = take_memory;
  context.free_cbk = leave_memory;
  const int rc = argon2id_ctx(&context);
  if (rc != ARGON2_OK) throw Failure(std::string("Argon2: ") + argon2_error_message(rc));
  return tag;
}

std::string to_phc64(std::string_view bytes) {
  std::string text = to_base64url(bytes);
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  return text;
}

}  // namespace

bool affordable(HashCost cost) {
  return cost.passes >= 1 && cost.passes <= 20 && cost.memory_kib <= 256U << 10U &&
         std::uint64_t(cost.memory_kib) * cost.passes <= 1U << 20U;
}

std::string hash_password(const Secret& password, HashCost cost, Random& random) {
  if (!affordable(cost)) throw Failure("password.argon2_memory_kib times password.argon2_passes is over 1048576");
  const Phc phc{cost, 1, random.bytes(salt_size), {}};
  return "$argon2id$v=19$m=" + std::to_string(cost.memory_kib) + ",t=" + std::to_string(cost.passes) + ",p=1$" +
         to_phc64(phc.salt) + "$" + to_phc64(argon2id(password, phc, tag_size));
}

bool check_password(const Secret& password, std::string_view stored) {
  const auto phc = parse_phc(stored);
  return phc && same_secret(argon2id(password, *phc, std::uint32_t(phc->tag.size())), phc->tag);
}

std::optional<HashCost> cost_of(std::string_view stored) {
  const auto phc = parse_phc(stored);
  if (!phc) return std::nullopt;
  return phc->cost;
}

bool needs_rehash(std::string_view stored, HashCost cost) {
  const auto phc = parse_phc(stored);
  return !phc || phc->cost != cost || phc->lanes != 1 || phc->salt.size() != salt_size || phc->tag.size() != tag_size;
}

}  // namespace doorward::port
