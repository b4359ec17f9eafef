// The text format: https://prometheus.io/docs/instrumenting/exposition_formats/
#include "service/metrics.hh"

#include <algorithm>
#include <map>

#include "base/log.hh"
#include "build.hh"
#include "port/held_locks.hh"
#include "port/seats.hh"
#include "service/keyring.hh"
#include "service/parts.hh"
#include "service/pool_queues.hh"
#include "service/row_counts.hh"
#include "service/upkeep.hh"

namespace doorward::service {
namespace {

using port::Metric;
using port::MetricKind;
using port::MetricRow;
using port::Series;

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '\\' || c == '"') out.push_back('\\');
    out += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  return out;
}

/// Nanoseconds as seconds, exactly: "0.0025".
std::string seconds_text(std::uint64_t nanoseconds) {
  constexpr std::uint64_t in_a_second = 1'000'000'000;
  std::string part = std::to_string(nanoseconds % in_a_second + in_a_second).substr(1);
  part.erase(part.find_last_not_of('0') + 1);
  return std::to_string(nanoseconds / in_a_second) + (part.empty() ? "" : "." + part);
}

std::string labels_text(const MetricRow& row, const Series& series, std::string_view le) {
  std::string text;
  const auto put = [&](std::string_view name, std::string_view value) {
    text += std::string(text.empty() ? "{" : ",") + std::string(name) + "=\"" + escaped(value) + "\"";
  };
  for (std::size_t i = 0; i < row.labels.size(); ++i) put(row.labels[i], series.labels[i]);
  if (!le.empty()) put("le", le);
  return text.empty() ? text : text + "}";
}

std::string histogram_text(const MetricRow& row, const Series& series) {
  const std::string name(row.name);
  std::string text;
  std::uint64_t counted = 0;
  for (std::size_t i = 0; i <= port::histogram_bounds.size(); ++i) {
    counted += series.values[i];
    const std::string bound =
        i == port::histogram_bounds.size()
            ? "+Inf"
            : seconds_text(std::uint64_t(std::chrono::nanoseconds(port::histogram_bounds[i]).count()));
    text += name + "_bucket" + labels_text(row, series, bound) + " " + std::to_string(counted) + "\n";
  }
  const std::string labels = labels_text(row, series, "");
  text += name + "_sum" + labels + " " + seconds_text(series.values.back()) + "\n";
  return text + name + "_count" + labels + " " + std::to_string(counted) + "\n";
}

std::string series_text(const MetricRow& row, const Series& series) {
  if (row.kind == MetricKind::histogram) return histogram_text(row, series);
  const auto value = series.values[0];
  return std::string(row.name) + labels_text(row, series, "") + " " +
         (row.kind == MetricKind::seconds ? seconds_text(value) : std::to_string(value)) + "\n";
}

/// The key that signs may be unknown for as long as the database is away: then nothing is said of its age.
void add_key_age(Ask& ask, std::vector<Series>& series) {
  try {
    const auto age = ask.now - ask.world.keys.signs_since(ask.world.database, ask.now);
    series.push_back({Metric::signing_key_age_seconds, {}, {std::uint64_t(std::max<Span>(age, {}) / seconds(1))}});
  } catch (const Failure& failure) {
    log(Level::warning, "the age of the signing key is not known", {{"why", failure.what()}});
  }
}

}  // namespace

SlotUse slot_use(const Config& config) {
  const int slots = hash_slots(config);
  return {slots, port::held_locks(config.run.dir, "hash", slots),
          port::held_locks(config.run.dir, "queue", int(config.password.hash_queue))};
}

std::vector<Series> host_gauges(const Config& config, const port::Metrics& metrics) {
  const auto use = slot_use(config);
  std::vector<Series> series = {
      {Metric::build_info, {DOORWARD_VERSION}, {1}},
      {Metric::hash_slots, {"free"}, {std::uint64_t(use.total - use.in_use)}},
      {Metric::hash_slots, {"in_use"}, {std::uint64_t(use.in_use)}},
      {Metric::hash_waiting, {}, {std::uint64_t(use.waiting)}},
      {Metric::upkeep_late_after_seconds, {}, {std::uint64_t(upkeep_late_after(config) / seconds(1))}}};
  std::map<std::vector<std::string>, std::uint64_t> workers;
  for (const auto& worker : port::seated(metrics.table()))
    ++workers[{std::string(to_word(worker.pool)), worker.busy_for.count() > 0 ? "busy" : "idle"}];
  for (const Pool pool : all_pools)
    for (const std::string state : {"busy", "idle"}) {
      const std::vector<std::string> labels{std::string(to_word(pool)), state};
      series.push_back({Metric::workers, labels, {workers[labels]}});
    }
  for (const auto& [pool, waiting] : pool_queues(config))
    series.push_back({Metric::pool_waiting, {std::string(to_word(pool))}, {waiting}});
  return series;
}

std::string metrics_text(std::vector<Series> series) {
  std::stable_sort(series.begin(), series.end(), [](const Series& a, const Series& b) {
    return std::tie(a.metric, a.labels) < std::tie(b.metric, b.labels);
  });
  std::string text;
  const MetricRow* last = nullptr;
  for (const auto& one : series) {
    const MetricRow& row = port::row_of(one.metric);
    if (&row != last) {
      text += "# HELP " + std::string(row.name) + " " + std::string(row.sentence) + "\n";
      text += "# TYPE " + std::string(row.name) + " " + std::string(port::to_word(row.kind)) + "\n";
    }
    last = &row;
    text += series_text(row, one);
  }
  return text;
}

std::string all_metrics(Ask& ask) {
  auto series = known_series(ask);
  for (auto& gauge : host_gauges(ask.world.config, ask.world.metrics)) series.push_back(std::move(gauge));
  auto& memcached = ask.world.memory.memcached();
  series.push_back({Metric::memcached_up, {}, {std::uint64_t(memcached.configured() && memcached.alive())}});
  add_key_age(ask, series);
  return metrics_text(std::move(series));
}

}  // namespace doorward::service
