// One installation per run and isolation: whoever comes first makes it, under a lock.
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "port/clock.hh"
#include "service/install.hh"
#include "service/install_accounts.hh"
#include "support/world.hh"

namespace tests {
namespace {

using namespace doorward;

std::string word_of(Isolation isolation) {
  return isolation == Isolation::accounts ? "accounts" : isolation == Isolation::single ? "single" : "table";
}

/// Held while it lives; freed by the kernel if a test program dies.
class Lock {
 public:
  explicit Lock(const std::string& path) : fd_(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (fd_ < 0 || ::flock(fd_, LOCK_EX) != 0) throw Failure("cannot lock " + path);
  }
  ~Lock() { ::close(fd_); }

 private:
  int fd_;
};

ConfigWords fresh_words(const Stack& stack, Isolation isolation, const std::string& folder) {
  const std::string word = word_of(isolation);
  return {{"database.hosts", stack.database_socket()},
          {"database.schema", "doorward_" + word},
          {"database.isolation", isolation == Isolation::single ? "single" : "accounts"},
          {"database.app_user", "app_" + word},
          {"database.platform_user", "platform_" + word},
          {"database.owner_user", "owner_" + word},
          {"memcached.servers", stack.memcached_socket()},
          {"memcached.timeout", "1s"},  // the machine may be busy
          {"keys.master_file", folder + "/master.key"},
          {"run.dir", folder + "/run"},
          {"mail.dir", folder + "/mail"},
          {"pages.dir", repository() + "/pages"},
          {"password.argon2_memory_kib", "64"},
          {"password.argon2_passes", "1"},
          {"password.hash_slots", "2"},
          {"password.hash_wait", "10s"},
          {"signup.enabled", "true"},
          {"registration.mode", "open"},
          {"log.level", "error"}};
}

template <class T>
T must(Result<T> result) {
  if (result) return *std::move(result);
  std::string why = result.error().detail;
  for (const auto& field : result.error().fields) why += " " + field.field + " " + field.message;
  throw Failure("fixture: " + why);
}

/// Makes the accounts, then takes away what CREATE FUNCTION needs.
void forbid_functions(const Config& config, const port::SqlAccount& admin) {
  must(service::make_accounts(config, admin, "localhost", {}));
  port::MySql mysql(config, admin, "", std::chrono::minutes(1));
  mysql.execute("REVOKE CREATE ROUTINE ON `doorward\\_table`.* FROM 'owner_table'@'localhost'");
}

void install(const Stack& stack, Isolation isolation, const std::string& folder, const std::string& file) {
  for (const char* part : {"run", "mail", "conf.d"}) std::filesystem::create_directories(folder + "/" + part);
  auto words = fresh_words(stack, isolation, folder);
  port::SystemRandom random;
  Config config = must(make_config(words));
  for (const auto& [name, value] : service::make_passwords(config, random)) words[name] = value.reveal();
  service::InstallWish wish;
  wish.admin = port::SqlAccount{"doorward_owner", Secret(stack.admin_password())};
  if (isolation == Isolation::table) {
    forbid_functions(config, *wish.admin);
    wish.admin.reset();
  }
  const auto done = must(service::install(config, wish, random, port::SystemClock().now()));
  if (done.schema.functions == (isolation == Isolation::table)) throw Failure("fixture: functions are not as expected");
  std::ofstream out(file + ".new");
  for (const auto& [name, value] : words) out << name << " = " << value << "\n";
  out.close();
  std::filesystem::rename(file + ".new", file);
}

}  // namespace

Isolation isolation_of_run() {
  const char* said = std::getenv("DOORWARD_TEST_ISOLATION");
  const std::string word = said ? said : "accounts";
  for (const auto isolation : {Isolation::accounts, Isolation::single, Isolation::table})
    if (word_of(isolation) == word) return isolation;
  throw Failure("DOORWARD_TEST_ISOLATION must be accounts, single or table");
}

ConfigWords installed_words(const Stack& stack, Isolation isolation) {
  const std::string folder = stack.folder() + "/" + word_of(isolation), file = folder + "/doorward.conf";
  std::filesystem::create_directories(folder);
  {
    const Lock lock(folder + "/lock");
    if (!std::filesystem::exists(file)) install(stack, isolation, folder, file);
  }
  ConfigWords words;
  if (auto read = read_config_files(file, words); !read) throw Failure("fixture: " + read.error().detail);
  return words;
}

}  // namespace tests
