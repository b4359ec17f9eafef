// The table is the index: a series stands where its name's hash says, or a little further. 64 bits of hash are taken
// for the name, so whoever finds its hash claimed and the name not yet written (its writer was killed) writes the
// same name once more.
#include "port/metrics.hh"

#include <algorithm>
#include <cstring>
#include <optional>
#include <tuple>

namespace doorward::port {
namespace {

constexpr std::size_t farthest = 256;  // places looked at before a count is refused
constexpr char between = '\x1f';
constexpr std::size_t name_size = SharedSeries::name_words * 8;
static_assert(histogram_bounds.size() + 2 <= SharedSeries::values_most);

constexpr std::uint64_t fnv(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325) {
  for (char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
  return hash;
}

/// Changes with the shape of the file and with every row.
constexpr std::uint64_t version = fnv("doorward metrics 4 "
#define METRIC(name, kind, labels, sentence) #name " " #kind " " labels "\n"
#include "port/metrics.def"
#undef METRIC
);

std::uint64_t hash_of(Metric metric, Metrics::Labels labels) {
  std::uint64_t hash = fnv({}) ^ (std::uint64_t(metric) + 1);
  for (auto label : labels) hash = fnv(label, (hash ^ between) * 0x100000001b3);
  return hash == 0 ? 1 : hash;
}

/// Metric and labels as bytes without NUL, filled up with NULs.
using Name = std::array<char, name_size>;

std::size_t size_of(Metrics::Labels labels) {
  std::size_t size = 1;
  for (auto label : labels) size += 1 + label.size();
  return size;
}

Name name_of(Metric metric, Metrics::Labels labels) {
  Name name{};
  auto end = name.begin();
  *end++ = char(std::uint8_t(metric) + 1);
  for (auto label : labels) {
    *end++ = between;
    end = std::copy(label.begin(), label.end(), end);
  }
  return name;
}

void write_name(SharedSeries& series, Metric metric, Metrics::Labels labels) {
  const Name name = name_of(metric, labels);
  for (std::size_t i = 0; i < SharedSeries::name_words; ++i) {
    std::uint64_t word = 0;
    std::memcpy(&word, name.data() + 8 * i, 8);
    series.name[i].put(word);
  }
  series.ready.put(1, std::memory_order_release);
}

std::string read_name(const SharedSeries& series) {
  std::string name(name_size, '\0');
  for (std::size_t i = 0; i < SharedSeries::name_words; ++i) {
    const std::uint64_t word = series.name[i].get();
    std::memcpy(name.data() + 8 * i, &word, 8);
  }
  return name.substr(0, name.find('\0'));
}

/// nullopt: the name is none of ours.
std::optional<Series> parsed(const SharedSeries& series) {
  const std::string name = read_name(series);
  const auto metric = name.empty() ? 0 : std::size_t(static_cast<unsigned char>(name[0]));
  if (metric == 0 || metric > metric_rows().size()) return std::nullopt;
  const MetricRow& row = metric_rows()[metric - 1];
  Series one{row.metric, {}, {}};
  for (std::size_t at = 1; at < name.size();) {
    const auto end = std::min(name.find(between, at + 1), name.size());
    one.labels.push_back(name.substr(at + 1, end - at - 1));
    at = end;
  }
  if (one.labels.size() != row.labels.size()) return std::nullopt;
  const std::size_t values = row.kind == MetricKind::histogram ? histogram_bounds.size() + 2 : 1;
  for (std::size_t i = 0; i < values; ++i) one.values.push_back(series.values[i].get());
  return one;
}

std::vector<std::string_view> labels_of(std::string_view text) {
  std::vector<std::string_view> labels;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    labels.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return labels;
}

}  // namespace

std::string_view to_word(MetricKind kind) {
  switch (kind) {
    case MetricKind::counter: return "counter";
    case MetricKind::seconds: return "counter";
    case MetricKind::gauge: return "gauge";
    case MetricKind::histogram: return "histogram";
  }
  return "";
}

const std::vector<MetricRow>& metric_rows() {
  static const std::vector<MetricRow> all = {
#define METRIC(name, kind, labels, sentence) \
  {Metric::name, "doorward_" #name, MetricKind::kind, labels_of(labels), sentence},
#include "port/metrics.def"
#undef METRIC
  };
  return all;
}

const MetricRow& row_of(Metric metric) { return metric_rows().at(std::size_t(metric)); }

Metrics Metrics::open(const std::string& folder) { return Metrics(SharedTable::open(folder, version)); }
Metrics Metrics::join(const std::string& folder) { return Metrics(SharedTable::join(folder, version)); }

SharedSeries* Metrics::find(Metric metric, Labels labels) {
  const std::uint64_t hash = hash_of(metric, labels);
  auto& all = table_.shape().series;
  for (std::size_t i = 0; i < farthest && size_of(labels) <= name_size; ++i) {
    SharedSeries& series = all[(hash + i) % all.size()];
    std::uint64_t seen = series.hash.get();
    if (seen == 0 && series.hash.swap(seen, hash)) seen = hash;
    if (seen != hash) continue;
    if (series.ready.get() == 0) write_name(series, metric, labels);
    return &series;
  }
  table_.shape().refused.add(1);
  return nullptr;
}

void Metrics::count(Metric metric, Labels labels, std::uint64_t by) {
  if (by == 0) return;
  if (SharedSeries* series = find(metric, labels)) series->values[0].add(by);
}

void Metrics::time(Metric metric, Labels labels, std::chrono::nanoseconds spent) {
  const auto nanoseconds = std::uint64_t(std::max<std::int64_t>(spent.count(), 0));
  if (row_of(metric).kind != MetricKind::histogram) return count(metric, labels, nanoseconds);
  SharedSeries* series = find(metric, labels);
  if (!series) return;
  const auto bucket = std::lower_bound(histogram_bounds.begin(), histogram_bounds.end(), spent);
  series->values[std::size_t(bucket - histogram_bounds.begin())].add(1);
  series->values[histogram_bounds.size() + 1].add(nanoseconds);
}

void Metrics::set(Metric metric, std::uint64_t value, Labels labels) {
  if (SharedSeries* series = find(metric, labels)) series->values[0].put(value);
}

std::string_view Metrics::tenant_label(std::string_view name, std::uint64_t most) {
  constexpr std::string_view other = "other";
  SharedShape& shape = table_.shape();
  const std::uint64_t hash = std::max<std::uint64_t>(fnv(name), 1);
  for (std::size_t i = 0; i < shape.tenants.size(); ++i) {
    SharedWord& place = shape.tenants[(hash + i) % shape.tenants.size()];
    std::uint64_t seen = place.get();
    if (seen == hash) return name;
    if (seen != 0) continue;
    if (shape.tenant_count.add(1) >= std::min<std::uint64_t>(most, shape.tenants.size() / 2)) {
      shape.tenant_count.add(std::uint64_t(-1));
      return other;
    }
    if (place.swap(seen, hash)) return name;
    shape.tenant_count.add(std::uint64_t(-1));  // another worker was quicker here, perhaps for this very name
    if (seen == hash) return name;
  }
  return other;
}

CountedLosses::CountedLosses(Metrics& metrics)
    : LogLosses([&metrics](std::uint64_t lines) { metrics.count(Metric::log_lines_dropped_total, {}, lines); }) {}

std::vector<Series> Metrics::read() const {
  std::vector<Series> found;
  for (const auto& series : table_.shape().series) {
    if (series.ready.get(std::memory_order_acquire) == 0) continue;
    if (auto one = parsed(series)) found.push_back(*std::move(one));
  }
  for (const auto& row : metric_rows()) {
    const bool counted =
        std::any_of(found.begin(), found.end(), [&](const Series& s) { return s.metric == row.metric; });
    if (!counted && row.labels.empty() && row.kind != MetricKind::gauge) found.push_back({row.metric, {}, {0}});
  }
  const auto refused = [](const Series& s) { return s.metric == Metric::series_refused_total; };
  std::find_if(found.begin(), found.end(), refused)->values[0] = table_.shape().refused.get();
  std::sort(found.begin(), found.end(), [](const Series& a, const Series& b) {
    return std::tie(a.metric, a.labels) < std::tie(b.metric, b.labels);
  });
  return found;
}

}  // namespace doorward::port
