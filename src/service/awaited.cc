#include "service/awaited.hh"

#include "base/error.hh"
#include "base/pool.hh"
#include "service/proof.hh"

namespace doorward::service {
namespace {

using port::Metric;

void claim(port::Metrics& metrics, Metric metric, std::initializer_list<std::string_view> words) {
  for (const auto word : words) metrics.claim(metric, {word});
}

}  // namespace

void claim_awaited(port::Metrics& metrics) {
  auto& done = metrics.table().shape().awaited;
  if (done.get() != 0) return;
  for (const auto& proof : proof_rows())
    for (const auto result :
         {std::string_view("success"), row_of(proof.refusal).name, row_of(Code::RATE_LIMIT_EXCEEDED).name})
      metrics.claim(Metric::authentications_total, {proof.name, result});
  claim(metrics, Metric::token_operations_total, {"issued", "refreshed", "reused", "revoked"});
  claim(metrics, Metric::verify_decisions_total, {"allowed"});
  claim(metrics, Metric::memory_lookups_total, {"hit", "miss"});
  claim(metrics, Metric::memory_disbelief_total, {"bad_mac", "broken", "foreign_ring", "too_old", "tombstone"});
  for (const Pool pool : all_pools) metrics.claim(Metric::worker_restarts_total, {to_word(pool)});
  metrics.claim(Metric::upkeep_last_success_timestamp_seconds, {});
  for (const auto& row : port::metric_rows())
    if (row.labels.empty() && (row.kind == port::MetricKind::counter || row.kind == port::MetricKind::seconds))
      metrics.claim(row.metric, {});
  done.put(1);
}

}  // namespace doorward::service
