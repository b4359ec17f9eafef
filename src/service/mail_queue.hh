// The outbox as an operator sees it: what waits, what died, and trying again.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "service/mail_delivery.hh"
#include "store/outbox.hh"

namespace doorward::service {

struct QueuedMail {
  store::QueuedRow row;
  std::string to;  // empty: it cannot be read here (another master key, another release)
};
/// Over all tenants, the longest due (or the latest dead) first.
std::vector<QueuedMail> list_mail(Ask& ask, store::PlatformDb& platform, bool dead, int limit);

/// Due now, with all of mail.keep before it again: the message of this id, or every dead one. How many.
std::int64_t retry_mail(Ask& ask, store::PlatformDb& platform, const std::optional<Id>& id);

/// One message to this address, at once and past the outbox, in the name of this tenant. DEPENDENCY_DOWN says what the
/// server said; VALIDATION_ERROR.
Result<void> send_test_mail(Ask& ask, TenantId tenant, const std::string& address, const Deliver& deliver);

}  // namespace doorward::service
