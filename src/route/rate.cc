// Three counts at most: of the address (/32, /64), of the tenant, of all.
#include "route/rate.hh"

#include <algorithm>

#include "base/network.hh"
#include "store/counters.hh"

namespace doorward::route {
namespace {

/// An IPv6 customer holds a /64, so that is who is counted.
std::string counted_address(const std::string& text) {
  auto address = Address::parse(text);
  if (!address) return "unknown";
  if (!address->ipv4()) std::fill(address->bytes.begin() + 8, address->bytes.end(), std::uint8_t{0});
  return address->text();
}

void count(service::Ask& ask, const RateRow& row, TenantId tenant, const std::string& whom, std::int64_t limit,
           RateState& state) {
  if (limit == 0) return;
  limit *= ask.world.config.limits.scale;
  const auto name = std::string(row.name) + " " + whom;
  const auto counted =
      store::count_one(ask.world.memory, ask.world.database, tenant, name, {limit, row.window}, ask.now);
  const bool tighter = state.limit == 0 || counted.remaining * state.limit < state.left * limit;
  if (!counted.allowed) state.retry_after = std::max(state.retry_after, counted.retry_after);
  if (counted.allowed && !tighter) return;
  state.limit = limit;
  state.left = counted.allowed ? counted.remaining : 0;
  state.resets_in = counted.allowed ? counted.reset : counted.retry_after;
}

}  // namespace

const std::vector<RateRow>& rate_rows() {
  static const std::vector<RateRow> all = {
#define RATE(name, window, address, tenant, everyone, sentence) \
  {#name, seconds{window}, address, tenant, everyone, sentence},
#include "route/rate.def"
#undef RATE
  };
  return all;
}

const RateRow* rate_row(std::string_view name) {
  for (const auto& row : rate_rows())
    if (row.name == name) return &row;
  return nullptr;
}

std::optional<RateState> count_request(service::Ask& ask, std::string_view name,
                                       const std::optional<TenantId>& tenant) {
  const auto* row = rate_row(name);
  if (!row) return std::nullopt;
  RateState state{.row = row};
  count(ask, *row, platform_tenant, "address " + counted_address(ask.address), row->address, state);
  if (tenant) count(ask, *row, *tenant, "tenant", row->tenant, state);
  count(ask, *row, platform_tenant, "everyone", row->everyone, state);
  return state;
}

void tell_rate(const RateState& state, http::Response& response) {
  const std::string name = "\"" + std::string(state.row->name) + "\"";
  response
      .with("RateLimit-Policy",
            name + ";q=" + std::to_string(state.limit) + ";w=" + std::to_string(state.row->window.count()))
      .with("RateLimit", name + ";r=" + std::to_string(state.left) + ";t=" + std::to_string(state.resets_in.count()));
}

}  // namespace doorward::route
