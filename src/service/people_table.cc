// One list of columns serves both forms.
#include "service/people_table.hh"

#include "base/csv.hh"
#include "base/text.hh"

namespace doorward::service {
namespace {

using port::Json;

struct Column {
  const char* name;
  Json (*value)(const Account& account);
};

Json time_or_null(const std::optional<Time>& time) { return time ? Json(to_rfc3339(*time)) : Json(); }

constexpr Column columns[] = {
    {"id", [](const Account& a) { return Json(a.user.id.text()); }},
    {"email", [](const Account& a) { return Json(a.user.email); }},
    {"email_verified", [](const Account& a) { return Json(a.user.email_verified); }},
    {"first_name", [](const Account& a) { return Json(a.user.first_name); }},
    {"last_name", [](const Account& a) { return Json(a.user.last_name); }},
    {"role", [](const Account& a) { return Json(a.user.role); }},
    {"status", [](const Account& a) { return Json(to_word(a.user.status)); }},
    {"mfa_enabled", [](const Account& a) { return Json(a.user.mfa_enabled); }},
    {"timezone", [](const Account& a) { return Json(a.user.timezone); }},
    {"locale", [](const Account& a) { return Json(a.user.locale); }},
    {"last_login_at", [](const Account& a) { return time_or_null(a.user.last_login_at); }},
    {"login_count", [](const Account& a) { return Json(a.user.login_count); }},
    {"created_at", [](const Account& a) { return Json(to_rfc3339(a.user.created_at)); }},
    {"updated_at", [](const Account& a) { return Json(to_rfc3339(a.user.updated_at)); }},
};

std::string cell_of(const Json& value) {
  if (value.null()) return "";
  return value.string() ? *value.string() : port::dump_json(value);
}

}  // namespace

std::string table_head(TableFormat format) {
  if (format != TableFormat::csv) return "";
  std::vector<std::string> names;
  for (const Column& column : columns) names.emplace_back(column.name);
  return csv_line(names);
}

std::string table_line(TableFormat format, const Account& account) {
  Json object = Json::Object{};
  std::vector<std::string> cells;
  for (const Column& column : columns) {
    auto value = column.value(account);
    cells.push_back(cell_of(value));
    object.set(column.name, std::move(value));
  }
  return format == TableFormat::csv ? csv_line(cells) : port::dump_json(object) + "\n";
}

}  // namespace doorward::service
