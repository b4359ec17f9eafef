// What waits for a moment without a request: sessions in use are read again, last uses of cookies are written.
#pragma once
#include "service/world.hh"

namespace doorward::service {

/// A session whose record is ageing was used now. It is read again by this process or, where there is a herald, by
/// whoever that one tells.
void note_in_use(World& world, SessionId session, const store::InUse& use);

/// From now on another process reads for this one; `put` tells it one line, and says whether it could.
void leave_renewals_to(World& world, std::function<bool(std::string_view)> put);
/// This one reads for all of this host.
void renew_for_all(World& world);

/// Does a part of what is due, no more than a request may wait for; only where tidying_due_in is 0 is there anything.
void tidy_up(World& world);
/// At the end of a process: the last uses that it knows of.
void tidy_up_at_last(World& world);
/// Milliseconds until something is due, as poll(2) takes them; -1: nothing will be.
int tidying_due_in(const World& world);

}  // namespace doorward::service
