// Schema and accounts, made where they are missing. An account that exists keeps its password.
#include "service/install_accounts.hh"

#include <algorithm>

#include "base/encode.hh"

namespace doorward::service {
namespace {

constexpr std::string_view count_account = "SELECT COUNT(*) FROM mysql.user WHERE User = ? AND Host = ?";
constexpr std::string_view count_schema = "SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name = ?";

struct Account {
  std::string setting, user;
  const Secret& password;
};

std::vector<Account> accounts_of(const Config& config) {
  const auto& db = config.database;
  std::vector<Account> all;
  all.push_back({"database.app_password", db.app_user, db.app_password});
  if (db.isolation == "single") return all;
  all.push_back({"database.platform_password", db.platform_user, db.platform_password});
  all.push_back({"database.owner_password", db.owner_user, db.owner_password});
  return all;
}

std::string quoted_word(std::string_view word) {
  std::string out = "'";
  for (char c : word) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

std::string create_schema(const std::string& schema) {
  return "CREATE DATABASE IF NOT EXISTS `" + schema + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
}

std::string grant_owner(const Config& config, const std::string& owner) {
  const bool single = config.database.isolation == "single";
  return "GRANT ALL PRIVILEGES ON " + granted_schema(config.database.schema) + " TO " + owner +
         (single ? "" : " WITH GRANT OPTION");
}

const std::string& owner_user(const Config& config) {
  return config.database.isolation == "single" ? config.database.app_user : config.database.owner_user;
}

std::int64_t count(port::MySql& mysql, std::string_view question, const std::vector<port::SqlValue>& values) {
  std::int64_t found = 0;
  mysql.each(question, values, [&](const port::SqlRow& row) { found = row.number(0); });
  return found;
}

using Made = std::vector<std::pair<std::string, Secret>>;

bool is_new(const Made& made, const std::string& setting) {
  return std::any_of(made.begin(), made.end(), [&](const auto& one) { return one.first == setting; });
}

Result<std::vector<std::string>> make_with(port::MySql& admin, const Config& config, const std::string& host,
                                           const Made& made) {
  std::vector<std::string> steps;
  const std::string& schema = config.database.schema;
  if (count(admin, count_schema, {schema}) == 0) {
    admin.execute(create_schema(schema));
    steps.push_back("made the schema " + schema);
  }
  for (const auto& account : accounts_of(config)) {
    const auto name = store::quoted_account(account.user, host);
    if (!name) return name.error();
    if (count(admin, count_account, {account.user, host}) > 0) {
      if (is_new(made, account.setting))
        return wrong(account.setting,
                     "is empty, but the account " + *name + " exists: set it to that account's password");
      continue;
    }
    admin.execute("CREATE USER " + *name + " IDENTIFIED BY " + quoted_word(account.password.reveal()),
                  "CREATE USER " + *name);
    steps.push_back("made the account " + *name);
  }
  const auto owner = store::quoted_account(owner_user(config), host);
  if (!owner) return owner.error();
  admin.execute(grant_owner(config, *owner));
  return steps;
}

/// All accounts log in: somebody with the rights has made them before.
bool all_there(const Config& config) {
  try {
    for (const auto& account : accounts_of(config)) {
      port::MySql mysql(config, {account.user, account.password}, "", config.database.timeout);
      mysql.connect();
    }
    port::MySql owner(config, store::owner_account(config));
    owner.connect();
    return true;
  } catch (const port::SqlError&) {
    return false;
  }
}

}  // namespace

std::string granted_schema(const std::string& schema) {
  std::string out = "`";
  for (char c : schema) {
    if (c == '_') out += '\\';
    out += c;
  }
  return out + "`.*";
}

bool denied(const port::SqlError& e) {
  constexpr int said[] = {1044, 1045, 1142, 1143, 1227, 1410, 1698};
  return std::find(std::begin(said), std::end(said), e.number()) != std::end(said);
}

std::string account_host_of(const Config& config) {
  const auto& hosts = config.database.hosts;
  const bool local = std::all_of(hosts.begin(), hosts.end(), [](const auto& host) { return host.starts_with('/'); });
  return local ? "localhost" : "%";
}

Result<void> check_schema_name(const std::string& schema) {
  const bool plain = schema.size() <= 64 && std::all_of(schema.begin(), schema.end(), [](char c) {
                       return std::isalnum(static_cast<unsigned char>(c)) || c == '_';
                     });
  if (schema.empty() || !plain) return wrong("database.schema", "must be 1 to 64 of A-Z a-z 0-9 _");
  return {};
}

Made make_passwords(Config& config, port::Random& random) {
  Made made;
  const auto fill = [&](const std::string& name, Secret& password) {
    if (!password.empty()) return;
    password = Secret(to_base64url(random.bytes(24)));
    made.emplace_back(name, password);
  };
  fill("database.app_password", config.database.app_password);
  if (config.database.isolation == "single") return made;
  fill("database.platform_password", config.database.platform_password);
  fill("database.owner_password", config.database.owner_password);
  return made;
}

Result<std::string> sql_for_administrator(const Config& config, const std::string& wanted_host) {
  const std::string account_host = wanted_host.empty() ? account_host_of(config) : wanted_host;
  if (auto fine = check_schema_name(config.database.schema); !fine) return fine.error();
  std::string sql = create_schema(config.database.schema) + ";\n";
  for (const auto& account : accounts_of(config)) {
    const auto name = store::quoted_account(account.user, account_host);
    if (!name) return name.error();
    sql += "CREATE USER " + *name + " IDENTIFIED BY '<the value of " + account.setting + ">';\n";
  }
  const auto owner = store::quoted_account(owner_user(config), account_host);
  if (!owner) return owner.error();
  return sql + grant_owner(config, *owner) + ";\n";
}

Result<std::vector<std::string>> make_accounts(const Config& config, const port::SqlAccount& by,
                                               const std::string& account_host, const Made& made) {
  if (auto fine = check_schema_name(config.database.schema); !fine) return fine.error();
  try {
    port::MySql admin(config, by, "", std::chrono::minutes(1));
    return make_with(admin, config, account_host, made);
  } catch (const port::SqlError& e) {
    if (!denied(e)) throw;
    if (made.empty() && all_there(config)) return std::vector<std::string>{};
  }
  const auto sql = sql_for_administrator(config, account_host);
  if (!sql) return sql.error();
  return Error(Code::INSUFFICIENT_PERMISSIONS,
               "The account " + by.user +
                   " may not make schema and accounts. An administrator of the database must run:\n" + *sql);
}

}  // namespace doorward::service
