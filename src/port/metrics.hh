// Counting: series of metrics.def with their labels, in memory that all workers share. Counting one hashes its labels
// and adds to one word: no system call, no allocation, no lock.
#pragma once
#include <array>
#include <chrono>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/log_losses.hh"
#include "port/shared_table.hh"

namespace doorward::port {

enum class MetricKind { counter, seconds, gauge, histogram };
std::string_view to_word(MetricKind kind);

enum class Metric : std::uint8_t {
#define METRIC(name, kind, labels, sentence) name,
#include "port/metrics.def"
#undef METRIC
};

/// One row of metrics.def.
struct MetricRow {
  Metric metric;
  std::string_view name;  // with its prefix
  MetricKind kind;
  std::vector<std::string_view> labels;
  std::string_view sentence;
};
const std::vector<MetricRow>& metric_rows();
const MetricRow& row_of(Metric metric);

/// Upper bounds of a histogram's buckets; above the last there is one more.
inline constexpr std::array histogram_bounds = {
    std::chrono::microseconds(25),       std::chrono::microseconds(50),      std::chrono::microseconds(100),
    std::chrono::microseconds(250),      std::chrono::microseconds(500),     std::chrono::microseconds(1000),
    std::chrono::microseconds(2500),     std::chrono::microseconds(5000),    std::chrono::microseconds(10'000),
    std::chrono::microseconds(25'000),   std::chrono::microseconds(50'000),  std::chrono::microseconds(100'000),
    std::chrono::microseconds(250'000),  std::chrono::microseconds(500'000), std::chrono::microseconds(1'000'000),
    std::chrono::microseconds(2'500'000)};

/// What one series says: counter and gauge have one value (seconds: in nanoseconds), a histogram its buckets, each
/// for itself, and the sum in nanoseconds last.
struct Series {
  Metric metric{};
  std::vector<std::string> labels{};
  std::vector<std::uint64_t> values{};
};

class Metrics {
 public:
  using Labels = std::initializer_list<std::string_view>;

  Metrics() = default;  // of this process and its children
  static Metrics open(const std::string& folder);
  static Metrics join(const std::string& folder);

  /// `labels`: one value for each label of the row, in their order, together at most 90 bytes.
  void count(Metric metric, Labels labels = {}, std::uint64_t by = 1);
  void time(Metric metric, Labels labels, std::chrono::nanoseconds spent);  // histogram or seconds
  void set(Metric metric, std::uint64_t value, Labels labels = {});
  /// A place for it, with 0 until it is counted.
  void claim(Metric metric, Labels labels) { find(metric, labels); }

  /// The tenant's own name while at most `most` different ones were given out, later "other". What the settings allow
  /// leaves all other series their places (tests/route/metric_places_test).
  std::string_view tenant_label(std::string_view name, std::uint64_t most);

  /// All series that were counted, and 0 for counters that need no label, in the order of metrics.def, then of their
  /// labels.
  std::vector<Series> read() const;

  SharedTable& table() { return table_; }
  const SharedTable& table() const { return table_; }

 private:
  explicit Metrics(SharedTable table) : table_(std::move(table)) {}
  SharedSeries* find(Metric metric, Labels labels);

  SharedTable table_;
};

/// While it lives, lines of the log that are lost are counted in `metrics`.
struct CountedLosses : LogLosses {
  explicit CountedLosses(Metrics& metrics);
};

}  // namespace doorward::port
