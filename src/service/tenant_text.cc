// JSON, one value a line; bytes in base64url.
#include "service/tenant_text.hh"

#include <algorithm>

#include "base/encode.hh"
#include "base/text.hh"
#include "build.hh"
#include "model/permission.hh"
#include "model/plan.hh"
#include "model/role.hh"
#include "model/slug.hh"
#include "model/user.hh"
#include "port/json.hh"
#include "port/password_hash.hh"
#include "port/unicode.hh"
#include "service/change_setting.hh"
#include "service/person.hh"

namespace doorward::service {
namespace {

using port::Json;
using store::CellKind;
using store::MovedColumn;

constexpr std::int64_t format = 1;
constexpr std::size_t name_max = 200, roles_max = 10000;
constexpr std::string_view moment_like = "2026-01-02 03:04:05.123456";

std::string line_of(const Json& value) { return port::dump_json(value) + "\n"; }

bool bytes_in_text(CellKind kind) {
  return kind == CellKind::Ident || kind == CellKind::Bytes || kind == CellKind::Exact;
}

Json json_of(const MovedColumn& column, const port::SqlValue& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return *number;
  const auto* text = std::get_if<std::string>(&cell);
  if (!text) return {};
  return bytes_in_text(column.kind) ? to_base64url(*text) : *text;
}

std::optional<std::string> fitting_bytes(const MovedColumn& column, const std::string& text) {
  auto bytes = from_base64url(text);
  if (!bytes) return std::nullopt;
  const auto size = std::int64_t(bytes->size());
  if (column.kind == CellKind::Ident   ? size != 16
      : column.kind == CellKind::Exact ? size != column.most
                                       : size > column.most)
    return std::nullopt;
  return bytes;
}

/// What the column can hold; nullopt: this is not it.
std::optional<port::SqlValue> cell_of(const MovedColumn& column, const Json& json) {
  if (json.null()) return column.none ? std::optional<port::SqlValue>(nullptr) : std::nullopt;
  if (column.kind == CellKind::Number) {
    const auto* number = json.integer();
    if (!number || *number < 0 || *number > column.most) return std::nullopt;
    return *number;
  }
  const auto* text = json.string();
  if (!text) return std::nullopt;
  if (bytes_in_text(column.kind)) return fitting_bytes(column, *text);
  if (column.kind == CellKind::Moment) {
    const auto time = parse_sql(*text);
    // Both servers hold the years 1000 to 9999.
    if (!time || text->size() > moment_like.size() || text->front() == '0') return std::nullopt;
    return to_sql(*time);
  }
  if (!valid_utf8(*text) || std::int64_t(text->size()) > 65535 || std::int64_t(port::code_points(*text)) > column.most)
    return std::nullopt;
  return *text;
}

const std::string* text_in(const Json& object, std::string_view name) {
  const Json* member = object.find(name);
  return member ? member->string() : nullptr;
}

/// The cell of this name; nullptr: the file has no such column, or NULL there.
const std::string* text_at(const TenantText::Row& row, std::string_view name) {
  const auto found = std::find(row.columns.begin(), row.columns.end(), name);
  if (found == row.columns.end()) return nullptr;
  return std::get_if<std::string>(&row.cells[std::size_t(found - row.columns.begin())]);
}

bool one_of(const std::string* word, std::initializer_list<std::string_view> words) {
  return word && std::find(words.begin(), words.end(), *word) != words.end();
}

bool is_object(const std::string* text) {
  const auto json = text ? port::parse_json(*text) : Result<Json>(Code::MALFORMED_BODY);
  return json && json->object();
}

std::optional<Time> time_in(const Json& object, std::string_view name) {
  const auto* text = text_in(object, name);
  return text && text->size() <= moment_like.size() && !text->starts_with('0') ? parse_sql(*text) : std::nullopt;
}

std::vector<std::string> known_features(const std::string& text) {
  auto names = word_list(text);
  std::erase_if(names, [](const std::string& name) { return !is_feature(name); });
  return names;
}

std::optional<Tenant> tenant_of(const Json& json) {
  const auto *id_text = text_in(json, "id"), *slug = text_in(json, "slug"), *name = text_in(json, "name"),
             *status = text_in(json, "status"), *plan = text_in(json, "plan_type"),
             *domain = text_in(json, "custom_domain");
  const auto id = id_text ? Id::parse(*id_text) : std::nullopt;
  const auto before = time_in(json, "tokens_not_before"), created = time_in(json, "created_at"),
             updated = time_in(json, "updated_at");
  if (!id || id->nil() || !slug || !name || !status || !plan || !before || !created || !updated) return std::nullopt;
  Tenant tenant;
  tenant.id = TenantId(*id);
  tenant.slug = *slug;
  const auto checked = checked_name(*name, name_max);
  const auto state = parse_tenant_status(*status);
  if (!checked || checked->empty() || !state || !find_plan({}, *plan)) return std::nullopt;
  if (slug_fault(tenant.slug, {}) == Code::SLUG_INVALID) return std::nullopt;
  if (domain && port::ascii_host(*domain) != *domain) return std::nullopt;
  tenant.name = *checked;
  tenant.status = *state;
  tenant.plan_type = *plan;
  if (domain) tenant.custom_domain = *domain;
  // Files of a release that knew neither do without.
  if (const auto* beside = text_in(json, "overrides")) tenant.overrides = parse_overrides(*beside);
  if (const auto* off = text_in(json, "features_off")) tenant.off = known_features(*off);
  tenant.suspended_at = time_in(json, "suspended_at");
  tenant.tokens_not_before = *before;
  tenant.created_at = *created;
  tenant.updated_at = *updated;
  return tenant;
}

Error not_good(std::int64_t line, const std::string& what) {
  return wrong("file", "line " + std::to_string(line) + ": " + what);
}

}  // namespace

std::string tenant_line(const Tenant& t, Time now) {
  Json tenant = Json::Object{{"id", t.id.text()},
                             {"slug", t.slug},
                             {"name", t.name},
                             {"status", to_word(t.status)},
                             {"plan_type", t.plan_type},
                             {"custom_domain", t.custom_domain ? Json(*t.custom_domain) : Json()},
                             {"overrides", to_text(t.overrides)},
                             {"features_off", join(t.off, " ")},
                             {"suspended_at", t.suspended_at ? Json(to_sql(*t.suspended_at)) : Json()},
                             {"tokens_not_before", to_sql(t.tokens_not_before)},
                             {"created_at", to_sql(t.created_at)},
                             {"updated_at", to_sql(t.updated_at)}};
  return line_of(Json::Object{{"doorward_tenant", format},
                              {"release", DOORWARD_VERSION},
                              {"exported_at", to_sql(now)},
                              {"tenant", std::move(tenant)}});
}

std::string table_line(const store::MovedTable& table) {
  Json::Array columns;
  for (const auto& column : table.columns) columns.emplace_back(column.name);
  return line_of(Json::Object{{"table", table.name}, {"columns", std::move(columns)}});
}

std::string row_line(const store::MovedTable& table, const store::Cells& cells) {
  Json::Array row;
  for (std::size_t i = 0; i < cells.size(); ++i) row.push_back(json_of(table.columns[i], cells[i]));
  return line_of(std::move(row));
}

std::string end_line(std::int64_t rows) { return line_of(Json::Object{{"end", rows}}); }

Result<std::optional<TenantText::Row>> TenantText::read(std::string_view line) {
  ++line_;
  if (ended_) return not_good(line_, "stands behind the end");
  if (!tenant_) {
    if (auto read = read_tenant(line); !read) return read.error();
    return std::optional<Row>();
  }
  const auto json = port::parse_json(line);
  if (!json) return not_good(line_, "is not JSON");
  if (json->array()) {
    auto row = read_row(*json);
    if (!row) return row.error();
    ++rows_;
    return std::optional(*std::move(row));
  }
  if (const Json* end = json->find("end")) {
    if (!end->integer() || *end->integer() != rows_) return not_good(line_, "rows are missing");
    ended_ = true;
  } else if (auto head = read_table(*json); !head) {
    return head.error();
  }
  return std::optional<Row>();
}

Result<void> TenantText::read_tenant(std::string_view line) {
  const auto json = port::parse_json(line);
  const Json* version = json ? json->find("doorward_tenant") : nullptr;
  const Json* tenant = json ? json->find("tenant") : nullptr;
  if (!version || !version->integer() || !tenant) return not_good(line_, "is not the start of an exported tenant");
  if (*version->integer() != format) return not_good(line_, "comes from a release that this one does not know");
  tenant_ = tenant_of(*tenant);
  if (!tenant_) return not_good(line_, "is no tenant: id, slug, name, status, plan, domain or a time is wrong");
  return {};
}

Result<void> TenantText::read_table(const Json& head) {
  const auto* name = text_in(head, "table");
  const Json* columns = head.find("columns");
  const auto& tables = store::moved_tables();
  const auto table = std::find_if(tables.begin() + std::ptrdiff_t(next_), tables.end(),
                                  [&](const auto& t) { return name && t.name == *name; });
  if (table == tables.end() || !columns || !columns->array())
    return not_good(line_, "names a table that is not expected here; perhaps it comes from a newer release");
  columns_.clear();
  for (const auto& column : *columns->array()) {
    const auto known = std::find_if(table->columns.begin(), table->columns.end(),
                                    [&](const auto& c) { return column.string() && c.name == *column.string(); });
    if (known == table->columns.end() || std::find(columns_.begin(), columns_.end(), &*known) != columns_.end())
      return not_good(line_, "names a column that this release does not know");
    columns_.push_back(&*known);
  }
  table_ = &*table;
  next_ = std::size_t(table - tables.begin()) + 1;
  return {};
}

Result<TenantText::Row> TenantText::read_row(const Json& json) {
  const auto& cells = *json.array();
  if (!table_ || cells.size() != columns_.size()) return not_good(line_, "is not a row of its table");
  Row row{table_, {}, {}};
  for (std::size_t i = 0; i < cells.size(); ++i) {
    auto cell = cell_of(*columns_[i], cells[i]);
    if (!cell)
      return not_good(line_, std::string(table_->name) + "." + std::string(columns_[i]->name) + " cannot be this");
    row.columns.push_back(columns_[i]->name);
    row.cells.push_back(*std::move(cell));
  }
  if (auto good = check(row); !good) return good.error();
  return row;
}

Result<void> TenantText::check(Row& row) {
  const auto name = row.table->name;
  if (name == "users") return check_user(row);
  if (name == "roles") return check_role(row);
  if (name == "tenant_settings") return check_setting(row);
  if (name == "password_history") {
    const auto* hash = text_at(row, "password_hash");
    if (!hash || !port::cost_of(*hash)) return not_good(line_, "a former password's hash is none that is checked here");
  }
  if (name == "events" && (!one_of(text_at(row, "actor_type"), {"user", "api_key", "system", "operator"}) ||
                           !is_object(text_at(row, "data"))))
    return not_good(line_, "is no event");
  if (name == "event_details" && !is_object(text_at(row, "personal"))) return not_good(line_, "is no event's details");
  return {};
}

Result<void> TenantText::check_user(Row& row) {
  const auto *email = text_at(row, "email"), *key = text_at(row, "email_key"), *role = text_at(row, "role"),
             *status = text_at(row, "status"), *hash = text_at(row, "password_hash");
  const auto parsed = email ? port::parse_email(*email) : std::nullopt;
  if (!parsed || !key || parsed->key != *key)
    return not_good(line_, "an e-mail address is none, or not in its canonical form");
  if (!status || !parse_user_status(*status) || !one_of(text_at(row, "email_source"), {"self", "admin", "import"}))
    return not_good(line_, "an account's status or source is unknown");
  if (!role || (!role_fits(*role, TenantKind::tenant) && !own_roles_.contains(*role)))
    return not_good(line_, "an account has a role that people of a tenant cannot have");
  for (const char* name : {"first_name", "last_name"})
    if (const auto* text = text_at(row, name); text && !checked_name(*text, 100))
      return not_good(line_, "a person's name has characters that cannot be seen");
  const auto cost = hash ? port::cost_of(*hash) : std::optional(port::HashCost{0, 0});
  if (!cost) return not_good(line_, "a password's hash is none that is checked here, or costs too much");
  row.columns.emplace_back("password_work");
  row.cells.emplace_back(std::int64_t(cost->memory_kib) * cost->passes);
  return {};
}

Result<void> TenantText::check_role(const Row& row) {
  const auto *name = text_at(row, "name"), *permissions = text_at(row, "permissions");
  if (!name || !permissions || !valid_role_name(*name) || own_roles_.size() >= roles_max)
    return not_good(line_, "is not a role of a tenant's own");
  const auto words = read_permissions(*permissions), most = permissions_of("owner");
  const bool above = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return built_in_permission(word) && std::find(most.begin(), most.end(), word) == most.end();
  });
  if (above || !check_permissions(words)) return not_good(line_, "a role has permissions that no tenant can give");
  own_roles_.insert(*name);
  return {};
}

Result<void> TenantText::check_setting(const Row& row) {
  const auto *name = text_at(row, "name"), *value = text_at(row, "value");
  if (!name || !value || !setting_is_good(config_, *name, *value))
    return not_good(line_, "is not a setting that a tenant decides, or its value is not allowed");
  return {};
}

}  // namespace doorward::service
