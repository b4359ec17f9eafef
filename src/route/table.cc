// The rows of routes.def, and the search among them.
#include "route/table.hh"

#include <algorithm>

#include "base/text.hh"

namespace doorward {

// Each endpoint is one function of one file; its row is its declaration.
namespace endpoint {
#define ROUTE(method, path, run, ...) Result<http::Response> run(Call& call);
#include "route/routes.def"
#undef ROUTE
}  // namespace endpoint

namespace route {
namespace {

/// "/auth/me" below "/auth" is "/me"; nullopt: it stands elsewhere.
std::optional<std::string_view> below(std::string_view base, std::string_view path) {
  if (!path.starts_with(base)) return std::nullopt;
  path.remove_prefix(base.size());
  if (!path.starts_with('/')) return std::nullopt;
  return path;
}

/// Has `path` the form of `pattern`? A placeholder stands for one part that is not empty; `value` is told each.
template <class Value>
bool fits(std::string_view pattern, std::string_view path, Value value) {
  for (;;) {
    const auto wanted = pattern.substr(0, pattern.find('/')), given = path.substr(0, path.find('/'));
    if (wanted.starts_with('{') && !given.empty())
      value(given);
    else if (wanted != given)
      return false;
    const bool last = wanted.size() == pattern.size();
    if (last != (given.size() == path.size())) return false;
    if (last) return true;
    pattern.remove_prefix(wanted.size() + 1);
    path.remove_prefix(given.size() + 1);
  }
}

void allow(std::vector<std::string>& methods, std::string_view method) {
  if (std::find(methods.begin(), methods.end(), method) == methods.end()) methods.emplace_back(method);
}

bool takes_method(const Row& row, std::string_view method) {
  return row.method == "ANY" || row.method == method || (row.method == "GET" && method == "HEAD");
}

}  // namespace

const std::vector<Row>& rows() {
  static const std::vector<Row> all = {
#define ROUTE(method, path, run, pool, needs, asks, takes, effect, rate, budget, metric, sentence) \
  {#method,      path,           endpoint::run, Pool::pool, Needs::needs, asks,                    \
   Takes::takes, Effect::effect, #rate,         budget,     metric,       sentence},
#include "route/routes.def"
#undef ROUTE
  };
  return all;
}

Match match(const Config& config, std::string_view method, std::string_view path) {
  Match found;
  const auto rest = below(config.service.base_path, path);
  if (!rest) return found;
  for (const auto& row : rows()) {
    std::vector<std::string> values;
    if (!fits(row.path, *rest, [&](std::string_view value) { values.emplace_back(value); })) continue;
    if (!found.row && takes_method(row, method)) {
      found.row = &row;
      found.path = std::move(values);
    }
    allow(found.allowed, row.method == "ANY" ? "GET" : row.method);
    if (row.method == "GET" || row.method == "ANY") allow(found.allowed, "HEAD");
  }
  if (found.known()) allow(found.allowed, "OPTIONS");
  return found;
}

bool at_gate(const Config& config, std::string_view path) {
  const auto rest = below(config.service.base_path, path);
  const auto here = [&](const Row& row) {
    return row.pool == Pool::gate && fits(row.path, *rest, [](std::string_view) {});
  };
  return rest && std::any_of(rows().begin(), rows().end(), here);
}

std::string name_of(const Config& config, const Row& row) {
  const std::string method = row.method == "ANY" ? "" : std::string(row.method) + " ";
  return method + config.service.base_path + std::string(row.path);
}

const Row& verify_row() {
  return *std::find_if(rows().begin(), rows().end(), [](const Row& row) { return row.needs == Needs::check; });
}

std::string_view to_word(Pool pool) { return pool == Pool::gate ? "gate" : "app"; }

std::string_view to_word(Needs needs) {
  switch (needs) {
    case Needs::nobody: return "nobody";
    case Needs::tenant: return "tenant";
    case Needs::token: return "token";
    case Needs::link: return "link";
    case Needs::maybe: return "maybe";
    case Needs::visitor: return "visitor";
    case Needs::acting: return "acting";
    case Needs::check: return "check";
  }
  return "";
}

std::string_view to_word(Takes takes) {
  switch (takes) {
    case Takes::nothing: return "nothing";
    case Takes::json: return "json";
    case Takes::form: return "form";
  }
  return "";
}

std::string_view to_word(Effect effect) {
  switch (effect) {
    case Effect::reads: return "reads";
    case Effect::changes: return "changes";
    case Effect::creates: return "creates";
  }
  return "";
}

}  // namespace route
}  // namespace doorward
