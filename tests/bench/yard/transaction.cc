// transaction refresh|signed|logout CONFIG PROCESSES SECONDS: how many bare transactions a second so many processes
// make, each with the writes of a refresh or a log-out, by plain statements through the same views, and nothing read;
// signed: a refresh with a signature of the length of an access token's besides. Standard input: lines `tenant's id TAB
// session's id TAB refresh token`; each process takes the rows of one tenant in its share. For logout it ends when all
// rows are used. With a path instead of SECONDS the processes are FastCGI workers there that do one for each request.
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

/// One process, with the rows of the first one's tenant.
class Writer {
 public:
  Writer(const Config& config, What what, std::vector<Row> rows)
      : parts_(config, metrics_), what_(what), db_(world_.database, rows.front().tenant), rows_(own(std::move(rows))) {}

  bool used_up() const { return what_ == What::logout && done_ == rows_.size(); }
  std::int64_t done() const { return std::int64_t(done_); }
  void write_one() {
    Row& row = rows_[done_ % rows_.size()];
    service::Ask ask{world_, world_.clock.now(), "127.0.0.1", "", "0123456789abcdef0123456789abcdef"};
    bool done = false;
    db_.transaction([&] { return done = transact(ask, db_, what_, row); });
    if (!done) throw Failure("a row was used before");
    ++done_;
  }

 private:
  std::vector<Row> own(std::vector<Row> rows) {
    std::erase_if(rows, [&](const Row& row) { return row.tenant != db_.tenant(); });
    for (auto& row : rows) row.last_used_at = store::find_session(db_, row.session).value().last_used_at;
    return rows;
  }

  port::Metrics metrics_;
  service::Parts parts_;
  service::World world_ = parts_.world();
  What what_;
  store::TenantDb db_;
  std::vector<Row> rows_;
  std::size_t done_ = 0;
};

Sum work(const Config& config, What what, std::vector<Row> rows, std::chrono::seconds span) {
  Writer writer(config, what, std::move(rows));
  const auto begun = Steady::now();
  while (Steady::now() < begun + span && !writer.used_up()) writer.write_one();
  return {writer.done(), std::chrono::duration<double>(Steady::now() - begun).count()};
}

/// The rows of process `number`.
std::vector<Row> share_of(const std::vector<Row>& rows, std::size_t number, std::size_t processes) {
  const auto share = std::ptrdiff_t(rows.size() / processes);
  if (share == 0) throw Failure("too few rows");
  const auto from = rows.begin() + std::ptrdiff_t(number) * share;
  return {from, from + share};
}

template <class T>
T* shared(std::size_t count) {
  return static_cast<T*>(::mmap(nullptr, sizeof(T) * count, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0));
}

int serve(const Config& config, What what, std::size_t processes, const std::string& socket) {
  const auto rows = read_rows(std::cin);
  auto* next = new (shared<std::atomic<std::size_t>>(1)) std::atomic<std::size_t>{0};
  return bench::run_crew(socket, int(processes), [&] {
    auto writer = std::make_shared<Writer>(config, what, share_of(rows, next->fetch_add(1), processes));
    return [writer] { writer->write_one(); };
  });
}

double measure(const Config& config, What what, std::size_t processes, std::chrono::seconds span) {
  const auto rows = read_rows(std::cin);
  auto* sums = shared<Sum>(processes);
  for (std::size_t i = 0; i < processes; ++i)
    if (::fork() == 0) {
      try {
        sums[i] = work(config, what, share_of(rows, i, processes), span);
      } catch (const std::exception& what) {
        std::cerr << "transaction: " << what.what() << std::endl;
      }
      ::_exit(0);
    }
  while (::wait(nullptr) > 0) continue;
  double rate = 0;
  for (std::size_t i = 0; i < processes; ++i) {
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
    const auto processes = std::size_t(std::stoi(argv[3]));
    if (std::strchr(argv[4], '/')) return serve(*config, what, processes, argv[4]);
    std::cout << measure(*config, what, processes, std::chrono::seconds(std::stoi(argv[4]))) << "\n";
  } catch (const std::exception& what) {
    return std::cerr << "transaction: " << what.what() << "\n", 1;
  }
}
