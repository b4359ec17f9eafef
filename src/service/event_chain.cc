#include "service/event_chain.hh"

#include "base/log.hh"
#include "port/crypto.hh"
#include "service/keyring.hh"

namespace doorward::service {
namespace {

constexpr std::string_view format = "doorward-event-1";
constexpr int page = 500;

/// Four bytes of length, highest first, then the bytes: no two lists of fields give the same text.
class Canonical {
 public:
  Canonical& add(std::string_view field) {
    for (int shift = 24; shift >= 0; shift -= 8) bytes_ += char(field.size() >> shift & 0xFF);
    bytes_ += field;
    return *this;
  }
  Canonical& add(std::int64_t number) { return add(std::string_view(std::to_string(number))); }
  Canonical& add(const std::optional<Id>& id) { return id ? add(id->raw()) : none(); }
  Canonical& add(const std::optional<std::string>& text) { return text ? add(std::string_view(*text)) : none(); }
  const std::string& bytes() const { return bytes_; }

 private:
  Canonical& none() {
    bytes_ += "\xFF\xFF\xFF\xFF";
    return *this;
  }
  std::string bytes_;
};

std::string place_of(TenantId tenant) { return bound_to("event_heads", "proof", tenant, {}); }
std::string proved(const store::ChainHead& head) { return std::to_string(head.sequence) + ":" + head.chain; }

bool is_proved(Ask& ask, TenantId tenant, const store::ChainHead& head) {
  const auto opened = ask.world.keys.unseal(place_of(tenant), head.proof);
  return opened && opened->reveal() == proved(head);
}

/// Nothing when the event follows the former chain and its details are those it was written with.
std::string fault_of(const store::SealedEvent& at, std::int64_t expected, std::string_view former) {
  const auto& [event, details] = at;
  if (event.sequence != expected) return "the event is missing";
  if (event.chain != chain_of(former, event)) return "the event is not the one that was sealed here";
  if (details && store::details_hash(*details) != event.details_hash.value_or(""))
    return "the details are not those that the event was written with";
  return {};
}

}  // namespace

std::string chain_start() { return std::string(32, '\0'); }

std::string chain_of(std::string_view former, const store::EventRow& event) {
  Canonical all;
  all.add(format).add(event.tenant.raw()).add(event.sequence).add(event.id.raw());
  all.add(std::string_view(event.type)).add(event.version).add(std::string_view(event.actor_type));
  all.add(event.actor).add(event.subject).add(event.impersonator).add(event.session);
  all.add(std::string_view(event.correlation_id)).add(std::string_view(event.data)).add(event.details_hash);
  all.add(std::string_view(to_sql(event.occurred_at)));
  return port::sha256(std::string(former) + all.bytes());
}

std::string proof_of(Ask& ask, TenantId tenant, const store::ChainHead& head) {
  return ask.world.keys.seal(place_of(tenant), proved(head), ask.world.random);
}

std::int64_t seal_events(Ask& ask, store::PlatformDb& platform, TenantId tenant, int limit) {
  std::int64_t sealed = 0;
  const auto seal = [&] {
    sealed = 0;
    const auto former = store::lock_head(platform, tenant);
    store::ChainHead next = former.value_or(store::ChainHead{0, chain_start(), {}});
    auto events = store::unsealed_events(platform, tenant, limit);
    for (auto& event : events) {
      event.sequence = ++next.sequence;
      event.chain = next.chain = chain_of(next.chain, event);
    }
    if (!store::seal_events(platform, tenant, events)) return false;
    next.proof = proof_of(ask, tenant, next);
    if (events.empty() || !store::move_head(platform, tenant, former, next, ask.now)) return false;
    sealed = std::int64_t(events.size());
    return true;
  };
  try {
    platform.transaction(seal);
  } catch (const port::SqlRefused& refused) {
    if (refused.refusal() != port::SqlRefusal::duplicate) throw;
    log(Level::warning, "events were sealed by another host, or their chain is broken: doorwardctl audit verify",
        {{"tenant", tenant.text()}});
    return 0;
  }
  return sealed;
}

ChainReport verify_chain(Ask& ask, store::PlatformDb& platform, TenantId tenant) {
  ChainReport report;
  std::string chain = chain_start();
  const auto broken = [&](std::int64_t sequence, std::string why) {
    report.broken = sequence;
    report.why = std::move(why);
    return report;
  };
  for (;;) {
    const auto events = store::sealed_events(platform, tenant, report.sealed, page);
    for (const auto& at : events) {
      if (std::string why = fault_of(at, report.sealed + 1, chain); !why.empty())
        return broken(report.sealed + 1, std::move(why));
      chain = at.event.chain;
      ++report.sealed;
    }
    if (!events.empty()) continue;
    const auto head = store::find_head(platform, tenant);
    if (!head && report.sealed == 0) break;
    if (!head) return broken(report.sealed, "nobody knows where the chain ends");
    if (head->sequence == report.sealed && head->chain == chain && is_proved(ask, tenant, *head)) break;
    if (head->sequence < report.sealed) return broken(head->sequence + 1, "the event was not sealed by the upkeep");
    if (head->sequence == report.sealed) return broken(report.sealed, "the end of the chain is not proved");
    // Sealed in the meantime, or cut off.
    if (store::sealed_events(platform, tenant, report.sealed, 1).empty())
      return broken(report.sealed + 1, "the event is missing");
  }
  report.unsealed = store::count_unsealed(platform, tenant);
  return report;
}

std::vector<TenantChain> verify_chains(Ask& ask, store::PlatformDb& platform) {
  std::vector<TenantChain> all;
  for (std::optional<TenantId> last;;) {
    const auto tenants = store::tenants_to_seal(platform, last, page);
    if (tenants.empty()) return all;
    last = tenants.back().id;
    for (const auto& tenant : tenants) {
      auto chain = verify_chain(ask, platform, tenant.id);
      if (chain.sealed + chain.unsealed > 0 || chain.broken) all.push_back({tenant.id, std::move(chain)});
    }
  }
}

}  // namespace doorward::service
