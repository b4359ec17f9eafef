// The master keys: a file outside the database, lines `<id 1..255>:<base64url of 32 bytes>`, newest first.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.hh"
#include "base/secret.hh"

namespace doorward::service {

struct MasterKey {
  std::uint8_t id = 0;
  Secret key;  // 32 bytes
};

/// Blank lines and lines that begin with '#' are passed over. The Error names the line, never its text.
Result<std::vector<MasterKey>> parse_master_keys(std::string_view text);

/// Refuses a file that is missing, no plain file, or open to anybody but its owner (any of mode 077).
Result<std::vector<MasterKey>> read_master_keys(const std::string& path);

}  // namespace doorward::service
