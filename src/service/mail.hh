// Mail: written down with the change that wants it, in the same transaction, sealed. Nobody who asks something waits
// for it to be sent: that is the upkeep's (service/mail_delivery).
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "model/user.hh"
#include "port/json.hh"
#include "service/world.hh"

namespace doorward::service {

/// What is to be said, not yet how: the words are filled into a template of pages/mail when it is sent.
struct Letter {
  std::string about;   // the template: "reset"
  std::string to;      // an address
  std::string locale;  // the reader's; empty: the tenant's
  std::map<std::string, std::string> values{};
};

/// To somebody with an account, or to an address that nobody has. A name that its bearer chose is said only to an
/// address that was verified: nobody sends strangers his own words through us.
Letter letter_to(const std::optional<User>& reader, const std::string& to, std::string_view about);

enum class Posting {
  to_be_sent,
  for_nobody,  // the same row, which nobody ever sends: an address that nobody has costs what every other one does
};

/// In the running transaction: one row of the outbox.
Id post_mail(Ask& ask, store::TenantDb& db, const Letter& letter, Posting posting);

/// As it was posted. Throws Failure: sealed with a key that is not here, or not ours.
Letter read_letter(Ask& ask, TenantId tenant, const Id& id, const std::string& sealed);

}  // namespace doorward::service
