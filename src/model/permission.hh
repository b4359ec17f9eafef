// Permissions: words that a role stands for.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hh"

namespace doorward {

/// The names of a person's effective permissions, joined by blanks, take at most so many bytes: they travel in a
/// header of the gate.
inline constexpr std::size_t permissions_max = 1500;

/// A letter, then letters, digits and ". _ : -", small, 64 at most.
bool valid_permission(std::string_view name);
struct Permission {
  std::string_view name, sentence;
};
/// The rows of permission.def.
const std::vector<Permission>& built_in_permissions();
/// One of permission.def: what doorward itself asks for.
bool built_in_permission(std::string_view name);

/// Words between blanks, sorted, each once.
std::vector<std::string> read_permissions(std::string_view joined);
/// VALIDATION_ERROR on "permissions" when a name is not valid or together they are too long.
Result<void> check_permissions(const std::vector<std::string>& permissions);

}  // namespace doorward
