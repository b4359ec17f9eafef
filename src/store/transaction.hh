// One transaction, repeated where the server asks for it.
#pragma once
#include <functional>

#include "port/mysql.hh"

namespace doorward::store {

/// `begin` begins each attempt. See TenantDb::transaction.
void run_transaction(port::MySql& mysql, const std::function<void()>& begin, const std::function<bool()>& work);

/// The connection was closed, not waited for in vain: a new one may do. Not inside a transaction.
bool worth_asking_again(const port::SqlError& e, const port::MySql& mysql);

/// One statement outside a transaction, repeated after a deadlock (Galera reports failed certification so).
std::int64_t run_statement(port::MySql& mysql, std::string_view statement, const std::vector<port::SqlValue>& values);

}  // namespace doorward::store
