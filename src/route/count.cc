#include "route/count.hh"

#include <array>

#include "port/metrics.hh"
#include "service/spent.hh"

namespace doorward::route {
namespace {

using port::Metric;

/// Routes without a rate class are checks, pages, or stand at the gate beside the checks.
std::string_view class_of(const Row* row) {
  if (!row) return "none";
  if (row->rate != "none") return row->rate;
  if (row->needs == Needs::check) return "verify";
  return row->pool == Pool::gate ? "gate" : "page";
}

std::string_view result_of(const Outcome& outcome, std::string_view good) {
  return outcome.refused ? row_of(*outcome.refused).name : good;
}

}  // namespace

void count_answer(service::World& world, std::chrono::steady_clock::time_point begun, const Outcome& outcome,
                  int status) {
  auto& metrics = world.metrics;
  const std::array<char, 3> digits = {char('0' + status / 100 % 10), char('0' + status / 10 % 10),
                                      char('0' + status % 10)};
  const std::string_view status_word(digits.data(), digits.size());
  const Row* row = outcome.row;
  metrics.count(Metric::requests_total, {row ? row->metric : "none", status_word});
  metrics.time(Metric::request_duration_seconds, {class_of(row)}, std::chrono::steady_clock::now() - begun);
  if (row && row->needs == Needs::check) metrics.count(Metric::verify_decisions_total, {result_of(outcome, "allowed")});
  if (outcome.proof != service::Proof::none)
    metrics.count(Metric::authentications_total, {to_word(outcome.proof), result_of(outcome, "success")});
  if (outcome.issued && !outcome.refused) metrics.count(Metric::token_operations_total, {"issued"});
  if (outcome.limited) metrics.count(Metric::rate_limited_total, {row->rate});
  if (!outcome.tenant.empty()) {
    const auto most = std::uint64_t(world.config.metrics.tenant_label);
    metrics.count(Metric::tenant_requests_total, {metrics.tenant_label(outcome.tenant, most), status_word});
  }
  service::count_spent(world);
}

}  // namespace doorward::route
