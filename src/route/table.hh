// From method and path to a row.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/config.hh"
#include "route/row.hh"

namespace doorward::route {

struct Match {
  const Row* row = nullptr;          // nullptr: the path is unknown, or does not take the method
  std::vector<std::string> path;     // values of {placeholders}, in order
  std::vector<std::string> allowed;  // methods of this path, in order; empty: the path is unknown
  bool known() const { return !allowed.empty(); }
};

/// `path` is decoded, with the base path. HEAD finds the row of GET; OPTIONS only a row of ANY.
Match match(const Config& config, std::string_view method, std::string_view path);

/// Does a row of the gate's pool stand at this path (verify, its older name, health, jwks)?
bool at_gate(const Config& config, std::string_view path);

/// "POST /auth/login"; of a row that takes any method the path alone.
std::string name_of(const Config& config, const Row& row);

/// The row of a check door: verify.
const Row& verify_row();

}  // namespace doorward::route
