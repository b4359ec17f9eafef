// Both are bounded: a flood of names or tokens costs no more than their places.
#include "service/known.hh"

#include <algorithm>

#include "port/jose.hh"

namespace doorward::service {
namespace {

constexpr std::size_t most_tenants = 256;

}  // namespace

void KnownTokens::keys_are(const std::vector<port::JwkKey>& keys) {
  const bool same = std::equal(keys.begin(), keys.end(), kids_.begin(), kids_.end(),
                               [](const port::JwkKey& key, const std::string& kid) { return key.kid() == kid; });
  if (same) return;
  claims_.clear();
  kids_.clear();
  for (const auto& key : keys) kids_.push_back(key.kid());
}

std::optional<TenantId> KnownTenants::find(std::string_view name, Time now) const {
  const auto found = entries_.find(name);
  if (found == entries_.end() || now >= found->second.until) return std::nullopt;
  return found->second.id;
}

void KnownTenants::remember(std::string name, TenantId id, Time until) {
  if (entries_.size() >= most_tenants) entries_.clear();
  entries_.insert_or_assign(std::move(name), Entry{id, until});
}

void KnownTenants::forget(std::string_view name) {
  const auto found = entries_.find(name);
  if (found != entries_.end()) entries_.erase(found);
}

}  // namespace doorward::service
