// Deadlocks, failed certifications and connections lost before the commit: once more, a little later.
#include "store/transaction.hh"

#include <chrono>
#include <thread>
#include <utility>

#include "base/log.hh"

namespace doorward::store {
namespace {

constexpr int most_retries = 3;

/// A few milliseconds that differ from process to process, so that two who met do not meet again.
void step_aside(int attempt) {
  const auto noise = std::chrono::steady_clock::now().time_since_epoch().count() / 64 % 4000;
  std::this_thread::sleep_for(std::chrono::microseconds(500 + noise * attempt));
}

bool worth_repeating(const port::SqlRefused& refused, int attempt) {
  if (refused.refusal() == port::SqlRefusal::deadlock) return attempt <= most_retries;
  // A lock that was held for the whole time-out is seldom free soon.
  return refused.refusal() == port::SqlRefusal::lock_timeout && attempt == 1;
}

bool is_contention(const port::SqlRefused& refused) {
  return refused.refusal() == port::SqlRefusal::deadlock || refused.refusal() == port::SqlRefusal::lock_timeout;
}

/// What a client can be told after the last attempt.
Failure contention() { return Failure("the database's locks are contended", Code::OVERLOADED); }

enum class Ended { done, again, lost };

Ended attempt_once(port::MySql& mysql, const std::function<bool()>& work, int attempt) {
  bool committing = false;
  try {
    if (!work()) {
      mysql.rollback();
      return Ended::done;
    }
    committing = true;
    mysql.commit();
    return Ended::done;
  } catch (const port::SqlRefused& refused) {
    mysql.rollback();
    if (worth_repeating(refused, attempt)) return Ended::again;
    if (is_contention(refused)) throw contention();
    throw;
  } catch (const port::SqlError& e) {
    mysql.rollback();
    if (worth_asking_again(e, mysql) && !committing) return Ended::lost;
    throw;
  } catch (...) {
    mysql.rollback();
    throw;
  }
}

}  // namespace

bool worth_asking_again(const port::SqlError& e, const port::MySql& mysql) {
  return mysql.connection() == 0 && !mysql.in_transaction() && e.number() != port::lost_by_waiting;
}

void again_if_lost(const port::MySql& mysql, const std::function<void()>& ask) {
  try {
    ask();
  } catch (const port::SqlError& e) {
    if (!worth_asking_again(e, mysql)) throw;
    ask();
  }
}

void ask_question(port::MySql& mysql, const std::function<void()>& see, std::string_view statement,
                  const std::vector<port::SqlValue>& values, const std::function<void(const port::SqlRow&)>& take) {
  see();
  bool taken = false;
  const auto taking = [&](const port::SqlRow& row) {
    taken = true;
    take(row);
  };
  try {
    mysql.each(statement, values, taking);
  } catch (const port::SqlError& e) {
    if (taken || !worth_asking_again(e, mysql)) throw;
    see();
    mysql.each(statement, values, taking);
  }
}

void run_transaction(port::MySql& mysql, const std::function<void()>& begin, const std::function<bool()>& work) {
  if (mysql.in_transaction()) throw Failure("a transaction inside a transaction");
  bool lost_once = false;
  for (int attempt = 1;; ++attempt) {
    again_if_lost(mysql, begin);  // nothing was begun on the one that had gone
    if (!mysql.in_transaction()) throw Failure("a transaction that nobody began");
    const Ended ended = attempt_once(mysql, work, attempt);
    if (ended == Ended::done) return;
    if (ended == Ended::lost && std::exchange(lost_once, true))
      throw Failure("the database connection was lost twice", Code::DEPENDENCY_DOWN);
    log(Level::info, "transaction repeated", {{"attempt", attempt}, {"lost", ended == Ended::lost ? "yes" : "no"}});
    step_aside(attempt);
  }
}

std::int64_t run_statement(port::MySql& mysql, std::string_view statement, const std::vector<port::SqlValue>& values) {
  const bool inside = mysql.in_transaction();
  for (int attempt = 1;; ++attempt) {
    try {
      return mysql.run(statement, values);
    } catch (const port::SqlRefused& refused) {
      if (inside || !is_contention(refused)) throw;  // a transaction is repeated as a whole
      if (!worth_repeating(refused, attempt)) throw contention();
      step_aside(attempt);
    }
  }
}

}  // namespace doorward::store
