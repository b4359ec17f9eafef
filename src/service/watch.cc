#include "service/watch.hh"

#include "base/text.hh"
#include "port/seats.hh"
#include "service/pool_queues.hh"

namespace doorward::service {
namespace {

using port::Metric;

double ratio(double part, double whole) { return whole > 0 ? part / whole : 0; }

}  // namespace

Watch::Watch(const Config& config, const port::Metrics& metrics)
    : config_(config), metrics_(metrics), before_(read()) {}

Watch::Values Watch::read() const {
  Values values;
  for (const auto& series : metrics_.read()) values[{series.metric, series.labels}] = series.values[0];
  return values;
}

Glance Watch::look() {
  const auto at = std::chrono::steady_clock::now();
  Values now = read();
  std::map<Metric, double> total;
  std::map<Metric, std::map<std::string, double>> by_label;
  const double passed = std::max(1e-3, std::chrono::duration<double>(at - looked_at_).count());
  for (const auto& [name, value] : now) {
    const auto former = before_.find(name);
    const auto more = double(value - (former == before_.end() ? 0 : former->second));
    const auto& [metric, labels] = name;
    total[metric] += more;
    const std::string word = metric == Metric::requests_total ? labels[0] : join(labels, " ");
    if (more > 0) by_label[metric][word] += more / passed;
  }
  constexpr double ms = 1e-6;  // of a nanosecond
  Glance glance;
  glance.generation = now[{Metric::generation, {}}];
  for (const Pool pool : all_pools) glance.pools.emplace(to_word(pool), PoolGlance{});
  for (const auto& worker : port::seated(metrics_.table())) {
    auto& pool = glance.pools[std::string(to_word(worker.pool))];
    ++pool.workers;
    pool.busy += worker.busy_for.count() > 0 ? 1 : 0;
  }
  for (const auto& [pool, waiting] : pool_queues(config_)) glance.pools[std::string(to_word(pool))].waiting = waiting;
  glance.slots = slot_use(config_);
  glance.hashes = total[Metric::hashes_total] / passed;
  glance.hash_ms = ratio(total[Metric::hash_seconds_total] * ms, total[Metric::hashes_total]);
  glance.hash_wait_ms = ratio(total[Metric::hash_wait_seconds_total] * ms, total[Metric::hashes_total]);
  glance.hash_refused = total[Metric::hash_refused_total] / passed;
  glance.statements = total[Metric::database_statements_total] / passed;
  glance.statement_ms = ratio(total[Metric::database_seconds_total] * ms, total[Metric::database_statements_total]);
  glance.questions = total[Metric::memcached_questions_total] / passed;
  glance.question_ms = ratio(total[Metric::memcached_seconds_total] * ms, total[Metric::memcached_questions_total]);
  glance.routes = std::move(by_label[Metric::requests_total]);
  glance.decisions = std::move(by_label[Metric::verify_decisions_total]);
  glance.sign_ins = std::move(by_label[Metric::authentications_total]);
  before_ = std::move(now);
  looked_at_ = at;
  return glance;
}

}  // namespace doorward::service
