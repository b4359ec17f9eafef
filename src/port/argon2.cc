// One hash after the other in one memory.
#include "port/argon2.hh"

#include <argon2.h>
#include <sys/mman.h>

#include "base/error.hh"

namespace doorward::port {
namespace {

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

}  // namespace

bool affordable(HashCost cost) {
  return cost.passes >= 1 && cost.passes <= 20 && cost.memory_kib <= 256U << 10U &&
         std::uint64_t(cost.memory_kib) * cost.passes <= 1U << 20U;
}

bool sound(const Argon2& task) {
  const auto within = [](std::size_t value, std::size_t least, std::size_t most) {
    return value >= least && value <= most;
  };
  return within(task.lanes, 1, 16) && task.cost.memory_kib >= 8 * task.lanes && within(task.salt.size(), 8, 64) &&
         within(task.tag_size, 16, 64) && affordable(task.cost);
}

std::string argon2id(const Secret& password, const Argon2& task) {
  std::string tag(task.tag_size, '\0');
  auto* word = reinterpret_cast<std::uint8_t*>(const_cast<char*>(password.reveal().data()));
  auto* salt = reinterpret_cast<std::uint8_t*>(const_cast<char*>(task.salt.data()));
  argon2_context context{};
  context.out = reinterpret_cast<std::uint8_t*>(tag.data());
  context.outlen = task.tag_size;
  context.pwd = word;
  context.pwdlen = std::uint32_t(password.reveal().size());
  context.salt = salt;
  context.saltlen = std::uint32_t(task.salt.size());
  context.t_cost = task.cost.passes;
  context.m_cost = task.cost.memory_kib;
  context.lanes = task.lanes;
  context.threads = 1;
  context.version = ARGON2_VERSION_13;
  context.flags = ARGON2_DEFAULT_FLAGS;
  context.allocate_cbk = take_memory;
  context.free_cbk = leave_memory;
  const int rc = argon2id_ctx(&context);
  if (rc != ARGON2_OK) throw Failure(std::string("Argon2: ") + argon2_error_message(rc));
  return tag;
}

}  // namespace doorward::port
