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

/// `sealed`: the message, sealed. Due for the upkeep at `due_at`.
void insert_mail(TenantDb& db, const Id& id, const std::string& sealed, Time now, Time due_at);
struct WaitingMail {
  std::string sealed;
  int tries = 0;
};
/// nullopt: none of this id, or it was sent.
std::optional<WaitingMail> mail_under_way(TenantDb& db, const Id& id);
void mail_sent(TenantDb& db, const Id& id, Time now);
/// It was tried and stays, due again at `due_at`.
void mail_failed(TenantDb& db, const Id& id, std::string_view why, Time due_at);

struct DueMail {
  TenantId tenant;
  Id id;
  Time due_at{};
  int tries = 0;
};
/// Over all tenants, the longest due first.
std::vector<DueMail> mail_due(PlatformDb& platform, Time now, int limit);
/// True for exactly one of several that saw it due.
bool claim_mail(PlatformDb& platform, const DueMail& mail, Time next_try);

}  // namespace doorward::store
