// What is to be sent, written in the transaction that wants it sent.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hh"
#include "base/time.hh"
#include "store/database.hh"

namespace doorward::store {

/// `sealed`: the message, sealed. Due at once.
void insert_mail(TenantDb& db, const Id& id, const std::string& sealed, Time now);
/// The sealed message; nullopt: none of this id, or it was sent.
std::optional<std::string> mail_under_way(TenantDb& db, const Id& id);
void mail_sent(TenantDb& db, const Id& id, Time now);
/// It was tried and stays, due again at `due_at`.
void mail_failed(TenantDb& db, const Id& id, std::string_view why, Time due_at);

}  // namespace doorward::store
