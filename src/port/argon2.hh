// Argon2id by libargon2 (RFC 9106), in this process.
#pragma once
#include <cstdint>
#include <string>

#include "base/secret.hh"

namespace doorward::port {

struct HashCost {
  std::uint32_t memory_kib = 19456, passes = 2;
  bool operator==(const HashCost&) const = default;
};
/// Within 256 MiB, 20 passes, and 1 GiB for memory times passes (about a second of work).
bool affordable(HashCost cost);

struct Argon2 {
  HashCost cost;
  std::uint32_t lanes = 1;
  std::string salt;
  std::uint32_t tag_size = 32;
};
/// Affordable, within RFC 9106 section 3.1 (8 KiB a lane), and with a tag that nobody meets by chance.
bool sound(const Argon2& task);

/// The tag of a sound task; one thread, whatever the lanes. The memory is kept for the next one, up to 32 MiB.
std::string argon2id(const Secret& password, const Argon2& task);

}  // namespace doorward::port
