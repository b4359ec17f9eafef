// What works once: a link sent by mail, and a short code beside it that can be typed instead. For a forgotten
// password, an address to be verified, an invitation: one OpaqueKind each.
//
// Who sends one, in the transaction of the change that wants it:
//   const OneTime made = make_one_time(ask, db, {OpaqueKind::invite, email->key, life, subject, data});
//   post_mail(ask, db, letter with link_to(config, OpaqueKind::invite, made.token) and made.shown_code)
// Who takes one (the route needs `link`: the token names its tenant, else the request does):
//   const auto found = find_one_time(ask, db, config, OpaqueKind::invite, {token, email, code});
//   … whatever may still be refused, so that a refusal costs nobody the link …
//   db.transaction([&] { if (!use_one_time(ask, db, *found)) return false; … the act … });
// A GET page only shows a form; the form's POST uses it up. So the scanner of a mail server does no harm.
#pragma once
#include <optional>
#include <string>

#include "base/result.hh"
#include "base/secret.hh"
#include "model/credential.hh"
#include "model/user.hh"
#include "port/json.hh"
#include "service/world.hh"

namespace doorward::service {

struct OneTimeWish {
  OpaqueKind kind;
  std::string email_key;  // canonical: whom it is sent to, and who may type the code
  Span life{};
  std::optional<UserId> subject{};         // an account that is there; when it goes, so does the row
  port::Json data = port::Json::Object{};  // sealed; at most 3,000 bytes
};

/// Told to nobody but in the message that is sent to that address.
struct OneTime {
  Id id;
  Secret token;       // "dwp_…", 70 characters
  Secret shown_code;  // "7KQ2-WXYZ"
};

/// In the running transaction; one statement. Earlier ones go on working: whoever asked twice may use the first
/// message.
OneTime make_one_time(Ask& ask, store::TenantDb& db, const OneTimeWish& wish);
/// How many were made for this address since then: a stranger must not be able to fill somebody's mailbox.
std::int64_t one_times_since(Ask& ask, store::TenantDb& db, OpaqueKind kind, const std::string& email_key, Time since);

/// "https://sso.example/auth/password/reset?token=dwp_…": by service.public_url alone, whatever the request says.
std::string link_to(const Config& config, OpaqueKind kind, const Secret& token);

/// What a person brings along: the token, or address and code.
struct Presented {
  Secret token;
  std::string email;
  Secret code;
};

struct FoundOneTime {
  Id id;
  OpaqueKind kind;
  std::optional<UserId> subject;
  port::Json data;
};
/// Outside any transaction; uses nothing up. INVALID_TOKEN: unknown, another tenant's, of another kind, a wrong code;
/// TOKEN_EXPIRED: the token was good once. A code is a secret check of its address, reserved and counted like a
/// password (RATE_LIMIT_EXCEEDED), and costs the same statements whether anybody has the address or not.
Result<FoundOneTime> find_one_time(Ask& ask, store::TenantDb& db, const Config& config, OpaqueKind kind,
                                   const Presented& presented);

/// In the running transaction of the act: true for exactly one of all who try.
bool use_one_time(Ask& ask, store::TenantDb& db, const FoundOneTime& found);
/// In the running transaction: whatever else of this kind is out for the account opens nothing any more.
void void_one_times(Ask& ask, store::TenantDb& db, OpaqueKind kind, UserId subject);

}  // namespace doorward::service
