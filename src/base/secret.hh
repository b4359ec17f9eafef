// A string that must not be seen: wiped when it dies, compared in constant time, never printed.
#pragma once
#include <string>
#include <string_view>

namespace doorward {

/// Overwrites the bytes in a way that the compiler keeps.
void wipe(void* data, std::size_t size);

/// Same bytes? Time depends on the lengths alone.
bool same_secret(std::string_view a, std::string_view b);

class Secret {
 public:
  Secret() = default;
  explicit Secret(const std::string& value) : value_(value) {}
  explicit Secret(std::string&& value) noexcept;  // nothing is left in `value`
  Secret(const Secret&) = default;
  Secret& operator=(const Secret& other);
  Secret(Secret&& other) noexcept;
  Secret& operator=(Secret&& other) noexcept;
  ~Secret();

  std::string_view reveal() const { return value_; }  // grep for this word to see who looks
  bool empty() const { return value_.empty(); }

 private:
  std::string value_;
};

}  // namespace doorward
