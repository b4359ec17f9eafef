// Both are bounded: a flood of names or tokens costs no more than their places.
#include "service/known.hh"

#include <algorithm>

#include "port/jose.hh"

namespace doorward::service {
namespace {

constexpr std::size_t most_tenants = 256;

}  // namespace

const Claims* KnownTokens::find(const std::string& hash) {
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return &entries_.front().claims;
}

void KnownTokens::remember(std::string hash, Claims claims) {
  if (by_hash_.contains(hash)) return;
  if (entries_.size() == most_) {
    by_hash_.erase(entries_.back().hash);
    entries_.pop_back();
  }
  entries_.push_front({std::move(hash), std::move(claims)});
  by_hash_.emplace(entries_.front().hash, entries_.begin());
}

void KnownTokens::keys_are(const std::vector<port::JwkKey>& keys) {
  const bool same = std::equal(keys.begin(), keys.end(), kids_.begin(), kids_.end(),
                               [](const port::JwkKey& key, const std::string& kid) { return key.kid() == kid; });
  if (same) return;
  by_hash_.clear();
  entries_.clear();
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
