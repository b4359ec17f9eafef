// nginx's auth_request turns anything but 2xx, 401 and 403 into 500, so those three and 503 are all there is.
#include "route/gate_answer.hh"

#include "base/log.hh"
#include "base/text.hh"
#include "http/page.hh"
#include "http/return_to.hh"
#include "route/challenge.hh"
#include "route/problem.hh"
#include "service/keyring.hh"

namespace doorward::route {
namespace {

/// The site's one tenant, for the log-in form; empty under a list or "*".
std::string only_tenant(const http::Request& request) {
  if (!request.gate || !request.gate->tenant) return "";
  const auto names = words(*request.gate->tenant);
  return names.size() == 1 && names[0] != "*" && names[0].find(',') == std::string_view::npos ? std::string(names[0])
                                                                                              : "";
}

http::Response login_helps(service::Ask& ask, const http::Request& request, const Error& error) {
  const auto address = http::login_address(ask.world.config, ask.world.keys.sub_key("login-address"),
                                           {request.gate ? request.gate->uri : "", only_tenant(request)});
  const bool leads = request.door == http::Door::authorizer || request.door == http::Door::forward;
  auto answer = leads && http::page_load(request) ? http::Response::redirect(302, address)
                                                  : problem_document(ask.correlation_id, error);
  if (const auto value = challenge(error); value && answer.status == 401) answer.with("WWW-Authenticate", *value);
  answer.with("X-Doorward-Login", address);
  return answer;
}

http::Response refused_page(service::Ask& ask, const Error& error, const std::optional<Visitor>& visitor) {
  http::Page data;
  data.values = {{"TITLE", "You may not open this page"},
                 {"EMAIL", visitor ? visitor->user.email : ""},
                 {"CODE", std::string(row_of(error.code).name)},
                 {"CORRELATION_ID", ask.correlation_id}};
  if (visitor) data.sections["SIGNED_IN"].push_back({data.values, {}});
  return http::page(ask.world.config, 403, "refused.tpl", std::move(data));
}

http::Response it_cannot(service::Ask& ask, const http::Request& request, const Error& error,
                         const std::optional<Visitor>& visitor) {
  auto answer = problem_document(ask.correlation_id, error, 403);
  try {
    if (request.door != http::Door::subrequest && http::page_load(request)) answer = refused_page(ask, error, visitor);
  } catch (const std::exception& broken) {
    log(Level::error, "a page cannot be made", {{"why", broken.what()}});
  }
  answer.with("X-Doorward-Reason", std::string(row_of(error.code).name));
  return answer;
}

}  // namespace

http::Response gate_refusal(service::Ask& ask, const http::Request& request, const Error& error,
                            const std::optional<Visitor>& visitor) {
  const int status = row_of(error.code).status;
  if (status == 401) return login_helps(ask, request, error);
  if (status < 500) return it_cannot(ask, request, error, visitor);
  auto answer = problem(ask.world.config, request, ask.correlation_id, error);
  answer.status = 503;
  return answer;
}

}  // namespace doorward::route
