// /auth/invites: inviting, the list, withdrawing, sending again.
#include "service/invitations.hh"

#include "endpoint/call.hh"
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "endpoint/page_query.hh"

namespace doorward::endpoint {
namespace {

using port::Json;

template <class T>
Json id_or_null(const std::optional<T>& id) {
  return id ? Json(id->text()) : Json();
}

Json invite_object(const Invite& one, Time now) {
  return Json::Object{{"id", one.id.text()},
                      {"email", one.email},
                      {"role", one.role},
                      {"status", status_of(one, now)},
                      {"invited_by", id_or_null(one.invited_by)},
                      {"user_id", id_or_null(one.user)},
                      {"created_at", to_rfc3339(one.created_at)},
                      {"sent_at", to_rfc3339(one.sent_at)},
                      {"expires_at", to_rfc3339(one.expires_at)}};
}

}  // namespace

Result<http::Response> create_invite(Call& call) {
  Fields fields(call.body);
  service::InviteWish wish;
  wish.email = fields.text("email", longest::email);
  wish.role = fields.text("role", longest::slug);
  if (const auto life = fields.maybe_number("expires_in")) wish.life = seconds(*life);
  if (auto refusal = fields.refusal()) return std::move(*refusal);
  const auto made = service::invite(call.ask, call.actor(), wish);
  if (!made) return made.error();
  return http::Response::json(201, invite_object(*made, call.ask.now));
}

Result<http::Response> list_invites(Call& call) {
  const auto query = read_page_query(call.request);
  if (!query) return query.error();
  const auto page = service::list_invites(call.ask, call.actor(), query->limit, query->cursor);
  if (!page) return page.error();
  Json::Array items;
  for (const auto& one : page->items) items.push_back(invite_object(one, call.ask.now));
  return http::Response::json(200,
                              Json::Object{{"items", std::move(items)},
                                           {"next_cursor", page->next_cursor ? Json(*page->next_cursor) : Json()}});
}

Result<http::Response> withdraw_invite(Call& call) {
  const auto id = Id::parse(call.path.at(0));
  if (!id) return Code::NOT_FOUND;
  const auto done = service::withdraw_invite(call.ask, call.actor(), *id);
  if (!done) return done.error();
  return http::Response::empty(204);
}

Result<http::Response> resend_invite(Call& call) {
  const auto id = Id::parse(call.path.at(0));
  if (!id) return Code::NOT_FOUND;
  const auto sent = service::resend_invite(call.ask, call.actor(), *id);
  if (!sent) return sent.error();
  return http::Response::json(200, invite_object(*sent, call.ask.now));
}

}  // namespace doorward::endpoint
