// The rows of routes.def, and the search among them.
#include "route/table.hh"

#include <algorithm>
#include <array>

namespace doorward {

// Each endpoint is one function of one file; its row is its declaration.
namespace endpoint {
#define ROUTE(method, path, run, ...) Result<http::Response> run(Call& call);
#include "route/routes.def"
#undef ROUTE
}  // namespace endpoint

namespace route {
namespace {

constexpr Row all[] = {
#define ROUTE(method, path, run, pool, needs, asks, takes, effect, proof, rate, budget, metric, sentence) \
  {                                                                                                       \
      #method,      path,           endpoint::run,         Pool::pool, Needs::needs, asks,                \
      Takes::takes, Effect::effect, service::Proof::proof, #rate,      budget,       metric,              \
      sentence},
#include "route/routes.def"
#undef ROUTE
};

constexpr std::size_t deepest = 6;             // parts of the longest path
constexpr std::string_view placeholder = "/";  // in the place of "{id}": no part can be this

/// A row as it is looked for: the parts of its path, then empty ones.
struct Line {
  std::array<std::string_view, deepest + 1> parts;
  const Row* row = nullptr;
  friend constexpr auto operator<=>(const Line&, const Line&) = default;
};

/// Cuts the first part off a path that has no '/' at its head; nullopt is left behind the last one.
constexpr std::string_view cut(std::optional<std::string_view>& path) {
  const auto end = path->find('/');
  const auto part = path->substr(0, end);
  path = end == std::string_view::npos ? std::nullopt : std::optional(path->substr(end + 1));
  return part;
}

/// All rows in the order of their parts; made by the compiler, which refuses a path that is too long.
constexpr auto sorted = [] {
  std::array<Line, std::size(all)> lines;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    lines[i].row = &all[i];
    std::optional path = all[i].path.substr(1);
    for (std::size_t depth = 0; path; ++depth) {
      const auto part = cut(path);
      lines[i].parts.at(depth) = part.starts_with('{') ? placeholder : part;
    }
    if (!lines[i].parts.back().empty()) throw "a path is longer than `deepest`";
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}();

using Lines = std::span<const Line>;

/// Orders by the part at one depth.
struct ByPart {
  std::size_t depth;
  bool operator()(const Line& line, std::string_view part) const { return line.parts[depth] < part; }
  bool operator()(std::string_view part, const Line& line) const { return part < line.parts[depth]; }
};

Lines with(Lines lines, std::size_t depth, std::string_view part) {
  const auto [first, last] = std::equal_range(lines.begin(), lines.end(), part, ByPart{depth});
  return {first, last};
}

/// Tells `take` each row below `among` whose path goes on from `depth` as `path` does, with the values of its
/// {placeholders}, of which none is empty.
template <class Take>
void find(Lines among, std::size_t depth, std::optional<std::string_view> path, std::vector<std::string_view>& values,
          const Take& take) {
  if (!path) {
    for (const auto& line : with(among, depth, "")) take(*line.row);
    return;
  }
  const auto part = cut(path);
  if (part.empty()) return;
  if (const auto named = with(among, depth, part); !named.empty()) find(named, depth + 1, path, values, take);
  if (const auto any = with(among, depth, placeholder); !any.empty()) {
    values.push_back(part);
    find(any, depth + 1, path, values, take);
    values.pop_back();
  }
}

/// The same for a whole path: "/auth/me" below "/auth" is "me".
template <class Take>
void find(std::string_view base, std::string_view path, std::vector<std::string_view>& values, const Take& take) {
  if (path.starts_with(base) && path.substr(base.size()).starts_with('/'))
    find(sorted, 0, path.substr(base.size() + 1), values, take);
}

void allow(std::vector<std::string>& methods, std::string_view method) {
  if (std::find(methods.begin(), methods.end(), method) == methods.end()) methods.emplace_back(method);
}

bool takes_method(const Row& row, std::string_view method) {
  return row.method == "ANY" || row.method == method || (row.method == "GET" && method == "HEAD");
}

}  // namespace

std::span<const Row> rows() { return all; }

Match match(const Config& config, std::string_view method, std::string_view path) {
  Match found;
  std::vector<std::string_view> values;
  find(config.service.base_path, path, values, [&](const Row& row) {
    if (!found.row && takes_method(row, method)) {
      found.row = &row;
      found.path.assign(values.begin(), values.end());
    }
    allow(found.allowed, row.method == "ANY" ? "GET" : row.method);
    if (row.method == "GET" || row.method == "ANY") allow(found.allowed, "HEAD");
  });
  if (found.known()) allow(found.allowed, "OPTIONS");
  return found;
}

bool at_gate(const Config& config, std::string_view path) {
  bool found = false;
  std::vector<std::string_view> values;
  find(config.service.base_path, path, values, [&](const Row& row) { found = found || row.pool == Pool::gate; });
  return found;
}

std::string name_of(const Config& config, const Row& row) {
  const std::string method = row.method == "ANY" ? "" : std::string(row.method) + " ";
  return method + config.service.base_path + std::string(row.path);
}

const Row& verify_row() {
  return *std::ranges::find_if(all, [](const Row& row) { return row.needs == Needs::check; });
}

}  // namespace route
}  // namespace doorward
