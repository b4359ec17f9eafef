// The chain of a tenant's events: each sealed event carries a hash over itself and the one before it. docs/events.md
// has the bytes.
#pragma once
#include "service/world.hh"
#include "store/sealing.hh"

namespace doorward::service {

/// The chain before the first event: 32 zero bytes.
std::string chain_start();
/// SHA-256 of the former chain followed by the event's canonical bytes; its sequence must be set.
std::string chain_of(std::string_view former, const store::EventRow& event);

/// `proof` for this head of the tenant's chain: both sealed with the master key.
std::string proof_of(Ask& ask, TenantId tenant, const store::ChainHead& head);
/// Seals at most `limit` events of this tenant in one transaction; how many. An event that was committed late gets the
/// next sequence, whatever its id. None also where another host was quicker.
std::int64_t seal_events(Ask& ask, store::PlatformDb& platform, TenantId tenant, int limit);

struct ChainReport {
  std::int64_t sealed = 0;               // events whose chain is sound
  std::int64_t unsealed = 0;             // events that wait for the next round
  std::optional<std::int64_t> broken{};  // the first sequence that is not as it was sealed
  std::string why{};
};
/// Reads the whole chain. Erased details are no fault, changed ones are.
ChainReport verify_chain(Ask& ask, store::PlatformDb& platform, TenantId tenant);

struct TenantChain {
  TenantId tenant;
  ChainReport chain;
};
/// Every tenant's that has events, and the platform's; what was removed has none.
std::vector<TenantChain> verify_chains(Ask& ask, store::PlatformDb& platform);

}  // namespace doorward::service
