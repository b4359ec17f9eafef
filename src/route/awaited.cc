#include "route/awaited.hh"

#include <functional>

#include "base/error.hh"
#include "base/pool.hh"
#include "build.hh"
#include "route/rate.hh"
#include "service/proof.hh"
#include "store/memory.hh"

namespace doorward::route {
namespace {

using port::Metric;

void claim(port::Metrics& metrics, Metric metric, std::initializer_list<std::string_view> words) {
  for (const auto word : words) metrics.claim(metric, {word});
}

}  // namespace

void claim_awaited(port::Metrics& metrics, Time now) {
  static const std::uint64_t release = std::hash<std::string_view>()(DOORWARD_VERSION);
  auto& done = metrics.table().shape().awaited;
  if (done.get() == release) return;
  for (const auto& proof : service::proof_rows())
    for (const auto result :
         {std::string_view("success"), row_of(proof.refusal).name, row_of(Code::RATE_LIMIT_EXCEEDED).name})
      metrics.claim(Metric::authentications_total, {proof.name, result});
  claim(metrics, Metric::token_operations_total, {"issued", "refreshed", "reused", "revoked"});
  claim(metrics, Metric::verify_decisions_total, {"allowed"});
  metrics.claim(Metric::memory_lookups_total, {"disbelieved"});
  for (std::size_t i = 0; i < store::judgements; ++i) {
    const auto judgement = store::Judgement(i);
    const bool disbelief = store::is_disbelief(judgement);
    metrics.claim(disbelief ? Metric::memory_disbelief_total : Metric::memory_lookups_total, {to_word(judgement)});
  }
  for (const Pool pool : all_pools) metrics.claim(Metric::worker_restarts_total, {to_word(pool)});
  for (const auto& rate : rate_rows()) metrics.claim(Metric::rate_limited_total, {rate.name});
  metrics.claim(Metric::upkeep_last_success_timestamp_seconds, {});
  if (done.get() == 0) metrics.set(Metric::counted_since_timestamp_seconds, std::uint64_t(to_unix(now)));
  for (const auto& row : port::metric_rows())
    if (row.labels.empty() && (row.kind == port::MetricKind::counter || row.kind == port::MetricKind::seconds))
      metrics.claim(row.metric, {});
  done.put(release);
}

}  // namespace doorward::route
