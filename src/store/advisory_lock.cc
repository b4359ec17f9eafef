#include "store/advisory_lock.hh"

namespace doorward::store {
namespace {

constexpr std::string_view take = "SELECT GET_LOCK(?, ?)";
constexpr std::string_view give_back = "SELECT RELEASE_LOCK(?)";

}  // namespace

AdvisoryLock::AdvisoryLock(port::MySql& mysql, std::string name, seconds longest, std::optional<seconds> silence)
    : mysql_(mysql), name_(std::move(name)) {
  if (silence) mysql_.execute("SET SESSION wait_timeout = " + std::to_string(silence->count()));
  mysql_.each(take, {name_, std::int64_t(longest.count())}, [&](const port::SqlRow& row) {
    if (!row.null(0) && row.number(0) == 1) connection_ = mysql_.connection();
  });
}

AdvisoryLock::~AdvisoryLock() {
  if (!held()) return;
  try {
    mysql_.each(give_back, {name_}, [](const port::SqlRow&) {});
  } catch (const std::exception&) {
    mysql_.forget();  // a lock goes with its connection
  }
}

}  // namespace doorward::store
