#include "door/request_line.hh"

#include "base/log.hh"
#include "door/dialect.hh"

namespace doorward::door {
namespace {

std::int64_t microseconds_of(std::chrono::nanoseconds time) {
  return std::chrono::duration_cast<std::chrono::microseconds>(time).count();
}

template <class Id>
IdText text_of(const std::optional<Id>& id) {
  return id ? id->characters() : IdText();
}

std::string_view to_word(http::Door door) {
  switch (door) {
    case http::Door::plain: return "";
    case http::Door::subrequest: return "nginx";
    case http::Door::authorizer: return "apache";
    case http::Door::forward: return "forward";
  }
  return "";
}

}  // namespace

RequestLine::RequestLine(const service::World& world)
    : world_(world), began_(std::chrono::steady_clock::now()), before_(service::spent_so_far(world)) {}

void RequestLine::write(const http::Request& request, const http::Response& response, std::string_view answer) const {
  if (!logs(Level::info)) return;
  const auto& told = response.told;
  const auto spent = service::spent_so_far(world_) - before_;
  const Trace none, &trace = request.trace ? *request.trace : none;
  log(Level::info, "request",
      {{"correlation_id", request.correlation_id},
       {"trace_id", trace.trace_id},
       {"span_id", trace.span_id},
       {"parent_id", trace.parent_id},
       {"route", told.route.empty() ? "none" : told.route},
       {"door", to_word(request.door)},
       {"method", request.method},
       {"status", status_of(answer)},
       {"code", told.refusal ? row_of(*told.refusal).name : ""},
       {"tenant_id", text_of(told.about.tenant)},
       {"user_id", text_of(told.about.user)},
       {"session_id", text_of(told.about.session)},
       {"address", request.address},
       {"duration_us", microseconds_of(std::chrono::steady_clock::now() - began_)},
       {"hash_us", microseconds_of(spent.hash.time)},
       {"hash_wait_us", microseconds_of(spent.hash_wait.time)},
       {"database_us", microseconds_of(spent.database.time)},
       {"database_calls", spent.database.calls},
       {"memcached_us", microseconds_of(spent.memcached.time)},
       {"memcached_calls", spent.memcached.calls}});
}

}  // namespace doorward::door
