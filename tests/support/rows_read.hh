// How many rows of the storage engine a question touches: what it costs, without a clock.
#pragma once
#include <functional>

#include "port/mysql.hh"

namespace tests {

/// Rows read for this connection by `ask`, of the second of two times: with the first its statements are prepared.
std::int64_t rows_read_by(doorward::port::MySql& mysql, const std::function<void()>& ask);

}  // namespace tests
