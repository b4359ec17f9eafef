// Identifiers: 16 bytes, UUID version 7 (RFC 9562), lower-case text outside, BINARY(16) in the database.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/time.hh"

namespace doorward {

/// The text of an id, in its place; empty: of none.
struct IdText {
  std::array<char, 36> characters{};
  std::size_t size = 0;
  operator std::string_view() const { return {characters.data(), size}; }
};

struct Id {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Id&) const = default;
  bool nil() const { return *this == Id{}; }
  std::string text() const { return std::string(std::string_view(characters())); }  // "018f…-…", 36 characters
  IdText characters() const;
  std::string_view raw() const { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

  static std::optional<Id> parse(std::string_view text);    // 36 characters, any hex case, any version
  static std::optional<Id> from_raw(std::string_view raw);  // exactly 16 bytes
  /// RFC 9562 section 5.7: 48 bits of milliseconds, the rest from ten random bytes.
  static Id version7(Time now, std::span<const std::uint8_t, 10> random);
};

/// The same bytes with a type of its own, so that a user's id is never taken for a session's.
template <class Tag>
struct IdOf : Id {
  IdOf() = default;
  explicit IdOf(const Id& id) : Id(id) {}
  auto operator<=>(const IdOf&) const = default;
};

using TenantId = IdOf<struct TenantTag>;
using UserId = IdOf<struct UserTag>;
using SessionId = IdOf<struct SessionTag>;
using EventId = IdOf<struct EventTag>;

/// The platform's own tenant row: never listed, never resolved from a request.
inline const TenantId platform_tenant{};

}  // namespace doorward
