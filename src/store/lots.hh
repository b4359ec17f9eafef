// One statement for many rows: what is done row by row costs a round trip for each. Texts are made for a few sizes
// only, since each is kept prepared.
#pragma once
#include <functional>
#include <string>
#include <string_view>

namespace doorward::store {

class Lots {
 public:
  /// `text(size)` is the statement for so many rows.
  explicit Lots(const std::function<std::string(int size)>& text)
      : large_(text(large)), small_(text(small)), one_(text(1)) {}

  /// Calls `run(statement, first, size)` for rows 0..count-1 in lots.
  void each(std::size_t count, const std::function<void(std::string_view, std::size_t, std::size_t)>& run) const {
    for (std::size_t at = 0; at < count;) {
      const std::size_t left = count - at, size = left >= large ? large : left >= small ? small : 1;
      run(size == large ? large_ : size == small ? small_ : one_, at, size);
      at += size;
    }
  }

 private:
  static constexpr std::size_t large = 64, small = 8;
  std::string large_, small_, one_;
};

/// "part, part, part"
std::string repeated(std::string_view part, int times, std::string_view between = ", ");

}  // namespace doorward::store
