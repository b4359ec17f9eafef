// Which ring of memcached servers this installation uses: one row of `installation`. A worker that is configured
// otherwise reads and writes other places than the rest, so it trusts no record.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hh"
#include "store/database.hh"

namespace doorward::store {

struct Ring {
  std::string fingerprint;  // port::Memcached::ring()
  Time since{};             // from then on every worker that reads the row knows it
};

/// "<16 hex> <DATETIME(6)>", the value of `memcached_ring` in `installation`.
std::optional<Ring> parse_ring(std::string_view value);

/// nullopt: install has not been run.
std::optional<Ring> read_ring(Database& worker);
/// By the owner's or the platform's account. False: it stood there already.
bool write_ring(port::MySql& owner, const std::string& fingerprint, Time now);

}  // namespace doorward::store
