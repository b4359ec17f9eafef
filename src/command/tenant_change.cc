// The commands that change one tenant: its name and slug, whether it is active, what its plan gives.
#include "command/command.hh"
#include "command/shapes.hh"
#include "service/administration.hh"
#include "service/domain_look.hh"
#include "service/own_tenant.hh"
#include "service/tenant_life.hh"

namespace doorward::command {
namespace {

using Changed = Result<service::TenantChanged>;

struct Given {
  std::string tenant, name, value;
};

std::shared_ptr<Given> one_tenant(port::CliOptions& options) {
  auto given = std::make_shared<Given>();
  options.positional("tenant", given->tenant, "Slug or id");
  return given;
}

/// A canceled tenant is found too, so that it can be restored; the platform's own row is none.
Result<port::Json> about(Shell& shell, const Given& given, const std::function<Changed(TenantId)>& act) {
  const auto tenant = service::show_tenant(shell.ask(), shell.platform(), given.tenant);
  if (!tenant) return tenant.error();
  if (tenant->kind == TenantKind::platform) return Code::NOT_FOUND;
  const auto changed = act(tenant->id);
  if (!changed) return changed.error();
  return with_effect(whole_tenant_json(changed->tenant), changed->revoked);
}

using Step = Changed (*)(service::Ask&, const service::Above&, TenantId);

Action step(port::CliOptions& options, Step take) {
  return [given = one_tenant(options), take](Shell& shell) {
    return about(shell, *given, [&](TenantId id) { return take(shell.ask(), service::operator_above(id), id); });
  };
}

Result<port::Json> other_plan(Shell& shell, const Given& given, const service::PlanChange& change) {
  return about(shell, given,
               [&](TenantId id) { return service::change_plan(shell.ask(), service::operator_above(id), id, change); });
}

}  // namespace

Action tenant_suspend(port::CliOptions& options) { return step(options, service::suspend_tenant); }
Action tenant_activate(port::CliOptions& options) { return step(options, service::activate_tenant); }
Action tenant_cancel(port::CliOptions& options) { return step(options, service::cancel_tenant); }
Action tenant_restore(port::CliOptions& options) { return step(options, service::restore_tenant); }
Action tenant_domain_accept(port::CliOptions& options) {
  auto given = one_tenant(options);
  options.positional("domain", given->value, "The one that it asks for");
  return [given](Shell& shell) {
    return about(shell, *given, [&](TenantId id) {
      return service::accept_domain(shell.ask(), service::operator_above(id), id, given->value);
    });
  };
}

Action tenant_domain_verify(port::CliOptions& options) {
  auto given = one_tenant(options);
  auto how = std::make_shared<service::DomainLook>();
  options.text("--ask-at", how->ask_at, "host:port to ask in place of where the name leads, also a private one");
  options.text("--ca", how->ca, "File of certificates in place of the system's");
  return [given, how](Shell& shell) {
    return about(shell, *given, [&](TenantId id) {
      return service::verify_domain(shell.ask(), service::operator_above(id), id, service::domain_look(*how));
    });
  };
}

Action tenant_change(port::CliOptions& options) {
  struct New {
    std::string name, slug, domain;
    bool no_domain = false;
  };
  auto given = one_tenant(options);
  auto wanted = std::make_shared<New>();
  options.text("--name", wanted->name, "Another name");
  options.text("--slug", wanted->slug, "Another slug; the former one stays taken");
  options.text("--domain", wanted->domain, "A domain to be verified");
  options.flag("--no-domain", wanted->no_domain, "Takes its domain away");
  return [given, wanted](Shell& shell) {
    service::TenantChange change;
    if (!wanted->name.empty()) change.name = wanted->name;
    if (!wanted->slug.empty()) change.slug = wanted->slug;
    if (wanted->no_domain || !wanted->domain.empty()) change.domain = wanted->no_domain ? "" : wanted->domain;
    return about(shell, *given,
                 [&](TenantId id) { return service::change_tenant(shell.ask(), service::operator_in(id), change); });
  };
}

Action tenant_plan(port::CliOptions& options) {
  auto given = one_tenant(options);
  options.positional("plan", given->value, "basic, pro or enterprise");
  return [given](Shell& shell) { return other_plan(shell, *given, {given->value, {}, {}}); };
}

Action tenant_limit(port::CliOptions& options) {
  auto given = one_tenant(options);
  options.positional("name", given->name, "max_users, max_invites, …");
  options.positional("value", given->value, "A number; none: no limit; plan: what the plan says");
  return [given](Shell& shell) -> Result<port::Json> {
    std::optional<std::optional<std::int64_t>> value;
    if (given->value != "plan") {
      value = parse_limit(given->value);
      if (!*value && given->value != "none")
        return wrong("value", "is not a number from 1 to 1000000000, none or plan");
    }
    return other_plan(shell, *given, {std::nullopt, {{given->name, value}}, {}});
  };
}

Action tenant_feature(port::CliOptions& options) {
  auto given = one_tenant(options);
  options.positional("name", given->name, "custom_domain, webhooks, …");
  options.positional("value", given->value, "on, off, or plan: what the plan says");
  return [given](Shell& shell) -> Result<port::Json> {
    std::optional<bool> on;
    if (given->value == "on" || given->value == "off")
      on = given->value == "on";
    else if (given->value != "plan")
      return wrong("value", "is not on, off or plan");
    return other_plan(shell, *given, {std::nullopt, {}, {{given->name, on}}});
  };
}

}  // namespace doorward::command
