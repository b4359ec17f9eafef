// What a row asks of whoever is signed in: the words of DOORWARD_REQUIRE, and one that only rows know.
#pragma once
#include "model/gate.hh"
#include "route/row.hh"

namespace doorward::route {

struct Demand {
  bool in_person = false;  // not in a session in which somebody acts for somebody else
  Requirement words;       // in the order in which they are checked: role, permission, scope, feature, step-up
};

/// Failure for a word that is not known.
Demand parse_demand(std::string_view text);
/// Of a row of the table, parsed once.
const Demand& demand_of(const Row& row);

/// IMPERSONATION_FORBIDDEN, then as meets(): features are those of `in`.
Result<void> fulfils(const Visitor& visitor, const TenantFacts& in, const Plans& plans, const Demand& demand, Time now);

}  // namespace doorward::route
