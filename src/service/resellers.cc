// Each change is one transaction of the platform's account with its events; memory is told afterwards.
#include "service/resellers.hh"

#include "service/administration.hh"
#include "service/cursor.hh"
#include "service/person.hh"
#include "service/quota.hh"
#include "service/revocation.hh"
#include "store/resellers.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

constexpr std::size_t name_max = 200;

store::Event event_about(Ask& ask, const Above& by, const char* type, TenantId subject) {
  store::Event event = event_by(ask, by.actor, type);
  event.subject = subject;
  return event;
}

void note_tenants(Ask& ask, const Above& by, const char* type, const std::vector<TenantId>& tenants) {
  std::vector<store::TenantEvent> events;
  for (const TenantId tenant : tenants) {
    events.push_back({tenant, event_about(ask, by, type, tenant)});
    events.back().event.data.set("with_reseller", true);
  }
  store::write_events(ask.world.platform, events);
}

/// Decides in the transaction, with the reseller's turn taken: a value says that something changed.
template <class Act>
Result<void> in_turn(Ask& ask, TenantId id, const Act& act) {
  store::PlatformDb& platform = ask.world.platform;
  Result<void> answer = Code::NOT_FOUND;
  platform.transaction([&] {
    (void)store::take_turn(platform, id);
    const auto reseller = store::find_reseller(platform, id);
    answer = reseller ? act(*reseller) : Result<void>(Code::NOT_FOUND);
    return bool(answer);
  });
  return answer;
}

/// The reseller itself and all these tenants.
Revoked forget_all(Ask& ask, TenantId reseller, const std::vector<TenantId>& tenants) {
  auto all = tenants;
  all.push_back(reseller);
  return forget_tenants(ask, all, ask.now);
}

Result<ResellerDone> with_tenants(Ask& ask, const Above& by, TenantId id, TenantStatus to) {
  store::PlatformDb& platform = ask.world.platform;
  const bool suspends = to == TenantStatus::suspended;
  const auto from = suspends ? TenantStatus::active : TenantStatus::suspended;
  std::vector<TenantId> tenants;
  const auto done = in_turn(ask, id, [&](const Reseller&) -> Result<void> {
    if (!store::set_reseller_status(platform, id, from, to, ask.now))
      return Error(Code::CONFLICT, suspends ? "The reseller is not active." : "The reseller is not suspended.");
    tenants =
        suspends ? store::suspend_tenants_of(platform, id, ask.now) : store::activate_tenants_of(platform, id, ask.now);
    store::Event event = event_about(ask, by, suspends ? "reseller_suspended" : "reseller_activated", id);
    event.data.set("tenants", std::int64_t(tenants.size()));
    store::write_event(platform, id, event);
    note_tenants(ask, by, suspends ? "tenant_suspended" : "tenant_activated", tenants);
    return {};
  });
  if (!done) return done.error();
  return ResellerDone{forget_all(ask, id, tenants), tenants.size()};
}

}  // namespace

Result<Reseller> create_reseller(Ask& ask, const Above& by, const NewReseller& wanted) {
  const auto quota = changed({}, wanted.quota);
  if (auto good = check_quota(ask.world.config.plans, quota); !good) return good.error();
  NewTenant house;
  house.slug = wanted.slug;
  house.name = wanted.name;
  house.reseller = true;
  house.quota = quota;
  const auto made = create_tenant(ask, by, house);
  if (!made) return made.error();
  return Reseller{made->id, made->slug, made->name, made->status, quota, 0, made->created_at};
}

Result<ResellerPage> list_resellers(Ask& ask, int limit, const std::string& cursor) {
  const ListPlace place{platform_tenant, "GET /auth/platform/resellers", ""};
  std::optional<TenantId> after;
  if (!cursor.empty()) {
    const auto last = read_cursor(ask, place, cursor);
    if (!last) return last.error();
    const auto id = Id::from_raw(*last);
    if (!id) return wrong("cursor", "is not a cursor of this list");
    after = TenantId(*id);
  }
  ResellerPage page{store::list_resellers(ask.world.platform, after, limit + 1), std::nullopt};
  if (page.items.size() > std::size_t(limit)) {
    page.items.pop_back();
    page.next_cursor = make_cursor(ask, place, page.items.back().id.raw());
  }
  return page;
}

Result<ResellerUse> show_reseller(Ask& ask, const Above& by, TenantId id) {
  if (by.reseller && *by.reseller != id) return Code::NOT_FOUND;
  auto found = store::find_reseller(ask.world.platform, id);
  if (!found) return Code::NOT_FOUND;
  return ResellerUse{*std::move(found), store::taken_by_others(ask.world.platform, id, platform_tenant).users};
}

Result<Reseller> change_reseller(Ask& ask, const Above& by, TenantId id, const ResellerChange& change) {
  const auto name = change.name ? checked_name(*change.name, name_max) : std::optional<std::string>();
  if (change.name && (!name || name->empty()))
    return wrong("name", "must be 1 to 200 characters without control characters");
  store::PlatformDb& platform = ask.world.platform;
  Reseller after;
  const auto done = in_turn(ask, id, [&](const Reseller& before) -> Result<void> {
    after = before;
    if (name) {
      store::rename_reseller(platform, id, after.name = *name, ask.now);
      store::write_event(platform, id, event_about(ask, by, "reseller_renamed", id));
    }
    if (change.quota.empty()) return {};
    after.quota = changed(before.quota, change.quota);
    if (auto good = check_quota(platform.plans(), after.quota); !good) return good;
    store::put_quota(platform, id, after.quota, ask.now);
    store::Event event = event_about(ask, by, "reseller_quota_changed", id);
    note_quota(event, after.quota);
    store::write_event(platform, id, event);
    return {};
  });
  if (!done) return done.error();
  return after;
}

Result<ResellerDone> suspend_reseller(Ask& ask, const Above& by, TenantId id) {
  return with_tenants(ask, by, id, TenantStatus::suspended);
}

Result<ResellerDone> activate_reseller(Ask& ask, const Above& by, TenantId id) {
  return with_tenants(ask, by, id, TenantStatus::active);
}

Result<Revoked> delete_reseller(Ask& ask, const Above& by, TenantId id) {
  const auto done = in_turn(ask, id, [&](const Reseller&) -> Result<void> {
    if (store::has_tenants(ask.world.platform, id)) return Error(Code::CONFLICT, "The reseller has tenants.");
    store::delete_reseller(ask.world.platform, id, ask.now);
    store::write_event(ask.world.platform, id, event_about(ask, by, "reseller_deleted", id));
    return {};
  });
  if (!done) return done.error();
  return forget_tenant(ask, id, ask.now);
}

Result<Revoked> move_tenant(Ask& ask, const Above& by, TenantId id, std::optional<TenantId> reseller) {
  store::PlatformDb& platform = ask.world.platform;
  Result<void> answer = Code::NOT_FOUND;
  platform.transaction([&] {
    answer = Code::NOT_FOUND;
    const auto before = store::lock_tenant(platform, id);
    if (!before || !by.reaches(*before)) return false;
    if (reseller && !store::find_reseller(platform, *reseller))
      return answer = wrong("reseller_id", "is no reseller"), false;
    Tenant after = *before;
    after.reseller = reseller;
    if (before->reseller == reseller) return answer = Result<void>(), false;
    if (answer = within_quota(by, platform, &*before, after); !answer) return false;
    if (store::forget_suspension(platform, id)) {
      if (after.status == TenantStatus::suspended) after.status = TenantStatus::active;
      after.suspended_at.reset();
      store::update_tenant(platform, after);
    }
    store::give_to(platform, id, reseller, ask.now);
    store::Event event = event_about(ask, by, "tenant_moved", id);
    event.data.set("from", before->reseller ? port::Json(before->reseller->text()) : port::Json())
        .set("to", reseller ? port::Json(reseller->text()) : port::Json());
    store::write_event(platform, id, event);
    return true;
  });
  if (!answer) return answer.error();
  return forget_tenant(ask, id, ask.now);
}

}  // namespace doorward::service
