// Answers are shared with an origin by name, never with "*": cookies come along.
#include "route/cors.hh"

#include "base/text.hh"
#include "http/origin.hh"

namespace doorward::route {

http::Response answer_options(const Config& config, const http::Request& request,
                              const std::vector<std::string>& methods) {
  auto answer = http::Response::empty(204);
  answer.with("Allow", join(methods, ", "));
  const auto origin = request.header("origin");
  if (origin && request.header("access-control-request-method") && http::listed_origin(config, *origin))
    answer.with("Access-Control-Allow-Methods", join(methods, ", "))
        .with("Access-Control-Allow-Headers",
              "Authorization, Content-Type, Idempotency-Key, X-API-Key, X-CSRF-Token, X-Correlation-Id, X-Tenant-ID")
        .with("Access-Control-Max-Age", "600");
  return answer;
}

void share(const Config& config, const http::Request& request, http::Response& response) {
  if (config.cors.origins.empty()) return;
  response.with("Vary", "Origin");
  const auto origin = request.header("origin");
  if (!origin || !http::listed_origin(config, *origin)) return;
  response.with("Access-Control-Allow-Origin", *origin)
      .with("Access-Control-Allow-Credentials", "true")
      .with("Access-Control-Expose-Headers",
            "RateLimit, RateLimit-Policy, Retry-After, WWW-Authenticate, X-Correlation-Id");
}

}  // namespace doorward::route
