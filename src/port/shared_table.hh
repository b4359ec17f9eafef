// The memory that all processes of one run.dir share: a file mapped by each, of a fixed shape, without locks. What it
// holds is only counted with: nothing in it may decide anything.
#pragma once
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

namespace doorward::port {

/// Every word of the table is read and changed through this: relaxed unless said otherwise.
class SharedWord {
 public:
  std::uint64_t get(std::memory_order order = std::memory_order_relaxed) const { return ref().load(order); }
  void put(std::uint64_t value, std::memory_order order = std::memory_order_relaxed) { ref().store(value, order); }
  std::uint64_t add(std::uint64_t by) { return ref().fetch_add(by, std::memory_order_relaxed); }
  bool swap(std::uint64_t& expected, std::uint64_t wanted) {
    return ref().compare_exchange_strong(expected, wanted, std::memory_order_relaxed);
  }

 private:
  std::atomic_ref<std::uint64_t> ref() const { return std::atomic_ref<std::uint64_t>(word_); }
  mutable std::uint64_t word_ = 0;
};
static_assert(sizeof(SharedWord) == 8 && std::atomic_ref<std::uint64_t>::is_always_lock_free);

/// One series: which metric, with which labels, and its values (counter and gauge: the first; histogram: buckets, then
/// the sum). Its place depends on the name's hash, so `hash` alone claims it; `ready` says that the name was written.
struct SharedSeries {
  static constexpr std::size_t name_words = 12, values_most = 18;  // together 256 bytes
  SharedWord hash, ready;
  std::array<SharedWord, name_words> name;
  std::array<SharedWord, values_most> values;
};

/// One worker: who it is, and what it does. Alone on its cache line.
struct alignas(64) SharedSeat {
  SharedWord holder;  // pid and start time; 0: nobody
  SharedWord pool, busy_since, requests;
};

struct SharedShape {
  static constexpr std::size_t series_most = 4096, seats_most = 640, tenants_most = 1024;
  SharedWord version, refused, tenant_count;     // version: of this shape and of metrics.def
  SharedWord awaited;                            // of which release what is waited for has its places
  std::array<SharedWord, tenants_most> tenants;  // hashes of the names that have a label of their own
  alignas(4096) std::array<SharedSeries, series_most> series;
  std::array<SharedSeat, seats_most> seats;
};

class SharedTable {
 public:
  /// Memory of this process and of those that it forks.
  SharedTable();
  /// The file `metrics` of `folder`, made where there is none or one of another version. It must be ours and closed
  /// to others. Where that fails, memory of this process: `why` says what is wrong.
  static SharedTable open(const std::string& folder, std::uint64_t version);
  /// The file as it is, never made: for a program of the operator. It may belong to the folder's owner.
  static SharedTable join(const std::string& folder, std::uint64_t version);
  SharedTable(SharedTable&& other) noexcept;
  SharedTable& operator=(SharedTable&&) = delete;
  ~SharedTable();

  SharedShape& shape() { return *shape_; }
  const SharedShape& shape() const { return *shape_; }
  bool shared() const { return why_.empty(); }
  const std::string& why() const { return why_; }

 private:
  explicit SharedTable(int fd);
  static SharedTable alone(const std::string& why);
  SharedShape* shape_;
  std::string why_ = "not asked for";
};

}  // namespace doorward::port
