// Each step is noted in the door's row before the next, so that what an interruption left can be taken away, and
// nothing else.
#include "service/sql_door.hh"

#include <algorithm>
#include <array>

#include "base/encode.hh"
#include "base/log.hh"
#include "base/text.hh"
#include "port/crypto.hh"
#include "service/event.hh"
#include "service/install_accounts.hh"
#include "store/advisory_lock.hh"
#include "store/installation.hh"

namespace doorward::service {
namespace {

using store::SqlDoor;

constexpr std::string_view feature = "sql_access";
constexpr std::size_t schema_max = 64, account_max = 32;  // of MySQL; a schema's as GRANT writes it, "_" as "\\_"
constexpr Span patience = std::chrono::minutes(1);
constexpr int schema_exists = 1007, account_exists = 1396, no_such_grant = 1141;

/// A name that is too long ends with the start of its hash.
std::string fitted(const std::string& name, std::size_t longest) {
  constexpr std::size_t hash_digits = 8;
  if (name.size() <= longest) return name;
  return name.substr(0, longest - hash_digits - 1) + "_" + to_hex(port::sha256(name)).substr(0, hash_digits);
}

std::size_t underscores(const std::string& name) { return std::size_t(std::count(name.begin(), name.end(), '_')); }

/// Small letters only: whether large ones count depends on the server.
bool plain_schema(const std::string& name) {
  return !name.empty() && name.size() + underscores(name) <= schema_max &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

/// MySQL says something else of some of these than that they exist.
bool is_servers_own(std::string_view schema) {
  constexpr std::array<std::string_view, 4> own = {"mysql", "sys", "information_schema", "performance_schema"};
  return std::ranges::find(own, schema) != own.end();
}

std::string schema_of(const std::string& slug) {
  std::string name = "dw_" + slug;
  std::replace(name.begin(), name.end(), '-', '_');
  return plain_schema(name) ? name : fitted(name, schema_max - underscores(name) - 1);
}

Result<SqlDoor> door_for(const Tenant& tenant, const SqlDoorWish& wish, const std::string& usual_host) {
  if (tenant.kind != TenantKind::tenant)
    return wrong("tenant", "is no tenant but a " + std::string(to_word(tenant.kind)));
  if (tenant.status != TenantStatus::active)
    return Error(Code::CONFLICT,
                 "The tenant is " + std::string(to_word(tenant.status)) + ": its door would show nothing.");
  if (!wish.beyond_plan && !tenant.terms.has(feature))
    return Error(
        Code::FEATURE_NOT_AVAILABLE,
        "The plan " + tenant.plan_type + " does not include sql_access; --beyond-plan grants it all the same.");
  SqlDoor door{tenant.id, wish.schema.empty() ? schema_of(tenant.slug) : wish.schema, "", "", wish.tls};
  if (!plain_schema(door.schema)) return wrong("--schema", "must be 1 to 64 of a-z 0-9 _, where _ counts as two");
  if (is_servers_own(door.schema)) return wrong("--schema", "is one of the database server's own");
  door.account = fitted(door.schema, account_max);
  door.host = wish.host.empty() ? usual_host : wish.host;
  if (const auto account = store::quoted_account(door.account, door.host); !account)
    return wrong("--host", "must be a host name, an address or %");
  return door;
}

Error not_allowed(const port::SqlAccount& by) {
  return Error(
      Code::INSUFFICIENT_PERMISSIONS,
      "The database account " + by.user +
          " may not make or remove schemas and accounts. Name one that may: --admin NAME --admin-password-stdin");
}

std::string quoted(const SqlDoor& door) { return *store::quoted_account(door.account, door.host); }

/// With what a door is made: the owner's connection, somebody who may make schemas and accounts, and the owner's name.
struct Builder {
  const Config& config;
  port::SqlAccount by_account;
  bool other;  // than the owner
  port::MySql owner, by;
  std::string usual_host;

  Builder(const Config& config, const std::optional<port::SqlAccount>& admin)
      : config(config),
        by_account(admin.value_or(store::owner_account(config))),
        other(admin.has_value()),
        owner(config, store::owner_account(config), config.database.schema, patience),
        by(config, by_account, "", patience) {
    const auto known = store::read_installation(owner);
    const auto host = known.find("account_host");
    usual_host = host == known.end() ? account_host_of(config) : host->second;
  }

  std::string owners_rights(std::string_view verb, const SqlDoor& door, std::string_view end) const {
    const auto name = store::quoted_account(store::owner_account(config).user, usual_host);
    if (!name) throw Failure("the owner's account needs thought in SQL");
    return std::string(verb) + granted_schema(door.schema) + std::string(end) + *name;
  }
};

/// Takes back in reverse order what was made, unless it is kept.
class Undo {
 public:
  Undo(Builder& builder, const SqlDoor& door) : builder_(builder), tenant_(door.tenant) {}
  Undo(const Undo&) = delete;
  Undo& operator=(const Undo&) = delete;
  ~Undo() {
    if (kept_) return;
    try {
      for (auto it = statements_.rbegin(); it != statements_.rend(); ++it) builder_.by.execute(*it);
      store::remove_sql_door(builder_.owner, tenant_);
    } catch (const std::exception& e) {
      log(Level::warning, "a half-made SQL door stays: doorwardctl tenant sql-revoke", {{"error", e.what()}});
    }
  }
  void add(std::string statement) { statements_.push_back(std::move(statement)); }
  void keep() { kept_ = true; }

 private:
  Builder& builder_;
  TenantId tenant_;
  std::vector<std::string> statements_;
  bool kept_ = false;
};

void write_door_event(Ask& ask, const char* type, const SqlDoor& door) {
  store::Event event = event_of(ask, type);
  event.actor_type = store::ActorType::op;
  event.subject = door.tenant;
  event.data.set("schema", door.schema).set("account", door.account + "@" + door.host).set("tls", door.tls);
  store::TenantDb db(ask.world.database, door.tenant);
  db.transaction([&] {
    store::write_event(db, event);
    return true;
  });
}

/// False: the server has it already, whoever made it.
bool made(port::MySql& by, const std::string& statement, std::string_view shown, int exists) {
  try {
    by.execute(statement, shown);
    return true;
  } catch (const port::SqlError& e) {
    if (e.number() != exists) throw;
    return false;
  }
}

Result<void> make(Ask& ask, Builder& builder, SqlDoor& door, const Secret& password) {
  store::add_sql_door(builder.owner, door, ask.now);
  Undo undo(builder, door);
  const auto reached = [&](SqlDoor::Made step, std::string back) {
    undo.add(std::move(back));
    door.made = step;
    store::note_sql_door(builder.owner, door);
  };
  if (!made(builder.by, "CREATE DATABASE `" + door.schema + "` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin", {},
            schema_exists))
    return Error(Code::CONFLICT, "The schema " + door.schema + " exists: choose another with --schema.");
  reached(SqlDoor::schema_made, "DROP DATABASE `" + door.schema + "`");
  const std::string account = quoted(door);
  if (!made(builder.by,
            "CREATE USER " + account + " IDENTIFIED BY '" + std::string(password.reveal()) + "'" +
                (door.tls ? " REQUIRE SSL" : ""),
            "CREATE USER " + account, account_exists))
    return Error(Code::CONFLICT, "The account " + account + " exists: choose another name with --schema.");
  reached(SqlDoor::account_made, "DROP USER " + account);
  if (builder.other) {
    builder.by.execute(builder.owners_rights("GRANT SELECT, CREATE VIEW, SHOW VIEW, DROP ON ", door, " TO ") +
                       " WITH GRANT OPTION");
    undo.add(builder.owners_rights("REVOKE SELECT, CREATE VIEW, SHOW VIEW, DROP, GRANT OPTION ON ", door, " FROM "));
  }
  store::hang_sql_door(builder.owner, builder.config.database.schema, door);
  write_door_event(ask, "sql_door_granted", door);
  door.made = SqlDoor::open;
  store::note_sql_door(builder.owner, door);
  undo.keep();
  return {};
}

void unmake(Builder& builder, const SqlDoor& door) {
  if (door.made >= SqlDoor::account_made) builder.by.execute("DROP USER IF EXISTS " + quoted(door));
  if (door.made >= SqlDoor::schema_made) builder.by.execute("DROP DATABASE IF EXISTS `" + door.schema + "`");
  try {
    if (builder.other)
      builder.by.execute(
          builder.owners_rights("REVOKE SELECT, CREATE VIEW, SHOW VIEW, DROP, GRANT OPTION ON ", door, " FROM "));
  } catch (const port::SqlError& e) {
    if (e.number() != no_such_grant) throw;
  }
  store::remove_sql_door(builder.owner, door.tenant);
}

/// One hand at a time: rows alone would let a revoke meet a grant half-way.
constexpr std::string_view lock_name = "doorward_sql_doors";

}  // namespace

Result<OpenedSqlDoor> open_sql_door(Ask& ask, store::PlatformDb& platform, const SqlDoorWish& wish) {
  const auto tenant = show_tenant(ask, platform, wish.tenant);
  if (!tenant) return tenant.error();
  Builder builder(ask.world.config, wish.admin);
  auto door = door_for(*tenant, wish, builder.usual_host);
  if (!door) return door.error();
  const store::AdvisoryLock lock(builder.owner, std::string(lock_name), seconds(10));
  if (!lock.held()) return Error(Code::CONFLICT, "Another door is being made or removed: try again.");
  if (const auto other = store::find_sql_door(builder.owner, tenant->id.text()))
    return Error(Code::CONFLICT, "The tenant has a door, schema " + other->schema +
                                     (other->made == SqlDoor::open ? "" : ", half-made by an interrupted command") +
                                     ": sql-revoke takes it away.");
  const Secret password(to_base64url(ask.world.random.bytes(24)));
  try {
    if (auto done = make(ask, builder, *door, password); !done) return done.error();
  } catch (const port::SqlError& e) {
    if (!denied(e)) throw;
    return not_allowed(builder.by_account);
  }
  return OpenedSqlDoor{*door, password};
}

Result<SqlDoor> close_sql_door(Ask& ask, const std::string& tenant, const std::optional<port::SqlAccount>& admin) {
  Builder builder(ask.world.config, admin);
  const store::AdvisoryLock lock(builder.owner, std::string(lock_name), seconds(10));
  if (!lock.held()) return Error(Code::CONFLICT, "Another door is being made or removed: try again.");
  const auto door = store::find_sql_door(builder.owner, tenant);
  if (!door) return Error(Code::NOT_FOUND, "There is no SQL door of " + tenant + ".");
  try {
    const auto strangers = store::strangers_behind(builder.by, *door);
    if (!strangers.empty())
      return Error(Code::CONFLICT,
                   "The schema " + door->schema + " holds what is not doorward's: " + join(strangers, " "));
    unmake(builder, *door);
  } catch (const port::SqlError& e) {
    if (!denied(e)) throw;
    return not_allowed(builder.by_account);
  }
  if (!door->tenant_gone) write_door_event(ask, "sql_door_revoked", *door);
  return *door;
}

}  // namespace doorward::service
