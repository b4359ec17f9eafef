// The longest texts that a body may bring, in bytes. Names are counted again in characters by their service.
#pragma once
#include <cstddef>

namespace doorward::endpoint::longest {

inline constexpr std::size_t email = 254;      // RFC 5321
inline constexpr std::size_t password = 1024;  // hashed only below this
inline constexpr std::size_t name = 100, organization = 200, slug = 63;
inline constexpr std::size_t role = 64, permission = 64, permissions = 200, description = 800;
inline constexpr std::size_t domain = 253, id = 36;
inline constexpr std::size_t avatar_url = 500, timezone = 64, locale = 35, device_id = 64;
inline constexpr std::size_t code = 64;     // one-time codes, with whatever stands between
inline constexpr std::size_t token = 8192;  // refresh tokens and whatever a client takes for one

}  // namespace doorward::endpoint::longest
