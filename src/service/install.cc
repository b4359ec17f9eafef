// The steps of an installation, in the order in which each needs the one before.
#include "service/install.hh"

#include "port/memcached.hh"
#include "service/install_accounts.hh"
#include "service/key_rotation.hh"
#include "store/installation.hh"
#include "store/ring.hh"
#include "store/sql_doors.hh"

namespace doorward::service {
namespace {

constexpr Span owner_patience = std::chrono::minutes(10);  // a large table takes its time to change

port::MySql owner_of(const Config& config) {
  return {config, store::owner_account(config), config.database.schema, owner_patience};
}

/// Writes what is missing of the keys' check values; refuses when none that stands there is ours.
Result<void> keep_checks(const KeyRing& keys, port::MySql& owner) {
  const auto known = store::read_installation(owner);
  const auto checks = keys.checks();
  bool any = false, ours = false;
  for (const auto& [name, value] : known) {
    if (!name.starts_with("master_key_check:")) continue;
    any = true;
    for (const auto& check : checks) ours = ours || (check.first == name && same_secret(check.second, value));
  }
  if (any && !ours) return wrong("keys.master_file", "is not the key of this installation: copy it from another host");
  for (const auto& [name, value] : checks)
    if (!known.contains(name)) store::add_to_installation(owner, name, value);
  return {};
}

Result<std::string> kept_account_host(port::MySql& owner, const Config& config, const std::string& wanted) {
  store::Installation known;
  try {
    known = store::read_installation(owner);
  } catch (const port::SqlError& e) {
    constexpr int no_such_table = 1146;
    if (e.number() != no_such_table) throw;
  }
  const auto kept = known.find("account_host");
  if (kept == known.end()) return wanted.empty() ? account_host_of(config) : wanted;
  if (!wanted.empty() && wanted != kept->second)
    return wrong("account_host", "is " + kept->second + " in this installation");
  return kept->second;
}

/// Tables, views, grants, and the facts that the workers compare themselves with.
Result<store::Migrated> bring_up(const Config& config, port::MySql& owner, const std::string& account_host, Time now) {
  auto migrated = store::migrate(owner, config, account_host);
  if (!migrated) return migrated.error();
  if (!store::read_installation(owner).contains("account_host"))
    store::add_to_installation(owner, "account_host", account_host);
  for (const auto& schema : store::renew_sql_doors(owner, config.database.schema))
    migrated->applied.push_back("SQL door " + schema);
  store::write_ring(owner, port::Memcached(config.memcached.servers, config.memcached.timeout).ring(), now);
  return migrated;
}

/// Both accounts work, and the worker's sees what a worker needs.
void prove(const Config& config, const KeyRing& keys) {
  store::Database worker(config);
  const auto check = keys.checks().front();
  worker.expect(check.first, check.second);
  worker.ping();
  store::PlatformDb(config).mysql().connect();
}

Result<void> steps_of(const InstallWish& wish, port::Random& random, Time now, Installed& done) {
  const Config& config = done.config;
  auto keys = KeyRing::open(config);
  if (!keys) return keys.error();
  auto owner = owner_of(config);
  const auto host = kept_account_host(owner, config, wish.account_host);
  if (!host) return host.error();
  auto schema = bring_up(config, owner, *host, now);
  if (!schema) return schema.error();
  done.schema = *schema;
  for (const auto& name : schema->applied) done.steps.push_back("applied " + name);
  if (!schema->functions)
    done.steps.push_back("the server refuses CREATE FUNCTION: each connection's tenant stands in a table's row");
  if (auto kept = keep_checks(*keys, owner); !kept) return kept;
  if (make_first_keys(config, *keys, owner, random, now)) done.steps.push_back("made the first signing keys");
  prove(config, *keys);
  return {};
}

}  // namespace

Result<Installed> install(const Config& config, const InstallWish& wish, port::Random& random, Time now) {
  Installed done;
  done.config = config;
  const auto made_key = make_master_key(config.keys.master_file, wish.join, random);
  if (!made_key) return made_key.error();
  if (*made_key) done.steps.push_back("made the master key " + config.keys.master_file);
  if (wish.join) {
    const auto keys = KeyRing::open(config);
    if (!keys) return keys.error();
    prove(config, *keys);
    done.steps.push_back("this host belongs to the installation");
    return done;
  }
  const auto made = make_passwords(done.config, random);
  if (!made.empty() && wish.settings_file.empty())
    return wrong(made.front().first, "is empty, and there is no file to write a new one to");
  // Before the accounts: a password that is nowhere written is an account lost.
  append_settings(wish.settings_file, made);
  if (!made.empty()) done.steps.push_back("wrote passwords of database accounts to " + wish.settings_file);
  const std::string host = wish.account_host.empty() ? account_host_of(config) : wish.account_host;
  const auto by = wish.admin.value_or(store::owner_account(config));
  const auto accounts = make_accounts(done.config, by, host, made);
  if (!accounts) return accounts.error();
  done.steps.insert(done.steps.end(), accounts->begin(), accounts->end());
  if (auto stepped = steps_of(wish, random, now, done); !stepped) return stepped.error();
  return done;
}

Result<store::Migrated> migrate_schema(const Config& config, Time now) {
  auto owner = owner_of(config);
  const auto host = kept_account_host(owner, config, "");
  if (!host) return host.error();
  return bring_up(config, owner, *host, now);
}

}  // namespace doorward::service
