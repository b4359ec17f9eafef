// One request from end to end; the only catch of the service.
#include "route/serve.hh"

#include "base/log.hh"
#include "base/log_about.hh"
#include "base/text.hh"
#include "route/body.hh"
#include "route/cors.hh"
#include "route/count.hh"
#include "route/cross_site.hh"
#include "route/demand.hh"
#include "route/gate_answer.hh"
#include "route/headers.hh"
#include "route/problem.hh"
#include "route/proof.hh"
#include "route/rate.hh"
#include "route/repeat.hh"
#include "route/table.hh"
#include "route/tenant.hh"
#include "route/visitor.hh"

namespace doorward::route {
namespace {

bool check_door(const http::Request& request) { return request.gate || request.door != http::Door::plain; }

/// A request that found its row. What is learned on the way stays here, since a refusal may need it.
struct Walk {
  service::Ask& ask;
  const http::Request& request;
  const Row& row;
  endpoint::Call call;
  std::optional<RateState> rate;
  Outcome& outcome;
};

Result<void> meet_visitor(Walk& walk) {
  const auto needs = walk.row.needs;
  if (needs == Needs::nobody || needs == Needs::tenant || needs == Needs::token || needs == Needs::link) return {};
  Accepted accepted = accepted_here;
  if (walk.request.gate) {
    auto given = parse_accepted(walk.request.gate->accept);
    if (!given) return given.error();
    accepted = *given;
  }
  auto arrival = find_visitor(walk.ask, walk.request, accepted, walk.row.effect != Effect::reads);
  walk.call.visitor = std::move(arrival.visitor);
  if (const auto& there = walk.call.visitor) {
    walk.ask.about = {there->tenant.id, there->user.id, there->session.id};
    walk.ask.impersonator = there->session.impersonator;
  }
  walk.call.stranger = std::move(arrival.refusal);
  if (walk.call.stranger && walk.call.stranger->code == Code::AMBIGUOUS_CREDENTIALS) return *walk.call.stranger;
  return {};
}

/// A header is no cookie: no browser sends it from elsewhere by itself. Where nobody is signed in and somebody must
/// be, nothing will change.
bool needs_proof(const Walk& walk) {
  if (walk.row.effect == Effect::reads || (wants_visitor(walk.row) && !walk.call.visitor)) return false;
  return !walk.call.visitor || walk.call.visitor->credential == CredentialKind::session ||
         walk.call.visitor->credential == CredentialKind::cookie;
}

Result<void> pass_rate(Walk& walk) {
  const auto tenant = walk.call.tenant ? std::optional(walk.call.tenant->id) : std::nullopt;
  walk.rate = count_request(walk.ask, walk.row.rate, tenant);
  if (walk.rate && walk.rate->retry_after.count() > 0) return Error(Code::RATE_LIMIT_EXCEEDED, walk.rate->retry_after);
  return {};
}

Result<void> signed_in(const Walk& walk) {
  if (!wants_visitor(walk.row) || walk.call.visitor) return {};
  return walk.call.stranger.value_or(Error(Code::AUTH_REQUIRED));
}

/// Whose plan counts: that of the tenant acted in, not of the row where the platform's people live.
Result<void> may(const Walk& walk) {
  if (walk.row.asks.empty()) return {};
  const Visitor& visitor = *walk.call.visitor;
  return fulfils(visitor, walk.call.tenant.value_or(visitor.tenant), walk.ask.world.config.plans, demand_of(walk.row),
                 walk.ask.now);
}

/// In fixed order: who, where, cross-site, rate, signed in, role or permission, feature, step-up; then the body, and
/// the endpoint.
Result<http::Response> go(Walk& walk) {
  auto body = read_body(walk.ask.world.config, walk.row, walk.request);
  const Body read = body ? *body : Body{};
  walk.outcome.proof = proof_of(walk.row, read.json);
  if (auto met = meet_visitor(walk); !met) return met.error();
  auto tenant = resolve_tenant(walk.ask, walk.row, walk.request, read, walk.call.visitor);
  if (!tenant) return tenant.error();
  walk.call.tenant = std::move(*tenant);
  if (walk.call.tenant) walk.ask.about.tenant = walk.call.tenant->id;
  if (needs_proof(walk))
    if (auto proof = check_cross_site(walk.ask, walk.request, read); !proof) return proof.error();
  if (auto rate = pass_rate(walk); !rate) return rate.error();
  if (auto in = signed_in(walk); !in) return in.error();
  if (auto fit = may(walk); !fit) return fit.error();
  if (!body) return body.error();
  walk.call.body = std::move(body->json);
  walk.call.form = body->form;
  return run_once(walk.row, walk.call);
}

http::Response refused(service::Ask& ask, const http::Request& request, const Error& error,
                       const std::optional<Visitor>& visitor) {
  auto response = check_door(request) ? gate_refusal(ask, request, error, visitor)
                                      : problem(ask.world.config, request, ask.correlation_id, error);
  response.told.refusal = error.code;
  return response;
}

/// For the metrics: whose house it was.
std::string tenant_of(const Walk& walk) {
  if (walk.call.tenant) return walk.call.tenant->slug;
  return walk.call.visitor ? walk.call.visitor->tenant.slug : "";
}

http::Response run_row(service::Ask& ask, const http::Request& request, const Row& row, std::vector<std::string> path,
                       Outcome& outcome) {
  outcome.row = &row;
  if (row.budget > 0) ask.now = ask.world.clock.now();  // who asks the database nothing does not ask it for the time
  Walk walk{ask, request, row, {ask, request, {}, {}, {}, std::move(path), {}, false}, {}, outcome};
  auto answer = go(walk);
  auto response = answer ? std::move(*answer) : refused(ask, request, answer.error(), walk.call.visitor);
  if (response.told.repeated) outcome.proof = service::Proof::none;  // shown once, counted once
  outcome.issued = ask.issued;
  outcome.limited = walk.rate && walk.rate->retry_after.count() > 0;
  if (ask.world.config.metrics.tenant_label > 0) outcome.tenant = tenant_of(walk);
  if (walk.rate) tell_rate(*walk.rate, response);
  return response;
}

Error caught(const std::exception& thrown) {
  const auto* failure = dynamic_cast<const Failure*>(&thrown);
  const Code code = failure ? failure->code() : Code::INTERNAL_ERROR;
  log(Level::error, "a request failed", {{"code", row_of(code).name}, {"why", thrown.what()}});
  return code;
}

http::Response answer(service::Ask& ask, const http::Request& request, Outcome& outcome) {
  const auto& config = ask.world.config;
  if (check_door(request)) return run_row(ask, request, verify_row(), {}, outcome);
  auto found = match(config, request.method, request.path);
  if (!found.known()) return refused(ask, request, Code::NOT_FOUND, std::nullopt);
  if (request.method == "OPTIONS") return answer_options(config, request, found.allowed);
  if (found.row) return run_row(ask, request, *found.row, std::move(found.path), outcome);
  auto refusal = refused(ask, request, Code::METHOD_NOT_ALLOWED, std::nullopt);
  return std::move(refusal.with("Allow", join(found.allowed, ", ")));
}

std::string agent_of(const http::Request& request) {
  auto agent = request.header("user-agent").value_or("");
  if (agent.size() > 512) agent.resize(512);
  return valid_utf8(agent) ? agent : header_safe(agent).substr(0, 512);
}

}  // namespace

http::Response serve(service::World& world, const http::Request& request, service::TokenHash hashed) {
  const auto begun = std::chrono::steady_clock::now();
  const Time now = world.clock.unasked();
  service::Ask ask{world,        now, request.address, agent_of(request), correlation_of(request, world.random, now),
                   request.trace};
  ask.hashed = std::move(hashed);
  const LogAbout about({ask.correlation_id, request.trace ? std::string_view(request.trace->trace_id) : ""});
  Outcome outcome;
  auto response = [&] {
    try {
      return answer(ask, request, outcome);
    } catch (const std::exception& thrown) {
      return refused(ask, request, caught(thrown), std::nullopt);
    }
  }();
  if (outcome.row) response.told.route = name_of(world.config, *outcome.row);
  response.told.about = ask.about;
  if (!check_door(request)) share(world.config, request, response);
  decorate(world.config, request, ask.correlation_id, response);
  outcome.refused = response.told.refusal;
  count_answer(world, begun, outcome, response.status);
  return response;
}

}  // namespace doorward::route
