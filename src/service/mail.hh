// Mail: into the outbox with the change that wants it, out of it afterwards.
#pragma once
#include "port/mail_file.hh"
#include "service/world.hh"

namespace doorward::service {

/// In the running transaction: a sealed row of the outbox. The sender is that of the settings.
Id post_mail(Ask& ask, store::TenantDb& db, std::string to, std::string subject, std::string text);

/// After the commit: hands the message to mail.transport; true when it took it. What cannot be sent, or must not
/// (none), stays in the outbox, and the upkeep tries again, later each time; a failure is logged and never the
/// caller's.
bool send_mail(Ask& ask, store::TenantDb& db, const Id& id);

}  // namespace doorward::service
