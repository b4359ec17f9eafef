#include "service/upkeep_work.hh"

#include <deque>
#include <memory>

#include "service/analytics.hh"
#include "service/event.hh"
#include "service/event_chain.hh"
#include "service/keyring.hh"
#include "service/session_end.hh"
#include "service/tenant_removal.hh"
#include "store/expired.hh"
#include "store/outbox.hh"
#include "store/signing_keys.hh"

namespace doorward::service {
namespace {

using Next = std::function<Batch(int)>;

store::Event event_of_end(Ask& ask, std::string type, const store::OverdueSession& session) {
  store::Event event = event_of(ask, std::move(type));
  event.actor_type = store::ActorType::system;
  event.subject = session.user;
  event.session = session.id;
  event.impersonator = session.impersonator;
  return event;
}

void note_end(Ask& ask, const store::OverdueSession& session, std::vector<store::TenantEvent>& into) {
  store::Event ended = event_of_end(ask, "session_expired", session);
  ended.data.set("reason", session.idle ? "idle" : "absolute").set("ended_at", to_rfc3339(session.ends_at));
  into.push_back({session.tenant, std::move(ended)});
  if (!session.refresh_family) return;
  store::Event revoked = event_of_end(ask, "refresh_token_revoked", session);
  revoked.data.set("reason", "session_expired");
  into.push_back({session.tenant, std::move(revoked)});
}

/// Sessions are marked and their events are written together: five rows for each, so a batch takes fewer.
Next overdue(Ask& ask, store::PlatformDb& platform) {
  return [&](int limit) {
    const int few = limit / 3;
    std::int64_t ended = 0;
    platform.transaction([&] {
      const auto sessions = store::lock_overdue_sessions(platform, ask.now, few);
      ended = store::end_overdue_sessions(platform, sessions, ask.now, end_reason::expired);
      if (ended != std::int64_t(sessions.size()))  // ended on another node of the cluster: look again
        throw port::SqlRefused(port::SqlRefusal::deadlock, "sessions ended in between");
      std::vector<store::TenantEvent> events;
      for (const auto& session : sessions) note_end(ask, session, events);
      store::write_events(platform, events);
      return ended > 0;
    });
    return Batch{ended, ended == few};
  };
}

Span span_of(const Config& config, store::Age age) {
  constexpr std::chrono::hours a_day{24};
  switch (age) {
    case store::Age::kept: return config.upkeep.keep;
    case store::Age::figures: return config.tenants.keep_figures;
    case store::Age::day: break;
  }
  return a_day;
}

Next expired(Ask& ask, store::PlatformDb& platform, const store::Expired& what) {
  return [&, age = span_of(ask.world.config, what.age)](int limit) {
    const auto removed = store::remove_expired(platform, what, ask.now - age, limit);
    return Batch{removed, removed == limit};
  };
}

Next dead_keys(Ask& ask, store::PlatformDb& platform) {
  return [&](int) {
    const Time dead_since = ask.now - KeyRing::afterlife(ask.world.config);
    return Batch{store::delete_dead_signing_keys(platform.mysql(), dead_since), false};
  };
}

Next canceled(Ask& ask, store::PlatformDb& platform) {
  return [&](int limit) { return remove_canceled(ask, platform, limit); };
}

Next waiting_mail(Ask& ask, store::PlatformDb& platform, const Deliver& deliver) {
  return [&](int limit) {
    constexpr int few = 20;  // each takes as long as its server likes
    return send_due_mail(ask, platform, deliver, limit < few ? limit : few);
  };
}

Next old_dead_letters(Ask& ask, store::PlatformDb& platform) {
  static constexpr std::chrono::hours a_month{24 * 30};
  return [&](int limit) {
    const auto removed = store::remove_dead_mail(platform, ask.now - a_month, limit);
    return Batch{removed, removed == limit};
  };
}

/// Tenants are walked in order of id, a page at a time; those without new events are passed by. Asked again after the
/// last one, it begins with the first.
Next unsealed(Ask& ask, store::PlatformDb& platform) {
  struct Walk {
    std::optional<TenantId> after;
    std::deque<TenantId> waiting;
  };
  return [&ask, &platform, walk = std::make_shared<Walk>()](int limit) {
    constexpr int at_once = 50;  // an index is looked into for each
    if (walk->waiting.empty()) {
      const auto page = store::tenants_to_seal(platform, walk->after, at_once);
      if (page.empty()) {
        walk->after.reset();
        return Batch{};
      }
      walk->after = page.back().id;
      for (const auto& tenant : page)
        if (tenant.unsealed) walk->waiting.push_back(tenant.id);
      if (walk->waiting.empty() && int(page.size()) < at_once) walk->after.reset();
      return Batch{0, walk->after.has_value()};
    }
    const std::int64_t sealed = seal_events(ask, platform, walk->waiting.front(), limit);
    if (sealed < limit) walk->waiting.pop_front();
    return Batch{sealed, true};
  };
}

}  // namespace

std::vector<UpkeepWork> upkeep_works(Ask& ask, store::PlatformDb& platform, const Share& share) {
  constexpr std::string_view removal = "removal";
  std::vector<UpkeepWork> all;
#define UPKEEP(word, function, sentence) all.push_back({#word, function(ask, platform), #word});
#define UPKEEP_REMOVING(word, function, sentence) all.push_back({#word, function(ask, platform), removal});
#define UPKEEP_OF_EXPIRED \
  for (const auto& row : store::expired_rows()) all.push_back({row.table, expired(ask, platform, row), removal});
#define UPKEEP_BY(means, word, function, sentence) \
  if (share.means) all.push_back({#word, function(ask, platform, share.means), #word});
#include "service/upkeep.def"
#undef UPKEEP
#undef UPKEEP_REMOVING
#undef UPKEEP_BY
#undef UPKEEP_OF_EXPIRED
  return all;
}

}  // namespace doorward::service
