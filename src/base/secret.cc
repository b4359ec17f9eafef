// explicit_bzero is not optimised away (glibc).
#include "base/secret.hh"

#include <cstring>

namespace doorward {
namespace {

/// A short text lies inside its object, and a move leaves its bytes there.
void leave_nothing(std::string& moved) {
  moved.resize(moved.capacity());
  wipe(moved.data(), moved.size());
  moved.clear();
}

}  // namespace

void wipe(void* data, std::size_t size) { explicit_bzero(data, size); }

bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  volatile unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    difference =
        static_cast<unsigned char>(difference | (static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(b[i])));
  return difference == 0;
}

Secret& Secret::operator=(const Secret& other) {
  if (this != &other) {
    wipe(value_.data(), value_.size());
    value_ = other.value_;
  }
  return *this;
}

Secret::Secret(std::string&& value) noexcept : value_(std::move(value)) { leave_nothing(value); }

Secret::Secret(Secret&& other) noexcept : value_(std::move(other.value_)) { leave_nothing(other.value_); }

Secret& Secret::operator=(Secret&& other) noexcept {
  if (this != &other) {
    wipe(value_.data(), value_.size());
    value_ = std::move(other.value_);
    leave_nothing(other.value_);
  }
  return *this;
}

Secret::~Secret() { wipe(value_.data(), value_.size()); }

}  // namespace doorward
