// A message with a link and a code in it.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "model/user.hh"
#include "service/one_time.hh"

namespace doorward::service {

/// What is sent: the kind of its link, the template of pages/mail, how long it works.
struct OneTimeLetter {
  OpaqueKind kind;
  std::string_view about;
  Span life{};
};

/// In the running transaction: the row and its message. `reader` empty: nobody has the address; the statements are
/// the same, but nothing is sent and nothing can be opened. `shown`, `key`: the address it goes to, which stands in the
/// link's data as "email" and "email_key"; `extra` names one more member that is true there.
void post_one_time(Ask& ask, store::TenantDb& db, const Config& config, const OneTimeLetter& what,
                   const std::optional<User>& reader, const std::string& shown, const std::string& key,
                   std::string_view extra = {});

/// Is one more message of this kind bearable for this mailbox? Three within an hour are.
bool one_more_letter(Ask& ask, store::TenantDb& db, OpaqueKind kind, const std::string& email_key);

/// A member of a link's data; "": there is none.
std::string text_of(const FoundOneTime& found, std::string_view name);

}  // namespace doorward::service
