#include "service/row_counts.hh"

#include <algorithm>

#include "service/upkeep.hh"
#include "store/depths.hh"

namespace doorward::service {
namespace {

using port::Metric;

constexpr std::array counted = {Metric::mail_waiting, Metric::mail_dead, Metric::mail_oldest_seconds,
                                Metric::active_sessions, Metric::upkeep_last_count_timestamp_seconds};

bool is_counted(const port::Series& series) {
  return std::find(counted.begin(), counted.end(), series.metric) != counted.end();
}

bool is_fresh(const Ask& ask, const std::vector<port::Series>& all) {
  const auto at = std::find_if(all.begin(), all.end(), [](const port::Series& one) {
    return one.metric == Metric::upkeep_last_count_timestamp_seconds;
  });
  return at != all.end() && ask.now - from_unix(std::int64_t(at->values[0])) <= upkeep_late_after(ask.world.config);
}

}  // namespace

void count_rows(Ask& ask, store::PlatformDb& platform) {
  auto& metrics = ask.world.metrics;
  const auto live = store::count_live_sessions(platform.mysql(), ask.now);
  metrics.set(Metric::active_sessions, std::uint64_t(live));
  const auto mail = store::count_mail(platform.mysql());
  metrics.set(Metric::mail_waiting, std::uint64_t(mail.waiting));
  metrics.set(Metric::mail_dead, std::uint64_t(mail.dead));
  const Span oldest = mail.first_written ? ask.now - *mail.first_written : Span::zero();
  metrics.set(Metric::mail_oldest_seconds, std::uint64_t(std::max(oldest, Span::zero()) / seconds(1)));
  metrics.set(Metric::upkeep_last_count_timestamp_seconds, std::uint64_t(to_unix(ask.now)));
}

std::vector<port::Series> known_series(const Ask& ask) {
  auto all = ask.world.metrics.read();
  if (!is_fresh(ask, all)) std::erase_if(all, is_counted);
  return all;
}

}  // namespace doorward::service
