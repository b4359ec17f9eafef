// JSON in and out. nlohmann/json does the work inside json.cc alone; outside stands this small tree.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/result.hh"

namespace doorward::port {

class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;  // in order, names unique

  Json() = default;  // null
  Json(std::nullptr_t) {}
  Json(bool v) : held_(v) {}
  Json(std::int64_t v) : held_(v) {}
  Json(int v) : held_(std::int64_t(v)) {}
  Json(double v) : held_(v) {}
  Json(std::string v) : held_(std::move(v)) {}
  Json(std::string_view v) : held_(std::string(v)) {}
  Json(const char* v) : held_(std::string(v)) {}
  Json(Array v) : held_(std::move(v)) {}
  Json(Object v) : held_(std::move(v)) {}
  static Json strings(const std::vector<std::string>& words);

  bool null() const { return std::holds_alternative<std::nullptr_t>(held_); }
  const bool* flag() const { return std::get_if<bool>(&held_); }
  const std::int64_t* integer() const { return std::get_if<std::int64_t>(&held_); }
  const double* real() const { return std::get_if<double>(&held_); }
  const std::string* string() const { return std::get_if<std::string>(&held_); }
  const Array* array() const { return std::get_if<Array>(&held_); }
  const Object* object() const { return std::get_if<Object>(&held_); }
  const Json* find(std::string_view name) const;  // a member of an object; nullptr: none
  Json& set(std::string name, Json value);        // adds or replaces a member; a null becomes an object first

 private:
  std::variant<std::nullptr_t, bool, std::int64_t, double, std::string, Array, Object> held_;
};

/// RFC 8259, strict: UTF-8 checked, repeated member names refused, at most `depth` levels, no NUL in
/// strings, integers beyond 64 bits become doubles and infinite ones are refused. MALFORMED_BODY.
Result<Json> parse_json(std::string_view text, int depth = 32);
std::string dump_json(const Json& value);  // compact; invalid UTF-8 is replaced

}  // namespace doorward::port
