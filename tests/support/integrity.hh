// What must hold of the rows of every tenant at every moment, whoever was killed in between.
#pragma once
#include <string>
#include <vector>

#include "support/world.hh"

namespace tests {

/// One line for each row that breaks a rule; empty when everything holds.
std::vector<std::string> broken_rows(World& world, doorward::TenantId tenant);

}  // namespace tests
