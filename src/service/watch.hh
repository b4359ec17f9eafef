// What the workers do at this moment: differences of two looks at the metrics.
#pragma once
#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "service/metrics.hh"

namespace doorward::service {

struct PoolGlance {
  int workers = 0, busy = 0;
  std::optional<std::uint64_t> waiting{};  // nullopt: nobody knows
};

/// Rates are a second; times are means of what happened between two looks.
struct Glance {
  std::uint64_t generation = 0;
  std::map<std::string, PoolGlance> pools{};
  SlotUse slots{};
  double hashes = 0, hash_ms = 0, hash_wait_ms = 0, hash_refused = 0;
  double statements = 0, statement_ms = 0, questions = 0, question_ms = 0;
  std::map<std::string, double> routes{}, decisions{}, sign_ins{};  // what happened at all
};

class Watch {
 public:
  Watch(const Config& config, const port::Metrics& metrics);
  /// Since the last look, or the beginning.
  Glance look();

 private:
  using Values = std::map<std::pair<port::Metric, std::vector<std::string>>, std::uint64_t>;
  Values read() const;

  const Config& config_;
  const port::Metrics& metrics_;
  std::chrono::steady_clock::time_point looked_at_ = std::chrono::steady_clock::now();
  Values before_;
};

}  // namespace doorward::service
