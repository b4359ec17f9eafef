// What was used lately, by a key of bytes: bounded. Whoever was not used since the hand passed last goes first (second
// chance): a look-up marks one entry, and moves none.
#pragma once
#include <deque>
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
    found->second->used = true;
    return &found->second->value;
  }

  /// In the place of what was known under the key.
  void remember(std::string key, Value value) {
    if (const auto found = by_key_.find(key); found != by_key_.end()) {
      found->second->value = std::move(value);
      return;
    }
    Entry& entry = entries_.size() < most_ ? entries_.emplace_back() : vacated();
    entry = {std::move(key), std::move(value), false};
    by_key_.emplace(entry.key, &entry);
  }

  void clear() {
    by_key_.clear();
    entries_.clear();
    hand_ = 0;
  }
  std::size_t size() const { return entries_.size(); }

 private:
  struct Entry {
    std::string key;
    Value value;
    bool used = false;  // since the hand passed
  };

  Entry& vacated() {
    for (;;) {
      Entry& entry = entries_[hand_];
      hand_ = (hand_ + 1) % entries_.size();
      if (std::exchange(entry.used, false)) continue;
      by_key_.erase(entry.key);
      return entry;
    }
  }

  std::size_t most_, hand_ = 0;
  std::deque<Entry> entries_;  // where each stands for ever
  std::unordered_map<std::string_view, Entry*> by_key_;
};

}  // namespace doorward
