// Counting in shared memory: all processes summed, bounded, and whatever is in the way of the file counting goes on.
#include "port/metrics.hh"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <functional>

#include "support/folder.hh"
#include "support/root.hh"

using namespace doorward::port;
using tests::Folder;

namespace {

/// The value of a series; -1: there is none.
std::int64_t value(const Metrics& metrics, Metric metric, const std::vector<std::string>& labels = {}) {
  for (const auto& series : metrics.read())
    if (series.metric == metric && series.labels == labels) return std::int64_t(series.values[0]);
  return -1;
}

/// The exit code of a process that runs `work`; -1: a signal ended it.
int elsewhere(const std::function<int()>& work) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(work());
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void write(const std::string& path, const std::string& text) { std::ofstream(path) << text; }

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(all_processes_count_in_one_file_that_outlives_them) {
  const Folder folder;
  Metrics ours = Metrics::open(folder / "");
  BOOST_REQUIRE_MESSAGE(ours.table().shared(), ours.table().why());
  constexpr int processes = 4, each = 20000;
  std::vector<pid_t> children;
  for (int i = 0; i < processes; ++i) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    Metrics theirs = Metrics::open(folder / "");
    for (int n = 0; n < each; ++n) theirs.count(Metric::requests_total, {"me", n % 2 == 0 ? "200" : "401"});
    ::_exit(0);
  }
  for (pid_t child : children) ::waitpid(child, nullptr, 0);
  BOOST_TEST(value(ours, Metric::requests_total, {"me", "200"}) == processes * each / 2);
  BOOST_TEST(value(Metrics::open(folder / ""), Metric::requests_total, {"me", "401"}) == processes * each / 2);
  BOOST_TEST(value(Metrics::join(folder / ""), Metric::requests_total, {"me", "401"}) == processes * each / 2);
}

BOOST_AUTO_TEST_CASE(without_a_file_a_process_and_its_children_count_together) {
  Metrics alone;
  BOOST_TEST(!alone.table().shared());
  BOOST_TEST(elsewhere([&] { return alone.count(Metric::lockouts_total), 0; }) == 0);
  alone.count(Metric::lockouts_total, {}, 2);
  BOOST_TEST(value(alone, Metric::lockouts_total) == 3);
}

BOOST_AUTO_TEST_CASE(a_histogram_holds_its_buckets_and_their_sum) {
  using namespace std::chrono_literals;
  Metrics metrics;
  for (const auto spent : {50us, 100us, 101us, 3000us}) metrics.time(Metric::request_duration_seconds, {"gate"}, spent);
  metrics.time(Metric::request_duration_seconds, {"gate"}, 10s);
  metrics.time(Metric::request_duration_seconds, {"gate"}, -1s);  // a clock that jumped
  const auto all = metrics.read();
  const auto& values = all.front().values;
  const std::vector<std::uint64_t> counts(values.begin(), values.end() - 1);
  const std::vector<std::uint64_t> wanted = {1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  BOOST_TEST(counts == wanted, boost::test_tools::per_element());
  BOOST_TEST(values.back() == 10'003'251'000u);
}

BOOST_AUTO_TEST_CASE(labels_are_told_apart) {
  Metrics metrics;
  metrics.count(Metric::requests_total, {"ab", "c"});
  metrics.count(Metric::requests_total, {"a", "bc"}, 5);
  metrics.count(Metric::requests_total, {"a", ""}, 7);
  BOOST_TEST(value(metrics, Metric::requests_total, {"ab", "c"}) == 1);
  BOOST_TEST(value(metrics, Metric::requests_total, {"a", "bc"}) == 5);
  BOOST_TEST(value(metrics, Metric::requests_total, {"a", ""}) == 7);
}

BOOST_AUTO_TEST_CASE(a_series_whose_maker_was_killed_is_finished_by_the_next) {
  Metrics metrics;
  metrics.count(Metric::verify_decisions_total, {"allowed"}, 3);
  for (auto& series : metrics.table().shape().series) {  // claimed, its name half written
    series.ready.put(0);
    series.name[1].put(0x4141414141414141);
  }
  BOOST_TEST(value(metrics, Metric::verify_decisions_total, {"allowed"}) == -1);
  metrics.count(Metric::verify_decisions_total, {"allowed"});
  BOOST_TEST(value(metrics, Metric::verify_decisions_total, {"allowed"}) == 4);
}

BOOST_AUTO_TEST_CASE(workers_killed_while_they_add_series_leave_a_sound_table) {
  const Folder folder;
  Metrics ours = Metrics::open(folder / "");
  for (int round = 0; round < 20; ++round) {
    int begun[2];
    BOOST_REQUIRE(::pipe(begun) == 0);
    const pid_t child = ::fork();
    if (child == 0) {
      for (int n = 0;; ++n) {
        ours.count(Metric::requests_total, {"r" + std::to_string(round), std::to_string(n % 40)});
        if (n == 10) (void)!::write(begun[1], "!", 1);
      }
    }
    char byte = 0;
    BOOST_REQUIRE(::read(begun[0], &byte, 1) == 1);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    ::close(begun[0]);
    ::close(begun[1]);
  }
  for (const auto& series : ours.read())
    if (series.metric == Metric::requests_total) BOOST_TEST(series.labels[0].front() == 'r');
  ours.count(Metric::requests_total, {"after", "200"});
  BOOST_TEST(value(ours, Metric::requests_total, {"after", "200"}) == 1);
  BOOST_TEST(value(ours, Metric::series_refused_total) == 0);
}

BOOST_AUTO_TEST_CASE(a_full_table_refuses_new_series_and_says_so) {
  constexpr int most = SharedShape::series_most;
  Metrics metrics;
  metrics.count(Metric::lockouts_total);
  metrics.claim(Metric::memory_disbelief_total, {"bad_mac"});
  BOOST_TEST(value(metrics, Metric::memory_disbelief_total, {"bad_mac"}) == 0);
  for (int i = 0; i < most + 1000; ++i) metrics.count(Metric::requests_total, {std::to_string(i), "200"});
  const auto refused = value(metrics, Metric::series_refused_total);
  BOOST_TEST(refused >= 1000);
  metrics.count(Metric::lockouts_total);
  BOOST_TEST(value(metrics, Metric::lockouts_total) == 2);
  metrics.count(Metric::memory_disbelief_total, {"bad_mac"});
  BOOST_TEST(value(metrics, Metric::memory_disbelief_total, {"bad_mac"}) == 1);
  metrics.count(Metric::requests_total, {std::string(200, 'x'), "200"});  // a name that fits nowhere
  BOOST_TEST(value(metrics, Metric::series_refused_total) == refused + 1);
}

BOOST_AUTO_TEST_CASE(only_so_many_tenants_have_a_name) {
  Metrics metrics;
  BOOST_TEST(metrics.tenant_label("acme", 2) == "acme");
  BOOST_TEST(metrics.tenant_label("globex", 2) == "globex");
  BOOST_TEST(metrics.tenant_label("third", 2) == "other");
  BOOST_TEST(metrics.tenant_label("acme", 2) == "acme");
  for (int i = 0; i < 5000; ++i) metrics.tenant_label("t" + std::to_string(i), 1000);
  BOOST_TEST(metrics.tenant_label("late", 1000) == "other");
  BOOST_TEST(metrics.tenant_label("globex", 1000) == "globex");
}

BOOST_AUTO_TEST_CASE(a_file_of_another_version_is_made_anew_once) {
  const Folder folder;
  write(folder / "metrics", "something else");
  ::chmod((folder / "metrics").c_str(), 0600);
  BOOST_TEST(!Metrics::join(folder / "").table().shared());
  std::vector<pid_t> children;
  for (int i = 0; i < 8; ++i) {
    children.push_back(::fork());
    if (children.back() != 0) continue;
    Metrics theirs = Metrics::open(folder / "");
    theirs.count(Metric::lockouts_total);
    ::_exit(theirs.table().shared() ? 0 : 1);
  }
  for (pid_t child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    BOOST_TEST(status == 0);
  }
  BOOST_TEST(value(Metrics::open(folder / ""), Metric::lockouts_total) == 8);
  BOOST_TEST(std::distance(std::filesystem::directory_iterator(folder / ""), {}) == 1);
}

BOOST_AUTO_TEST_CASE(a_file_that_is_not_ours_alone_is_refused_and_left) {
  const Folder folder;
  const std::string path = folder / "metrics", other = folder / "other";
  BOOST_REQUIRE(Metrics::open(folder / "").table().shared());
  ::chmod(path.c_str(), 0640);
  BOOST_TEST(!Metrics::open(folder / "").table().shared());
  ::chmod(path.c_str(), 0600);
  BOOST_TEST(Metrics::open(folder / "").table().shared());
  std::filesystem::rename(path, other);
  std::filesystem::create_symlink(other, path);
  BOOST_TEST(!Metrics::open(folder / "").table().shared());
  std::filesystem::remove(path);
  std::filesystem::create_hard_link(other, path);
  BOOST_TEST(!Metrics::open(folder / "").table().shared());
  std::filesystem::remove(path);
  BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
  Metrics alone = Metrics::open(folder / "");
  BOOST_TEST(!alone.table().shared());
  BOOST_TEST(alone.table().why().find("/metrics is not a file of this account alone") != std::string::npos);
  alone.count(Metric::lockouts_total);
  BOOST_TEST(value(alone, Metric::lockouts_total) == 1);
}

BOOST_AUTO_TEST_CASE(a_file_of_another_account_is_refused_unless_the_folder_is_theirs_too,
                     *boost::unit_test::precondition(tests::by_root)) {
  constexpr uid_t nobody = 65534;
  const Folder folder;
  BOOST_REQUIRE(Metrics::open(folder / "").table().shared());
  BOOST_REQUIRE(::chown((folder / "metrics").c_str(), nobody, nobody) == 0);
  BOOST_TEST(!Metrics::open(folder / "").table().shared());
  BOOST_TEST(!Metrics::join(folder / "").table().shared());
  BOOST_REQUIRE(::chown((folder / "").c_str(), nobody, nobody) == 0);
  BOOST_TEST(!Metrics::open(folder / "").table().shared());
  BOOST_TEST(Metrics::join(folder / "").table().shared());
}

BOOST_AUTO_TEST_CASE(where_there_is_no_room_or_no_folder_counting_goes_on) {
  const Folder folder;
  const auto counts = [](Metrics metrics) {
    metrics.count(Metric::lockouts_total);
    return metrics.table().shared() ? 1 : value(metrics, Metric::lockouts_total) == 1 ? 7 : 2;
  };
  BOOST_TEST(counts(Metrics::open(folder / "nowhere")) == 7);
  BOOST_TEST(elsewhere([&] {
               const rlimit small{4096, 4096};  // as a full disk: no room for the file
               ::signal(SIGXFSZ, SIG_IGN);
               return ::setrlimit(RLIMIT_FSIZE, &small) == 0 ? counts(Metrics::open(folder / "")) : 3;
             }) == 7);
  BOOST_TEST(std::filesystem::is_empty(folder / ""));
  BOOST_TEST(counts(Metrics::open(folder / "")) == 1);
}

BOOST_AUTO_TEST_CASE(rows_are_whole) {
  for (const auto& row : metric_rows()) {
    const bool total = row.name.ends_with("_total");
    BOOST_TEST((total == (row.kind == MetricKind::counter || row.kind == MetricKind::seconds)), row.name);
    if (row.kind == MetricKind::seconds) BOOST_TEST(row.name.ends_with("_seconds_total"), row.name);
    if (row.kind == MetricKind::histogram) BOOST_TEST(row.name.ends_with("_seconds"), row.name);
    BOOST_TEST((row.sentence.ends_with('.')), row.name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
