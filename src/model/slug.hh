// Slugs: the short name of a tenant, in addresses and host names.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hh"

namespace doorward {

/// SLUG_INVALID: not 3 to 63 small letters, digits and single inner hyphens, or in the form of an id (a tenant may
/// be named by either). SLUG_RESERVED: in reserved.def or in `more` (signup.reserved). nullopt: may be had.
std::optional<Code> slug_fault(std::string_view slug, const std::vector<std::string>& more);

}  // namespace doorward
