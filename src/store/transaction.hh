// One transaction, repeated where the server asks for it.
#pragma once
#include <functional>

#include "port/mysql.hh"

namespace doorward::store {

/// `begin` begins each attempt. See TenantDb::transaction.
void run_transaction(port::MySql& mysql, const std::function<void()>& begin, const std::function<bool()>& work);

/// The connection was closed, not waited for in vain: a new one may do. Not inside a transaction.
bool worth_asking_again(const port::SqlError& e, const port::MySql& mysql);

/// Does what changes nothing; where the kept connection had gone, once more on a new one.
void again_if_lost(const port::MySql& mysql, const std::function<void()>& ask);

/// A question changes nothing: where the connection went before the first row, it is asked again on a new one. `see`
/// has the connection see what it is about.
void ask_question(port::MySql& mysql, const std::function<void()>& see, std::string_view statement,
                  const std::vector<port::SqlValue>& values, const std::function<void(const port::SqlRow&)>& take);

/// One statement outside a transaction, repeated after a deadlock (Galera reports failed certification so).
std::int64_t run_statement(port::MySql& mysql, std::string_view statement, const std::vector<port::SqlValue>& values);

}  // namespace doorward::store
