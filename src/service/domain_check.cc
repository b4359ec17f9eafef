#include "service/domain_check.hh"

#include <algorithm>

#include "base/secret.hh"
#include "base/text.hh"
#include "model/look_delay.hh"
#include "service/event.hh"
#include "service/tenant_list.hh"
#include "store/tenants.hh"

namespace doorward::service {
namespace {

struct Fault {
  std::string word;      // for the tenant
  std::string sentence;  // for an operator
};

/// nullopt: the file is there and holds the tenant's token.
std::optional<Fault> fault_of(const Look& look, const Tenant& tenant) {
  constexpr std::size_t blanks = 32;  // an editor's line end, and the like
  const auto url = domain_proof_url(*tenant.wanted_domain);
  const auto found = look(url, tenant.domain_token.size() + blanks);
  const bool there = found.status == 200;
  if (!found.document)
    return Fault{there ? "different" : found.status ? "missing" : "unreachable", url + ": " + found.why + "."};
  if (same_secret(trim(*found.document), tenant.domain_token)) return std::nullopt;
  return Fault{"different", url + " is there, and holds another word."};
}

void note_fault(Ask& ask, store::PlatformDb& platform, const store::DueDomainCheck& check, const std::string& why) {
  store::Event event = event_of(ask, "tenant_domain_refused");
  event.actor_type = store::ActorType::system;
  event.subject = check.tenant;
  event.data.set("domain", check.domain).set("why", why);
  platform.transaction([&] {
    store::note_domain_check(platform, check, why, ask.now, ask.now >= check.asked_at + look_for);
    store::write_event(platform, check.tenant, event);
    return true;
  });
}

void look_at(Ask& ask, store::PlatformDb& platform, const store::DueDomainCheck& check, const Look& look) {
  const auto tenant = store::find_tenant(platform, check.tenant);
  if (!tenant || tenant->status != TenantStatus::active || tenant->wanted_domain != check.domain)
    return store::remove_domain_check(platform, check);
  if (const auto fault = fault_of(look, *tenant)) return note_fault(ask, platform, check, fault->word);
  const auto accepted = accept_proved_domain(ask, check.tenant, check.domain, tenant->domain_token);
  if (!accepted && accepted.error().code == Code::CONFLICT) return note_fault(ask, platform, check, "taken");
  store::remove_domain_check(platform, check);
}

}  // namespace

Result<DomainAsked> ask_domain_check(Ask& ask, const Actor& by) {
  constexpr std::chrono::minutes rest{1};
  Result<DomainAsked> answer = Code::NOT_FOUND;
  store::TenantDb db(ask.world.database, by.tenant);
  db.transaction([&] {
    const auto tenant = store::own_tenant(db);
    answer = Code::NOT_FOUND;
    if (!tenant || !tenant->wanted_domain) return false;
    answer = Error(Code::RATE_LIMIT_EXCEEDED, rest);
    if (!store::ask_domain_check(db, *tenant->wanted_domain, ask.now, ask.now - rest)) return false;
    store::Event event = event_by(ask, by, "tenant_domain_check_asked");
    event.subject = by.tenant;
    event.data.set("domain", *tenant->wanted_domain);
    store::write_event(db, event);
    answer = DomainAsked{domain_proof_url(*tenant->wanted_domain), ask.now};
    return true;
  });
  return answer;
}

std::optional<store::DomainCheck> domain_check_of(Ask& ask, const Tenant& tenant) {
  if (!tenant.wanted_domain) return std::nullopt;
  store::TenantDb db(ask.world.database, tenant.id);
  return store::own_domain_check(db, *tenant.wanted_domain);
}

Result<TenantChanged> verify_domain(Ask& ask, const Above& by, TenantId id, const Look& look) {
  const auto tenant = find_one(ask, by, id);
  if (!tenant) return tenant.error();
  if (!tenant->wanted_domain) return Code::NOT_FOUND;
  if (const auto fault = fault_of(look, *tenant)) return Error(Code::CONFLICT, fault->sentence);
  return accept_domain(ask, by, id, *tenant->wanted_domain, tenant->domain_token);
}

std::function<Batch(int)> due_domains(Ask& ask, store::PlatformDb& platform, const Look& look) {
  static constexpr int in_one_round = 10;
  static constexpr std::chrono::minutes a_moment{1};  // outlives this call, as what refers to it does
  return [&, left = in_one_round](int) mutable {
    const auto check = left > 0 ? store::due_domain_check(platform, ask.now) : std::nullopt;
    if (!check) left = in_one_round;
    if (!check) return Batch{};
    --left;
    const Time last = std::max(check->asked_at + look_for, ask.now + a_moment);
    const Time next = std::min(ask.now + look_delay_after(check->tries + 1), last);
    if (store::claim_domain_check(platform, *check, next)) look_at(ask, platform, *check, look);
    return Batch{1, left > 0};
  };
}

}  // namespace doorward::service
