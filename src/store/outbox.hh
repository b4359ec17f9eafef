// What is to be sent, written in the transaction that wants it sent.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hh"
#include "base/time.hh"
#include "store/database.hh"

namespace doorward::store {

struct NewMail {
  Id id;
  std::string about;   // which message: "reset"
  std::string sealed;  // the message
  Time created_at{}, due_at{}, gives_up_at{};
  std::optional<Time> done_at{};  // set: nobody will ever send it
};
void insert_mail(TenantDb& db, const NewMail& mail);

struct WaitingMail {
  std::string sealed;
  int tries = 0;
  Time gives_up_at{};
};
/// nullopt: none of this id, or it was sent or given up.
std::optional<WaitingMail> mail_under_way(TenantDb& db, const Id& id);
void mail_sent(TenantDb& db, const Id& id, Time now);
/// It was tried and stays, due again at `due_at`.
void mail_failed(TenantDb& db, const Id& id, std::string_view why, Time due_at);
/// It was tried and nobody tries it again.
void mail_given_up(TenantDb& db, const Id& id, std::string_view why, Time now);

struct DueMail {
  TenantId tenant;
  Id id;
  Time due_at{};
  int tries = 0;
};
/// Over all tenants, the longest due first.
std::vector<DueMail> mail_due(PlatformDb& platform, Time now, int limit);
/// True for exactly one of several that saw it due; until `next_try` it is left to that one.
bool claim_mail(PlatformDb& platform, const DueMail& mail, Time next_try);

/// A message as an operator sees it.
struct QueuedRow {
  TenantId tenant;
  Id id;
  std::string about, sealed, last_error;
  int tries = 0;
  Time created_at{}, due_at{};
  std::optional<Time> dead_at{};
};
/// Those that wait, the longest due first; or the dead, the latest first.
std::vector<QueuedRow> list_mail(PlatformDb& platform, bool dead, int limit);
/// Due at `now`, untried, dead at `gives_up_at` at the earliest; how many.
std::int64_t retry_mail(PlatformDb& platform, const Id& id, Time now, Time gives_up_at);
std::int64_t retry_dead_mail(PlatformDb& platform, Time now, Time gives_up_at);

/// Dead letters that died before `until`; how many went.
std::int64_t remove_dead_mail(PlatformDb& platform, Time until, int limit);

}  // namespace doorward::store
