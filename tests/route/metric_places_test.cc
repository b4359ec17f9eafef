// The table of series has a place for all that can be counted, with as many tenants as the setting allows: nothing that
// an alert waits for is refused, however late it comes.
#include <charconv>
#include <set>

#include "base/config.hh"
#include "port/metrics.hh"
#include "route/awaited.hh"
#include "route/row.hh"
#include "support/test.hh"

using namespace doorward;
using port::Metric;

namespace {

std::uint64_t most_tenants() {
  for (const auto& row : config_rows()) {
    if (row.name() != "metrics.tenant_label") continue;
    std::uint64_t most = 0;
    const auto check = row.check.substr(row.check.find("..") + 2);
    std::from_chars(check.data(), check.data() + check.size(), most);
    return most;
  }
  return 0;
}

/// Whatever a request for this row may be answered; no row is answered all of it.
std::set<int> answers(const route::Row& row) {
  std::set<int> found{200, 202, 303, 400, 403, 404, 500, 503};
  if (row.needs != route::Needs::nobody) found.insert(401);
  if (row.takes != route::Takes::nothing) found.insert({413, 415});
  if (row.effect != route::Effect::reads) found.insert(409);
  if (row.rate != "none") found.insert(429);
  return found;
}

/// Of all rows: what one tenant may see.
std::set<int> all_answers() {
  std::set<int> found{201, 204, 302};
  for (const auto& row : route::rows()) found.merge(answers(row));
  return found;
}

/// Of a series without labels; 0: it is not there.
std::uint64_t value_of(const port::Metrics& metrics, Metric metric) {
  for (const auto& series : metrics.read())
    if (series.metric == metric) return series.values[0];
  return 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metric_places)

BOOST_AUTO_TEST_CASE(with_the_most_tenants_every_series_has_its_place) {
  port::Metrics metrics;
  const auto most = most_tenants();
  BOOST_TEST(most >= 50u);
  std::set<std::string> names;
  for (std::uint64_t i = 0; i < most + 20; ++i) {
    const std::string slug = "organization-" + std::to_string(i);
    const auto label = metrics.tenant_label(slug, most);
    names.emplace(label);
    for (const int status : all_answers())
      metrics.count(Metric::tenant_requests_total, {label, std::to_string(status)});
  }
  BOOST_TEST(names.size() == most + 1);
  for (const auto& row : route::rows())
    for (const int status : answers(row)) metrics.count(Metric::requests_total, {row.metric, std::to_string(status)});
  for (const auto& code : error_rows()) {
    metrics.count(Metric::requests_total, {"door", std::to_string(code.status)});
    metrics.count(Metric::verify_decisions_total, {code.name});
    for (const auto& proof : service::proof_rows())
      metrics.count(Metric::authentications_total, {proof.name, code.name});
  }
  route::claim_awaited(metrics, Time{});
  BOOST_TEST(value_of(metrics, Metric::series_refused_total) == 0u);
}

BOOST_AUTO_TEST_CASE(what_the_next_release_takes_over_has_been_counted_since_the_first) {
  port::Metrics metrics;
  route::claim_awaited(metrics, Time(seconds(1000)));
  BOOST_TEST(value_of(metrics, Metric::counted_since_timestamp_seconds) == 1000u);
  auto& release = metrics.table().shape().awaited;
  const auto ours = release.get();
  release.put(ours + 1);  // by another program in the same run.dir
  route::claim_awaited(metrics, Time(seconds(2000)));
  BOOST_TEST(release.get() == ours);
  BOOST_TEST(value_of(metrics, Metric::counted_since_timestamp_seconds) == 1000u);
}

BOOST_AUTO_TEST_SUITE_END()
