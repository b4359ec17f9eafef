// What was used latest, by a key of bytes: bounded, the least used forgotten first.
#pragma once
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace doorward {

template <class Value>
class Latest {
 public:
  explicit Latest(std::size_t most) : most_(most) {}

  /// nullptr: not known. Valid until the next `remember` or `clear`.
  const Value* find(std::string_view key) {
    const auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    entries_.splice(entries_.begin(), entries_, found->second);
    return &entries_.front().second;
  }

  /// In the place of what was known under the key.
  void remember(std::string key, Value value) {
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
      found->second->second = std::move(value);
      return;
    }
    if (entries_.size() == most_) {
      by_key_.erase(entries_.back().first);
      entries_.pop_back();
    }
    entries_.emplace_front(std::move(key), std::move(value));
    by_key_.emplace(entries_.front().first, entries_.begin());
  }

  void clear() {
    by_key_.clear();
    entries_.clear();
  }
  std::size_t size() const { return entries_.size(); }

 private:
  using Entries = std::list<std::pair<std::string, Value>>;
  std::size_t most_;
  Entries entries_;  // the latest used first
  std::unordered_map<std::string_view, typename Entries::iterator> by_key_;
};

}  // namespace doorward
