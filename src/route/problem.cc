// The one place where an Error becomes HTTP.
#include "route/problem.hh"

#include "base/log.hh"
#include "base/text.hh"
#include "http/page.hh"
#include "port/clock.hh"
#include "port/json.hh"
#include "route/challenge.hh"
#include "route/headers.hh"

namespace doorward::route {
namespace {

std::string detail_of(const Error& error) {
  return error.detail.empty() ? std::string(row_of(error.code).detail) : error.detail;
}

/// What a client may wait before it repeats; 0: nothing is said.
std::int64_t wait_of(const Error& error) {
  if (error.retry_after.count() > 0) return error.retry_after.count();
  switch (error.code) {
    case Code::RATE_LIMIT_EXCEEDED:
    case Code::OVERLOADED:
    case Code::DEPENDENCY_DOWN: return 1;
    default: return 0;
  }
}

port::Json fields_of(const Error& error) {
  port::Json::Array list;
  for (const auto& field : error.fields)
    list.push_back(port::Json::Object{{"field", field.field}, {"message", field.message}});
  return list;
}

http::Response wrong_page(const Config& config, const std::string& correlation_id, const Error& error) {
  const auto& row = row_of(error.code);
  http::Page data;
  data.values = {{"TITLE", std::string(row.title)},
                 {"HEADLINE", std::string(row.title)},
                 {"MESSAGE", detail_of(error)},
                 {"CODE", std::string(row.name)},
                 {"CORRELATION_ID", correlation_id}};
  return http::page(config, row.status, "wrong.tpl", std::move(data));
}

}  // namespace

std::string problem_type(Code code) { return "tag:doorward,2026:problems/" + std::string(row_of(code).name); }

http::Response problem_document(const std::string& correlation_id, const Error& error, int status) {
  const auto& row = row_of(error.code);
  if (status == 0) status = row.status;
  port::Json document =
      port::Json::Object{{"type", problem_type(error.code)}, {"title", row.title}, {"status", status},
                         {"detail", detail_of(error)},       {"code", row.name},   {"correlation_id", correlation_id}};
  if (!error.fields.empty()) document.set("errors", fields_of(error));
  if (!error.plans.empty()) document.set("plans", port::Json::strings(error.plans));
  if (error.places) document.set("limit", error.places->limit).set("used", error.places->used);
  auto answer = http::Response::empty(status);
  answer.body = port::dump_json(document);
  answer.with("Content-Type", "application/problem+json");
  return answer;
}

http::Response problem(const Config& config, const http::Request& request, const std::string& correlation_id,
                       const Error& error) {
  auto answer = problem_document(correlation_id, error);
  if (http::page_load(request)) {
    try {
      answer = wrong_page(config, correlation_id, error);
    } catch (const std::exception& broken) {
      log(Level::error, "a page cannot be made", {{"why", broken.what()}, {"correlation_id", correlation_id}});
    }
  }
  if (const auto value = challenge(error)) answer.with("WWW-Authenticate", *value);
  if (const auto wait = wait_of(error); wait > 0) answer.with("Retry-After", std::to_string(wait));
  return answer;
}

http::Response refuse(const Config& config, const http::Request& request, const Error& error) {
  port::SystemRandom random;
  const auto correlation_id = correlation_of(request, random, port::SystemClock().now());
  auto answer = problem(config, request, correlation_id, error);
  decorate(config, request, correlation_id, answer);
  answer.told.refusal = error.code;
  return answer;
}

}  // namespace doorward::route
