// doorwardctl audit verify: are the sealed events the ones that were written, in their order, none missing?
#include "command/command.hh"
#include "command/run.hh"
#include "service/administration.hh"
#include "service/event_chain.hh"

namespace doorward::command {
namespace {

/// The slug; the id of a tenant that was deleted.
std::string name_of(Shell& shell, TenantId tenant) {
  if (tenant == platform_tenant) return "platform";
  const auto found = service::show_tenant(shell.ask(), shell.platform(), tenant.text());
  return found ? found->slug : tenant.text();
}

Result<port::Json> answer_of(Shell& shell, const std::vector<service::TenantChain>& chains) {
  port::Json::Array items;
  Error broken(Code::CONFLICT, "Events are not as they were sealed.");
  for (const auto& [tenant, chain] : chains) {
    const std::string name = name_of(shell, tenant);
    if (chain.broken) broken.fields.push_back({name, "sequence " + std::to_string(*chain.broken) + ": " + chain.why});
    items.push_back(port::Json::Object{{"tenant", name}, {"sealed", chain.sealed}, {"unsealed", chain.unsealed}});
  }
  if (!broken.fields.empty()) {
    shell.exit_code = exits::broken;
    return broken;
  }
  return port::Json(port::Json::Object{{"items", std::move(items)}});
}

}  // namespace

Action audit_verify(port::CliOptions& options) {
  auto slug = std::make_shared<std::string>();
  options.text("--tenant", *slug, "Slug or id, or platform; all when left out");
  return [slug](Shell& shell) -> Result<port::Json> {
    if (slug->empty()) return answer_of(shell, service::verify_chains(shell.ask(), shell.platform()));
    const auto tenant = shell.tenant(*slug);
    if (!tenant) return tenant.error();
    return answer_of(shell, {{*tenant, service::verify_chain(shell.ask(), shell.platform(), *tenant)}});
  };
}

}  // namespace doorward::command
