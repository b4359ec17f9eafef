// doorwardctl invite: inviting people, the list, withdrawing, sending again.
#include "command/command.hh"
#include "service/invitations.hh"

namespace doorward::command {
namespace {

using port::Json;

Json invite_json(const Invite& one, Time now) {
  return Json::Object{{"id", one.id.text()},
                      {"email", one.email},
                      {"role", one.role},
                      {"status", status_of(one, now)},
                      {"expires_at", to_rfc3339(one.expires_at)}};
}

struct Given {
  std::string tenant, id;
};

std::shared_ptr<Given> one_invite(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  options.positional("id", given->id, "Its id, as the list has it");
  options.text("--tenant", given->tenant, "Slug or id", true);
  return given;
}

/// The tenant and the id that were typed.
Result<std::pair<service::Actor, Id>> read(Shell& shell, const Given& given) {
  const auto tenant = shell.tenant(given.tenant);
  if (!tenant) return tenant.error();
  const auto id = Id::parse(given.id);
  if (!id) return wrong("id", "is not an id");
  return std::pair(service::operator_in(*tenant), *id);
}

}  // namespace

Action invite_create(port::CliOptions& options) {
  struct Wanted {
    std::string tenant;
    service::InviteWish wish;
    std::int64_t hours = 0;
  };
  auto given = std::make_shared<Wanted>();
  options.positional("email", given->wish.email, "The e-mail address");
  options.text("--tenant", given->tenant, "Slug or id", true);
  options.text("--role", given->wish.role, "owner, admin, manager, user, viewer or one's own; user unless said");
  options.number("--hours", given->hours, "How long it is open; links.invite unless said");
  return [given](Shell& shell) -> Result<Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    if (given->hours < 0 || given->hours > 720) return wrong("--hours", "must be within 1..720");
    if (given->hours > 0) given->wish.life = std::chrono::hours(given->hours);
    const auto made = service::invite(shell.ask(), service::operator_in(*tenant), given->wish);
    if (!made) return made.error();
    return invite_json(*made, shell.ask().now);
  };
}

Action invite_list(port::CliOptions& options) {
  struct Wanted {
    std::string tenant, cursor;
    std::int64_t limit = 200;
  };
  auto given = std::make_shared<Wanted>();
  options.text("--tenant", given->tenant, "Slug or id", true);
  options.text("--cursor", given->cursor, "Begin where the last page ended");
  options.number("--limit", given->limit, "At most so many");
  return [given](Shell& shell) -> Result<Json> {
    if (given->limit < 1 || given->limit > 10000) return wrong("--limit", "must be within 1..10000");
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    const auto page =
        service::list_invites(shell.ask(), service::operator_in(*tenant), int(given->limit), given->cursor);
    if (!page) return page.error();
    Json::Array items;
    for (const auto& one : page->items) items.push_back(invite_json(one, shell.ask().now));
    return Json(Json::Object{{"items", std::move(items)},
                             {"next_cursor", page->next_cursor ? Json(*page->next_cursor) : Json()}});
  };
}

Action invite_withdraw(port::CliOptions& options) {
  return [given = one_invite(options)](Shell& shell) -> Result<Json> {
    const auto which = read(shell, *given);
    if (!which) return which.error();
    if (auto done = service::withdraw_invite(shell.ask(), which->first, which->second); !done) return done.error();
    return Json(Json::Object{{"id", which->second.text()}, {"status", "withdrawn"}});
  };
}

Action invite_resend(port::CliOptions& options) {
  return [given = one_invite(options)](Shell& shell) -> Result<Json> {
    const auto which = read(shell, *given);
    if (!which) return which.error();
    const auto sent = service::resend_invite(shell.ask(), which->first, which->second);
    if (!sent) return sent.error();
    return invite_json(*sent, shell.ask().now);
  };
}

}  // namespace doorward::command
