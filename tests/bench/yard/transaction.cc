// transaction refresh|signed|logout CONFIG PROCESSES SECONDS: how many bare transactions a second so many processes
// make, each with the writes of a refresh or a log-out, by plain statements through the same views, and nothing read;
// signed: a refresh with a signature of the length of an access token's besides. Standard input: lines `tenant's id TAB
// session's id TAB refresh token`, shared out among the processes; for logout each takes the next one, until all are
// used. With a path instead of SECONDS the processes are FastCGI workers there that do one for each request.
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "base/config.hh"
#include "crew.hh"
#include "port/crypto.hh"
#include "port/jose.hh"
#include "port/metrics.hh"
#include "service/event.hh"
#include "service/keyring.hh"
#include "service/parts.hh"
#include "store/last_uses.hh"
#include "store/refresh_tokens.hh"
#include "store/sessions.hh"

namespace {

using namespace doorward;
using Steady = std::chrono::steady_clock;

constexpr std::size_t sealed_size = 99;  // of a refresh token, as service/refresh_family seals it

struct Row {
  TenantId tenant;
  SessionId session;
  std::string hash;
  Time last_used_at{};
};
enum class What { refresh, signed_refresh, logout };
struct Sum {
  std::int64_t done;
  double seconds;
};

std::vector<Row> read_rows(std::istream& in) {
  std::vector<Row> rows;
  for (std::string tenant, session, token; in >> tenant >> session >> token;)
    rows.push_back(
        {TenantId(Id::parse(tenant).value()), SessionId(Id::parse(session).value()), port::sha256(token), {}});
  return rows;
}

void write_event(service::Ask& ask, store::TenantDb& db, const Row& row, const char* type, bool with_data) {
  store::Event event = service::event_of(ask, type);
  event.actor = event.subject = row.session;
  event.session = row.session;
  if (with_data) event.data.set("all", false).set("count", std::int64_t(1));
  store::write_event(db, event);
}

bool refresh(service::Ask& ask, store::TenantDb& db, Row& row) {
  auto& random = ask.world.random;
  const std::string successor = random.bytes(32);
  if (!store::use_refresh_token(db, row.hash, ask.now, random.bytes(sealed_size))) return false;
  store::insert_refresh_token(db, {successor, row.session, row.hash, ask.now, ask.now + seconds(604800), {}, {}});
  if (ask.now - row.last_used_at >= store::last_use_every) {
    store::touch_session(db, row.session, ask.now);
    row.last_used_at = ask.now;
  }
  write_event(ask, db, row, "token_refreshed", false);
  row.hash = successor;
  return true;
}

bool log_out(service::Ask& ask, store::TenantDb& db, Row& row) {
  if (!store::end_session(db, row.session, ask.now, "logout")) return false;
  write_event(ask, db, row, "user_logout", true);
  return true;
}

bool transact(service::Ask& ask, store::TenantDb& db, What what, Row& row) {
  if (what == What::logout) return log_out(ask, db, row);
  if (what == What::signed_refresh)
    (void)port::sign_jws(ask.world.keys.signer(ask.world.database, ask.now), "at+jwt", std::string(600, 'c'));
  return refresh(ask, db, row);
}

template <class T>
T* shared(std::size_t count) {
  return static_cast<T*>(::mmap(nullptr, sizeof(T) * count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
}

/// One process. `used`: how many rows all of them have taken, where each may be used once.
class Writer {
 public:
  Writer(const Config& config, What what, std::vector<Row> rows, std::atomic<std::size_t>& used)
      : parts_(config, metrics_), what_(what), rows_(dated(std::move(rows))), used_(used) {}

  std::int64_t done() const { return std::int64_t(done_); }
  /// False: no row was left.
  bool write_one() {
    const std::size_t at = what_ == What::logout ? used_.fetch_add(1) : done_ % rows_.size();
    if (at >= rows_.size()) return false;
    Row& row = rows_[at];
    service::Ask ask{world_, world_.clock.now(), "127.0.0.1", "", "0123456789abcdef0123456789abcdef"};
    store::TenantDb db(world_.database, row.tenant);
    bool done = false;
    db.transaction([&] { return done = transact(ask, db, what_, row); });
    if (!done) throw Failure("a row was used before");
    ++done_;
    return true;
  }

 private:
  std::vector<Row> dated(std::vector<Row> rows) {
    if (what_ == What::logout) return rows;
    for (Row& row : rows) {
      store::TenantDb db(world_.database, row.tenant);
      row.last_used_at = store::find_session(db, row.session).value().last_used_at;
    }
    return rows;
  }

  port::Metrics metrics_;
  service::Parts parts_;
  service::World world_ = parts_.world();
  What what_;
  std::vector<Row> rows_;
  std::atomic<std::size_t>& used_;
  std::size_t done_ = 0;
};

/// Of process `number`.
std::vector<Row> share_of(const std::vector<Row>& rows, std::size_t number, std::size_t processes) {
  const auto share = std::ptrdiff_t(rows.size() / processes);
  if (share == 0) throw Failure("too few rows");
  const auto from = rows.begin() + std::ptrdiff_t(number) * share;
  return {from, from + share};
}

/// What the processes do, with the rows of standard input.
class Job {
 public:
  Job(const Config& config, What what, std::size_t processes) : config_(config), what_(what), processes_(processes) {}

  std::size_t processes() const { return processes_; }
  std::shared_ptr<Writer> writer(std::size_t number) const {
    return std::make_shared<Writer>(config_, what_, what_ == What::logout ? rows_ : share_of(rows_, number, processes_),
                                    used_);
  }

 private:
  const Config& config_;
  What what_;
  std::size_t processes_;
  std::vector<Row> rows_ = read_rows(std::cin);
  std::atomic<std::size_t>& used_ = *new (shared<std::atomic<std::size_t>>(1)) std::atomic<std::size_t>{0};
};

int serve(const Job& job, const std::string& socket) {
  auto& next = *new (shared<std::atomic<std::size_t>>(1)) std::atomic<std::size_t>{0};
  return bench::run_crew(socket, int(job.processes()), [&] {
    return [writer = job.writer(next.fetch_add(1))] {
      if (!writer->write_one()) throw Failure("all rows are used");
    };
  });
}

Sum work(Writer& writer, std::chrono::seconds span) {
  const auto begun = Steady::now();
  while (Steady::now() < begun + span && writer.write_one()) continue;
  return {writer.done(), std::chrono::duration<double>(Steady::now() - begun).count()};
}

double measure(const Job& job, std::chrono::seconds span) {
  auto* sums = shared<Sum>(job.processes());
  for (std::size_t i = 0; i < job.processes(); ++i)
    if (::fork() == 0) {
      try {
        sums[i] = work(*job.writer(i), span);
      } catch (const std::exception& what) {
        std::cerr << "transaction: " << what.what() << std::endl;
      }
      ::_exit(0);
    }
  while (::wait(nullptr) > 0) continue;
  double rate = 0;
  for (std::size_t i = 0; i < job.processes(); ++i) {
    if (sums[i].seconds <= 0) throw Failure("a process failed");
    rate += double(sums[i].done) / sums[i].seconds;
  }
  return rate;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 5) return std::cerr << "usage: transaction refresh|signed|logout CONFIG PROCESSES SECONDS|SOCKET\n", 2;
  const auto config = load_config(argv[2], nullptr, {});
  if (!config) return std::cerr << "transaction: the settings are refused\n", 1;
  try {
    const std::string_view word = argv[1];
    const What what = word == "refresh" ? What::refresh : word == "signed" ? What::signed_refresh : What::logout;
    const Job job(*config, what, std::size_t(std::stoi(argv[3])));
    if (std::strchr(argv[4], '/')) return serve(job, argv[4]);
    std::cout << measure(job, std::chrono::seconds(std::stoi(argv[4]))) << "\n";
  } catch (const std::exception& what) {
    return std::cerr << "transaction: " << what.what() << "\n", 1;
  }
}
