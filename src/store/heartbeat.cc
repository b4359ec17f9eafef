// One statement that needs no tenant.
#include "store/heartbeat.hh"

namespace doorward::store {
namespace {

constexpr std::string_view select_time = "SELECT UTC_TIMESTAMP(6)";

}  // namespace

Time database_time(Database& database) {
  Time time{};
  database.mysql().each(select_time, {}, [&](const port::SqlRow& row) { time = row.time(0); });
  return time;
}

}  // namespace doorward::store
