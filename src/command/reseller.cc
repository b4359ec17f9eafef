// doorwardctl reseller, and tenant move: who resells, how much, and whose a tenant is.
#include <charconv>

#include "base/text.hh"
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/administration.hh"
#include "service/resellers.hh"

namespace doorward::command {
namespace {

using port::Json;

struct Given {
  std::string reseller, name, tenants, users, plans;
};

std::shared_ptr<Given> one_reseller(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  options.positional("reseller", given->reseller, "Slug or id");
  return given;
}

void ask_quota(port::CliOptions& options, Given& given) {
  options.text("--name", given.name, "Its name");
  options.text("--tenants", given.tenants, "So many tenants at most; none: as many as it likes");
  options.text("--users", given.users, "So many people in all of them at most; none: as many as they like");
  options.text("--plans", given.plans, "Plans that it may give, joined by blanks");
}

Result<void> read_number(const std::string& option, const std::string& text,
                         std::optional<std::optional<std::int64_t>>& into) {
  if (text.empty()) return {};
  std::int64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text == "none")
    into.emplace();
  else if (problem == std::errc() && end == text.data() + text.size())
    into = std::optional(number);
  else
    return wrong(option, "is not a number or none");
  return {};
}

Result<QuotaChange> quota_of(const Given& given) {
  QuotaChange change;
  if (auto good = read_number("--tenants", given.tenants, change.max_tenants); !good) return good.error();
  if (auto good = read_number("--users", given.users, change.max_users); !good) return good.error();
  if (!given.plans.empty()) change.plans = word_list(given.plans);
  return change;
}

Result<TenantId> named(Shell& shell, const std::string& slug_or_id) {
  const auto found = service::show_tenant(shell.ask(), shell.platform(), slug_or_id);
  if (!found || found->kind != TenantKind::reseller) return wrong("reseller", "is no reseller");
  return found->id;
}

using Act = std::function<Result<Json>(service::Ask&, const service::Above&, TenantId)>;

Action about(const std::shared_ptr<Given>& given, const Act& act) {
  return [given, act](Shell& shell) -> Result<Json> {
    const auto id = named(shell, given->reseller);
    if (!id) return id.error();
    return act(shell.ask(), service::operator_above(*id), *id);
  };
}

using Step = Result<service::ResellerDone> (*)(service::Ask&, const service::Above&, TenantId);

Action step(port::CliOptions& options, Step take) {
  auto given = one_reseller(options);
  return about(given, [given, take](service::Ask& ask, const service::Above& by, TenantId id) -> Result<Json> {
    const auto done = take(ask, by, id);
    if (!done) return done.error();
    return with_effect(Json::Object{{"reseller", given->reseller}, {"tenants", std::int64_t(done->tenants)}},
                       done->revoked);
  });
}

}  // namespace

Action reseller_suspend(port::CliOptions& options) { return step(options, service::suspend_reseller); }
Action reseller_activate(port::CliOptions& options) { return step(options, service::activate_reseller); }

Action reseller_create(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  options.positional("slug", given->reseller, "3 to 63 small letters, digits and hyphens");
  ask_quota(options, *given);
  return [given](Shell& shell) -> Result<Json> {
    const auto quota = quota_of(*given);
    if (!quota) return quota.error();
    const auto made =
        service::create_reseller(shell.ask(), service::operator_above({}), {given->reseller, given->name, *quota});
    if (!made) return made.error();
    return reseller_json(*made);
  };
}

Action reseller_list(port::CliOptions&) {
  return [](Shell& shell) -> Result<Json> {
    constexpr int at_once = 200;
    Json::Array items;
    for (std::string cursor;;) {
      const auto page = service::list_resellers(shell.ask(), at_once, cursor);
      if (!page) return page.error();
      for (const auto& reseller : page->items) items.push_back(reseller_json(reseller));
      if (!page->next_cursor) return Json(Json::Object{{"items", std::move(items)}});
      cursor = *page->next_cursor;
    }
  };
}

Action reseller_show(port::CliOptions& options) {
  return about(one_reseller(options), [](service::Ask& ask, const service::Above& by, TenantId id) -> Result<Json> {
    const auto found = service::show_reseller(ask, by, id);
    if (!found) return found.error();
    auto shown = reseller_json(found->reseller);
    shown.set("users", found->users ? Json(*found->users) : Json());
    return shown;
  });
}

Action reseller_change(port::CliOptions& options) {
  auto given = one_reseller(options);
  ask_quota(options, *given);
  return about(given, [given](service::Ask& ask, const service::Above& by, TenantId id) -> Result<Json> {
    const auto quota = quota_of(*given);
    if (!quota) return quota.error();
    const auto name = given->name.empty() ? std::nullopt : std::optional(given->name);
    const auto changed = service::change_reseller(ask, by, id, {name, *quota});
    if (!changed) return changed.error();
    return reseller_json(*changed);
  });
}

Action reseller_delete(port::CliOptions& options) {
  auto given = one_reseller(options);
  return about(given, [given](service::Ask& ask, const service::Above& by, TenantId id) -> Result<Json> {
    const auto gone = service::delete_reseller(ask, by, id);
    if (!gone) return gone.error();
    return Json(Json::Object{{"deleted", given->reseller}});
  });
}

Action tenant_give(port::CliOptions& options) {
  struct Move {
    std::string tenant, to;
  };
  auto given = std::make_shared<Move>();
  options.positional("tenant", given->tenant, "Slug or id");
  options.text("--to", given->to, "A reseller's slug or id; the platform when left out");
  return [given](Shell& shell) -> Result<Json> {
    const auto tenant = shell.tenant(given->tenant);
    if (!tenant) return tenant.error();
    std::optional<TenantId> to;
    if (!given->to.empty()) {
      const auto reseller = named(shell, given->to);
      if (!reseller) return reseller.error();
      to = *reseller;
    }
    const auto moved = service::move_tenant(shell.ask(), service::operator_above(*tenant), *tenant, to);
    if (!moved) return moved.error();
    return with_effect(Json::Object{{"tenant", given->tenant}, {"reseller_id", to ? Json(to->text()) : Json()}},
                       *moved);
  };
}

}  // namespace doorward::command
