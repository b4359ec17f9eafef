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

/// Uses the token and makes its successor, inside db's running transaction, which holds the session's row.
/// nullopt: somebody used it in between.
std::optional<Secret> succeed(Ask& ask, store::TenantDb& db, const store::RefreshToken& token, const Secret& presented);

/// The successor that was made when `used` was used, out of the token itself.
Secret same_successor(const store::RefreshToken& used, TenantId tenant, const Secret& presented);

}  // namespace doorward::service
