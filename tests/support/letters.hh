// What stands in the outbox: letters as they were written, before anybody sends them.
#pragma once
#include <string>
#include <vector>

#include "service/mail.hh"
#include "support/world.hh"

namespace tests {

/// Those to this address that are to be sent and were not yet, in the order in which they were written, to the
/// millisecond; the clock goes on by one.
std::vector<doorward::service::Letter> letters_to(World& world, doorward::TenantId tenant, const std::string& address);
/// The last of them; throws when there is none.
doorward::service::Letter last_letter_to(World& world, doorward::TenantId tenant, const std::string& address);
/// The token in a letter's link.
std::string token_in(const doorward::service::Letter& letter);
/// A message's bytes with quoted-printable undone and lines ended by "\n".
std::string plain_message(const std::string& message);

}  // namespace tests
