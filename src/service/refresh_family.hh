// The chain of refresh tokens of one session: how it begins, and how one token gives way to the next.
#pragma once
#include "model/session.hh"
#include "service/world.hh"
#include "store/refresh_tokens.hh"

namespace doorward::service {

/// The session's first token, inside db's running transaction.
Secret begin_family(Ask& ask, store::TenantDb& db, const Session& session);

/// What presenting a used token means. `successor` is the token that replaced it, if any.
enum class Reuse { repeat, replay };
/// repeat: presented again within tokens.refresh_grace and its successor was not used yet: an answer was lost,
/// or two tabs asked at once. Everything else is a replay.
Reuse judge_reuse(const Config& config, const store::RefreshToken& used,
                  const std::optional<store::RefreshToken>& successor, Time now);

/// What is to take a token's place, and how the token keeps it.
struct Successor {
  Secret text;
  store::RefreshToken row;
  std::string sealed;
};
Successor make_successor(Ask& ask, TenantId tenant, const store::RefreshToken& token, const Secret& presented);
/// Puts it there, inside db's running transaction, which holds the session's row from then on. False: the session has
/// ended, or the token has another successor; nothing is changed then.
bool succeed(store::TenantDb& db, const Successor& next);

/// The successor that was made when `used` was used, out of the token itself.
Secret same_successor(const store::RefreshToken& used, TenantId tenant, const Secret& presented);

}  // namespace doorward::service
