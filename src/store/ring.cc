// The moment stands beside the fingerprint because, for as long as memory is trusted, workers of the former ring may
// still believe what they read before.
#include "store/ring.hh"

namespace doorward::store {
namespace {

constexpr std::string_view select = "SELECT value FROM v_installation WHERE name = 'memcached_ring'";
constexpr std::string_view select_as_owner = "SELECT value FROM installation WHERE name = 'memcached_ring' FOR UPDATE";
constexpr std::string_view write =
    "INSERT INTO installation (name, value) VALUES ('memcached_ring', ?) ON DUPLICATE KEY UPDATE value = ?";

constexpr std::size_t fingerprint_size = 16;

std::optional<Ring> ask(port::MySql& mysql, std::string_view statement) {
  std::optional<Ring> ring;
  mysql.each(statement, {}, [&](const port::SqlRow& row) { ring = parse_ring(row.text(0)); });
  return ring;
}

}  // namespace

std::optional<Ring> parse_ring(std::string_view value) {
  if (value.size() <= fingerprint_size || value[fingerprint_size] != ' ') return std::nullopt;
  const auto since = parse_sql(value.substr(fingerprint_size + 1));
  if (!since) return std::nullopt;
  return Ring{std::string(value.substr(0, fingerprint_size)), *since};
}

std::optional<Ring> read_ring(Database& worker) { return ask(worker.mysql(), select); }

bool write_ring(port::MySql& owner, const std::string& fingerprint, Time now) {
  const auto held = ask(owner, select_as_owner);
  if (held && held->fingerprint == fingerprint) return false;
  // The first ring of an installation takes over from no other.
  const std::string value = fingerprint + " " + to_sql(held ? now : Time{});
  owner.run(write, {value, value});
  return true;
}

}  // namespace doorward::store
