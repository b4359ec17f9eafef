// Answers are kept as JSON, sealed by service/repeat.
#include "route/repeat.hh"

#include "base/log.hh"
#include "service/repeat.hh"

namespace doorward::route {
namespace {

std::string pack(const http::Response& response) {
  port::Json::Array headers;
  for (const auto& [name, value] : response.headers) headers.push_back(port::Json::Array{name, value});
  return port::dump_json(
      port::Json::Object{{"status", response.status}, {"headers", std::move(headers)}, {"body", response.body}});
}

http::Response unpack(const std::string& packed) {
  const auto json = port::parse_json(packed);
  if (!json) throw Failure("an answer kept for an Idempotency-Key cannot be read");
  http::Response response;
  response.told.repeated = true;
  response.status = static_cast<int>(*json->find("status")->integer());
  response.body = *json->find("body")->string();
  for (const auto& header : *json->find("headers")->array())
    response.with(*header.array()->at(0).string(), *header.array()->at(1).string());
  return response;
}

/// A stranger is nobody in particular: what makes two of them one is the whole body.
service::Repeatable repeatable(const Row& row, const endpoint::Call& call, const std::string& key) {
  const std::string who = call.visitor ? call.visitor->user.id.text() : "";
  return {call.tenant ? call.tenant->id : platform_tenant, who + " " + std::string(row.metric), key,
          call.request.content_type + "\n" + call.request.body};
}

/// The effect is committed: not being able to say so to a repeat must not take the answer from this request.
void keep(service::Ask& ask, const service::Repeat& repeat, const http::Response& response) {
  try {
    service::keep_answer(ask, repeat, response.status, pack(response));
  } catch (const std::exception& failure) {
    log(Level::warning, "an answer could not be kept for its Idempotency-Key", {{"why", failure.what()}});
  }
}

/// Gives the key back on every way out but the one that keep() closed.
class Claimed {
 public:
  Claimed(service::Ask& ask, const service::Repeat& repeat) : ask_(ask), repeat_(repeat) {}
  Claimed(const Claimed&) = delete;
  Claimed& operator=(const Claimed&) = delete;
  ~Claimed() {
    if (kept_) return;
    try {
      service::forget_repeat(ask_, repeat_);
    } catch (const std::exception& failure) {  // it counts as under way for a minute then
      log(Level::warning, "an Idempotency-Key could not be given back", {{"why", failure.what()}});
    }
  }
  void keep(const http::Response& response) {
    kept_ = true;
    doorward::route::keep(ask_, repeat_, response);
  }

 private:
  service::Ask& ask_;
  const service::Repeat& repeat_;
  bool kept_ = false;
};

}  // namespace

Result<http::Response> run_once(const Row& row, endpoint::Call& call) {
  const auto key = call.request.header("idempotency-key");
  if (!key || row.effect != Effect::creates) return row.run(call);
  const auto repeat = service::begin_repeat(call.ask, repeatable(row, call, *key));
  if (!repeat) return repeat.error();
  if (repeat->answer) return unpack(*repeat->answer);
  Claimed claimed(call.ask, *repeat);
  auto answer = row.run(call);
  if (answer && answer->status < 400) claimed.keep(*answer);
  return answer;
}

}  // namespace doorward::route
