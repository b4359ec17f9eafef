// /auth/verify: the gate. Only here an Allowed is made; every other end of a request is a refusal.
#include <algorithm>

#include "base/log.hh"
#include "base/text.hh"
#include "endpoint/call.hh"
#include "service/application_token.hh"
#include "service/visitor.hh"

namespace doorward::endpoint {
namespace {

/// DOORWARD_TENANT: slugs and ids joined by blanks or commas, or "*" alone.
struct Site {
  std::vector<std::string> tenants;
  bool any = false;
  bool one() const { return !any && tenants.size() == 1; }
};

Site read_site(std::string text) {
  std::replace(text.begin(), text.end(), ',', ' ');
  Site site;
  for (auto word : words(text)) {
    if (word == "*")
      site.any = true;
    else
      site.tenants.emplace_back(word);
  }
  return site;
}

Error misconfigured(const Call& call, std::string_view what, Error error) {
  log(Level::error, "a site is configured wrongly", {{"what", what}, {"host", call.request.gate->host}});
  return error;
}

/// People of the platform belong to no tenant and pass no place that is bound to one.
Result<void> belongs(const Visitor& visitor, const Site& site) {
  if (site.any) return {};
  const bool named = visitor.tenant.kind == TenantKind::tenant &&
                     std::any_of(site.tenants.begin(), site.tenants.end(),
                                 [&](const std::string& name) { return service::is_named(visitor.tenant, name); });
  return named ? Result<void>() : Result<void>(Code::TENANT_MISMATCH);
}

Result<http::Response> allow(Call& call, const Site& site) {
  Identity identity = identity_of(*call.visitor, call.config().gate.remote_user, !site.one());
  if (call.config().gate.jwt && call.request.gate)
    identity.emplace_back(
        "JWT", service::issue_application_token(call.ask, *call.visitor,
                                                call.request.gate->scheme + "://" + call.request.gate->host));
  auto answer = http::Response::empty(call.request.door == http::Door::authorizer ? 200 : 204);
  answer.allowed = http::Allowed{std::move(identity)};
  return answer;
}

}  // namespace

Result<http::Response> verify(Call& call) {
  Site site;
  Requirement requirement;
  if (call.request.door != http::Door::plain && !call.request.gate) return Code::TENANT_REQUIRED;
  if (const auto& gate = call.request.gate) {
    site = read_site(gate->tenant.value_or(""));
    if (site.tenants.empty() && !site.any)
      return misconfigured(call, "DOORWARD_TENANT is missing", Code::TENANT_REQUIRED);
    auto parsed = parse_requirement(gate->require, !site.one());
    if (!parsed) return misconfigured(call, "DOORWARD_REQUIRE is wrong", parsed.error());
    requirement = std::move(*parsed);
  }
  if (!call.visitor) return call.stranger.value_or(Error(Code::AUTH_REQUIRED));
  if (call.request.gate)
    if (auto home = belongs(*call.visitor, site); !home) return home.error();
  if (auto met = meets(*call.visitor, call.visitor->tenant, call.config().plans, requirement, call.ask.now); !met)
    return met.error();
  return allow(call, site);
}

}  // namespace doorward::endpoint
