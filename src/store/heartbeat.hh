// What time the database thinks it is.
#pragma once
#include "store/database.hh"

namespace doorward::store {

/// Throws Failure(DEPENDENCY_DOWN) when it does not answer.
Time database_time(Database& database);

}  // namespace doorward::store
