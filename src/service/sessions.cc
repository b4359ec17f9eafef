// A person's own sessions: looking at them and ending them.
#include "service/sessions.hh"

#include "service/cursor.hh"
#include "service/event.hh"
#include "service/revocation.hh"
#include "service/session_end.hh"

namespace doorward::service {
namespace {

void note_end(Ask& ask, store::TenantDb& db, const Visitor& visitor, std::optional<SessionId> session,
              std::size_t count) {
  store::Event event = event_by(ask, visitor, "auth_session_ended");
  if (session) event.session = session;
  event.data.set("reason", end_reason::by_owner).set("others", !session).set("count", std::int64_t(count));
  store::write_event(db, event);
}

}  // namespace

Result<SessionPage> list_sessions(Ask& ask, const Visitor& visitor, int limit, const std::string& cursor) {
  const ListPlace place{visitor.user.tenant, "sessions", std::string(visitor.user.id.raw())};
  std::optional<SessionId> before;
  if (!cursor.empty()) {
    const auto last = read_cursor(ask, place, cursor);
    if (!last) return last.error();
    const auto id = Id::from_raw(*last);
    if (!id) return wrong("cursor", "is not a cursor of this list");
    before = SessionId(*id);
  }
  store::TenantDb db(ask.world.database, visitor.user.tenant);
  SessionPage page{store::list_live_sessions(db, visitor.user.id, ask.now, before, limit + 1), std::nullopt};
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.pop_back();
    page.next_cursor = make_cursor(ask, place, page.items.back().id.raw());
  }
  return page;
}

Result<Revoked> end_session(Ask& ask, const Visitor& visitor, SessionId id) {
  std::optional<Session> session;
  {
    store::TenantDb db(ask.world.database, visitor.user.tenant);
    db.transaction([&] {
      session = store::lock_session(db, id);
      if (!session || session->user != visitor.user.id) return false;
      if (!store::end_session(db, id, ask.now, end_reason::by_owner)) return false;
      session->ended_at = ask.now;
      note_end(ask, db, visitor, id, 1);
      return true;
    });
  }
  if (!session || session->user != visitor.user.id) return Code::NOT_FOUND;
  return forget_sessions(ask, visitor.user.tenant, {*session});
}

Result<Revoked> end_other_sessions(Ask& ask, const Visitor& visitor) {
  std::vector<Session> ended;
  {
    store::TenantDb db(ask.world.database, visitor.user.tenant);
    db.transaction([&] {
      const auto now_ended = end_sessions_of(ask, db, visitor.user.id, visitor.session.id, end_reason::by_owner);
      if (!now_ended.empty()) note_end(ask, db, visitor, std::nullopt, now_ended.size());
      ended = sessions_not_yet_forgotten(ask, db, visitor.user.id);
      return true;
    });
  }
  return forget_sessions(ask, visitor.user.tenant, ended);
}

}  // namespace doorward::service
