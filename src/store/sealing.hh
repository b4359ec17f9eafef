// Events as rows of a chain: what is not sealed yet, what is, and how far each tenant's chain goes.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "store/event_row.hh"

namespace doorward::store {

/// The row of `event_heads`: the last sealed event of a tenant.
struct ChainHead {
  std::int64_t sequence = 0;
  std::string chain, proof;
};

struct TenantToSeal {
  TenantId id;
  bool unsealed = false;  // has events without a sequence
};
/// Whatever kind or state, in order of id behind `after`; without it the platform's own row comes first.
std::vector<TenantToSeal> tenants_to_seal(PlatformDb& platform, std::optional<TenantId> after, int limit);

std::optional<ChainHead> find_head(PlatformDb& platform, TenantId tenant);

// In the caller's transaction.

/// Held until the transaction ends; nullopt: nothing was ever sealed.
std::optional<ChainHead> lock_head(PlatformDb& platform, TenantId tenant);
/// From `former` (nullopt: there was none) to `next`. False, or SqlRefused(duplicate): another host was quicker.
bool move_head(PlatformDb& platform, TenantId tenant, const std::optional<ChainHead>& former, const ChainHead& next,
               Time now);
/// Those without a sequence, in order of id.
std::vector<EventRow> unsealed_events(PlatformDb& platform, TenantId tenant, int limit);
/// Gives the tenant's events their sequence and chain. False, or SqlRefused(duplicate): another host was quicker.
bool seal_events(PlatformDb& platform, TenantId tenant, const std::vector<EventRow>& events);

/// In order of sequence, behind `after`.
std::vector<SealedEvent> sealed_events(PlatformDb& platform, TenantId tenant, std::int64_t after, int limit);
std::int64_t count_unsealed(PlatformDb& platform, TenantId tenant);

}  // namespace doorward::store
