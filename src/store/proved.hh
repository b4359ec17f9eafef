// Values of memory whose MAC was right a moment ago: the same bytes need not be proved again.
#pragma once
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace doorward::store {

/// Each stands at the place that its MAC names, so one look finds it, or finds somebody else; whoever comes takes the
/// place. A crowd's records, which mostly are somebody else, cost that look alone.
class Proved {
 public:
  explicit Proved(std::size_t places) : all_(places) {}

  /// Were these very bytes proved under this key? A value ends with its MAC, eight bytes at least.
  bool holds(std::string_view key, std::string_view value) const {
    const One& one = all_[tag_of(value) % all_.size()];
    return one.tag == tag_of(value) && one.key == key && one.value == value;
  }

  void remember(std::string_view key, std::string_view value) {
    One& one = all_[tag_of(value) % all_.size()];
    one.tag = tag_of(value);
    one.key = key;
    one.value = value;
  }

 private:
  struct One {
    std::uint64_t tag = 0;
    std::string key, value;
  };

  static std::uint64_t tag_of(std::string_view value) {
    std::uint64_t tag = 0;
    std::memcpy(&tag, value.data() + value.size() - sizeof tag, sizeof tag);
    return tag;
  }

  std::vector<One> all_;
};

}  // namespace doorward::store
