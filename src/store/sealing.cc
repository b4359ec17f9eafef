// Sealing changes two columns of rows that nobody else changes: who writes events never waits for it.
#include "store/sealing.hh"

#include <algorithm>
#include <span>

#include "store/lots.hh"

namespace doorward::store {
namespace {

// One look into the index for each tenant: a subquery with LIMIT is never turned into a join over all events.
#define TO_SEAL                                                                                       \
  "SELECT t.id, (SELECT e.id FROM events e WHERE e.tenant_id = t.id AND e.sequence IS NULL LIMIT 1) " \
  "IS NOT NULL FROM tenants t "
constexpr std::string_view from_the_first = TO_SEAL "WHERE t.deleted_at IS NULL ORDER BY t.id LIMIT ?";
constexpr std::string_view behind = TO_SEAL "WHERE t.id > ? AND t.deleted_at IS NULL ORDER BY t.id LIMIT ?";

constexpr std::string_view head = "SELECT sequence, chain, proof FROM event_heads WHERE tenant_id = ?";
constexpr std::string_view head_locked =
    "SELECT sequence, chain, proof FROM event_heads WHERE tenant_id = ? FOR UPDATE";
constexpr std::string_view insert_head =
    "INSERT INTO event_heads (sequence, chain, proof, sealed_at, tenant_id) VALUES (?, ?, ?, ?, ?)";
constexpr std::string_view update_head =
    "UPDATE event_heads SET sequence = ?, chain = ?, proof = ?, sealed_at = ? WHERE tenant_id = ? AND sequence = ?";

// The index has them by id. With an ORDER BY the primary key is walked, over all that was sealed, or all that was not is
// sorted.
constexpr std::string_view unsealed =
    "SELECT " EVENT_ROW
    " FROM events e FORCE INDEX (events_sequence) WHERE e.tenant_id = ? AND e.sequence IS NULL LIMIT ?";
const Lots& seal() {
  static const Lots lots([](int size) {
    return "UPDATE events SET sequence = CASE id " + repeated("WHEN ? THEN CAST(? AS SIGNED)", size, " ") +
           " END, chain = CASE id " + repeated("WHEN ? THEN CAST(? AS BINARY(32))", size, " ") +
           " END WHERE tenant_id = ? AND id IN (" + repeated("?", size) + ") AND sequence IS NULL";
  });
  return lots;
}
constexpr std::string_view sealed_page = "SELECT " EVENT_WITH_DETAILS
                                         " FROM events e "
                                         "LEFT JOIN event_details d ON d.tenant_id = e.tenant_id AND d.event_id = e.id "
                                         "WHERE e.tenant_id = ? AND e.sequence > ? ORDER BY e.sequence LIMIT ?";
constexpr std::string_view how_many = "SELECT COUNT(*) FROM events WHERE tenant_id = ? AND sequence IS NULL";

std::optional<ChainHead> read_head(PlatformDb& platform, std::string_view statement, TenantId tenant) {
  std::optional<ChainHead> found;
  platform.mysql().each(statement, {port::sql(tenant)}, [&](const port::SqlRow& row) {
    found = ChainHead{row.number(0), row.text(1), row.text(2)};
  });
  return found;
}

}  // namespace

std::vector<TenantToSeal> tenants_to_seal(PlatformDb& platform, std::optional<TenantId> after, int limit) {
  std::vector<TenantToSeal> all;
  const auto take = [&](const port::SqlRow& row) { all.push_back({TenantId(row.id(0)), row.number(1) != 0}); };
  if (after)
    platform.mysql().each(behind, {port::sql(*after), std::int64_t(limit)}, take);
  else
    platform.mysql().each(from_the_first, {std::int64_t(limit)}, take);
  return all;
}

std::optional<ChainHead> find_head(PlatformDb& platform, TenantId tenant) { return read_head(platform, head, tenant); }

std::optional<ChainHead> lock_head(PlatformDb& platform, TenantId tenant) {
  return read_head(platform, head_locked, tenant);
}

bool move_head(PlatformDb& platform, TenantId tenant, const std::optional<ChainHead>& former, const ChainHead& next,
               Time now) {
  std::vector<port::SqlValue> values = {next.sequence, next.chain, next.proof, now, port::sql(tenant)};
  if (former) values.emplace_back(former->sequence);
  return platform.mysql().run(former ? update_head : insert_head, values) == 1;
}

std::vector<EventRow> unsealed_events(PlatformDb& platform, TenantId tenant, int limit) {
  std::vector<EventRow> all;
  platform.mysql().each(unsealed, {port::sql(tenant), std::int64_t(limit)},
                        [&](const port::SqlRow& row) { all.push_back(read_event(row)); });
  std::ranges::sort(all, {}, &EventRow::id);
  return all;
}

bool seal_events(PlatformDb& platform, TenantId tenant, const std::vector<EventRow>& events) {
  std::int64_t sealed = 0;
  seal().each(events.size(), [&](std::string_view statement, std::size_t first, std::size_t size) {
    const std::span lot(events.data() + first, size);
    std::vector<port::SqlValue> values;
    for (const auto& event : lot) values.insert(values.end(), {port::sql(event.id), event.sequence});
    for (const auto& event : lot) values.insert(values.end(), {port::sql(event.id), event.chain});
    values.push_back(port::sql(tenant));
    for (const auto& event : lot) values.push_back(port::sql(event.id));
    sealed += platform.mysql().run(statement, values);
  });
  return sealed == std::int64_t(events.size());
}

std::vector<SealedEvent> sealed_events(PlatformDb& platform, TenantId tenant, std::int64_t after, int limit) {
  std::vector<SealedEvent> all;
  platform.mysql().each(sealed_page, {port::sql(tenant), after, std::int64_t(limit)},
                        [&](const port::SqlRow& row) { all.push_back(read_event_with_details(row)); });
  return all;
}

std::int64_t count_unsealed(PlatformDb& platform, TenantId tenant) {
  std::int64_t count = 0;
  platform.mysql().each(how_many, {port::sql(tenant)}, [&](const port::SqlRow& row) { count = row.number(0); });
  return count;
}

}  // namespace doorward::store
