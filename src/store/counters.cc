// Now = this bucket + the part of the former one that the window still covers. A refused one counts too: whoever goes
// on knocking goes on waiting.
#include "store/counters.hh"

#include <algorithm>
#include <cmath>

#include "base/encode.hh"
#include "port/crypto.hh"

namespace doorward::store {
namespace {

constexpr std::string_view add =
    "INSERT INTO t_rate_counters (tenant_id, name, window_at, hits) VALUES (?, ?, ?, 1)"
    " ON DUPLICATE KEY UPDATE hits = hits + 1";
constexpr std::string_view read = "SELECT window_at, hits FROM t_rate_counters WHERE name = ? AND window_at >= ?";

struct Hits {
  std::int64_t former = 0, current = 0;
};

std::optional<Hits> in_memcached(port::Memcached& memcached, const std::string& name, std::int64_t bucket,
                                 seconds length) {
  if (!memcached.configured()) return std::nullopt;
  const auto hits = memcached.count(name + std::to_string(bucket), name + std::to_string(bucket - 1), 2 * length);
  if (!hits) return std::nullopt;
  return Hits{std::int64_t(hits->beside), std::int64_t(hits->counted)};
}

Hits in_mysql(Database& database, TenantId tenant, const std::string& name, Time start, seconds length) {
  TenantDb db(database, tenant);
  Hits hits;
  db.run(add, {port::sql(tenant), name, start});
  db.each(read, {name, start - length},
          [&](const port::SqlRow& row) { (row.time(0) == start ? hits.current : hits.former) = row.number(1); });
  return hits;
}

}  // namespace

Counted count_one(Memory& memory, Database& database, TenantId tenant, std::string_view name, const Window& window,
                  Time now) {
  const seconds length = std::max(std::chrono::ceil<seconds>(window.length), seconds(1));
  const std::int64_t bucket = to_unix(now) / length.count();
  const Time start = from_unix(bucket * length.count());
  // Whatever the name is made of, its hash is fit for a key.
  const std::string hashed = to_base64url(port::sha256(name));
  const std::string key = "r:" + to_base64url(tenant.raw()) + ":" + hashed + ":";
  const auto remembered = in_memcached(memory.memcached(), key, bucket, length);
  const Hits hits = remembered ? *remembered : in_mysql(database, tenant, hashed, start, length);

  const double passed = double((now - start).count()) / double(Span(length).count());
  const double weighted = double(hits.current) + double(hits.former) * (1 - passed);
  Counted counted;
  counted.allowed = weighted <= double(window.limit);
  counted.remaining = std::max<std::int64_t>(0, std::int64_t(std::floor(double(window.limit) - weighted)));
  counted.reset = std::chrono::ceil<seconds>(start + length - now);
  if (counted.allowed) return counted;
  // One more is allowed when what is left of the fuller bucket, which thins out evenly, makes room for it.
  const double room = std::max(0.0, double(window.limit) - 1);
  double wait = double(length.count()) * (1 - passed);
  if (double(hits.current) <= room)
    wait = double(length.count()) * (1 - (room - double(hits.current)) / double(hits.former) - passed);
  else
    wait += double(length.count()) * (1 - room / double(hits.current));
  counted.retry_after = seconds(std::max<std::int64_t>(1, std::int64_t(std::ceil(wait))));
  return counted;
}

}  // namespace doorward::store
