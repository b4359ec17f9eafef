#include "door/conversation.hh"

#include <utility>

#include "base/encode.hh"
#include "base/log.hh"
#include "door/dialect.hh"
#include "door/request_line.hh"
#include "port/metrics.hh"
#include "route/problem.hh"
#include "route/serve.hh"
#include "route/table.hh"
#include "route/visitor.hh"

namespace doorward::door {
namespace {

using port::Arrival;

std::string_view to_word(Arrival arrival) {
  switch (arrival) {
    case Arrival::late: return "late";
    case Arrival::malformed: return "malformed";
    case Arrival::too_large: return "too large";
    default: return "closed";
  }
}

std::optional<Error> read_body(port::Fastcgi& fastcgi, Envelope& envelope) {
  switch (fastcgi.body()) {
    case Arrival::complete: return put_body(envelope, fastcgi.request().body());
    case Arrival::late: return Error(Code::REQUEST_TIMEOUT);
    case Arrival::too_large: return Error(Code::PAYLOAD_TOO_LARGE);
    default: return Error(Code::MALFORMED_BODY, "The body was cut.");
  }
}

/// Counted here, since it never comes to route/count.
http::Response refuse(const Desk& desk, const http::Request& request, const Error& error) {
  auto response = route::refuse(desk.world.config, request, error);
  if (request.door != http::Door::plain) response.with("X-Doorward-Reason", std::string(row_of(error.code).name));
  desk.world.metrics.count(port::Metric::requests_total, {"door", std::to_string(response.status)});
  return response;
}

}  // namespace

std::string new_correlation(service::World& world) { return to_hex(world.random.mark(16)); }

http::Response answer_of(const Envelope& envelope, const Desk& desk, service::TokenHash hashed) {
  const auto& request = envelope.request;
  if (envelope.refused) return refuse(desk, request, *envelope.refused);
  if (desk.gate_only && request.door == http::Door::plain && !route::at_gate(desk.world.config, request.path))
    return refuse(desk, request, Code::NOT_FOUND);
  return route::serve(desk.world, request, std::move(hashed));
}

Conversation::Conversation(const Desk& desk, Span patience)
    : desk_(desk), fastcgi_({desk.rules.headers, desk.rules.body}, patience) {}

void Conversation::attend(port::FastcgiPeer peer) {
  opened_.reset();
  hashed_ = {};
  foreseen_ = false;
  fastcgi_.attend(std::move(peer));
}

Envelope Conversation::open(Arrival arrival) const {
  const auto& said = fastcgi_.request();
  const Doorway doorway{said.authorizer(), fastcgi_.tcp(), false};
  Envelope envelope = open_envelope(Parameters(said.parameters()), doorway, desk_.rules, new_correlation(desk_.world));
  if (arrival == Arrival::too_large) envelope.refused = Error(Code::HEADERS_TOO_LARGE);
  if (said.unclean()) envelope.refused = Error(Code::VALIDATION_ERROR, "The request's headers cannot be understood.");
  return envelope;
}

bool Conversation::foresee() {
  if (!fastcgi_.hear()) return false;
  opened_ = open(Arrival::complete);
  if (opened_->refused || opened_->wants_body) return false;
  hashed_ = route::foresee(desk_.world, opened_->request);
  return foreseen_ = true;
}

bool Conversation::converse() {
  const auto arrival = fastcgi_.parameters();
  if (arrival != Arrival::complete && arrival != Arrival::too_large) {
    if (arrival != Arrival::closed) log(Level::notice, "connection without a request", {{"why", to_word(arrival)}});
    return false;
  }
  const RequestLine line(desk_.world);
  if (!opened_) {
    Envelope envelope = open(arrival);
    return reply(envelope, line);
  }
  const bool mail = reply(*opened_, line);
  opened_.reset();
  return mail;
}

bool Conversation::reply(Envelope& envelope, const RequestLine& line) {
  if (!envelope.refused && envelope.wants_body) envelope.refused = read_body(fastcgi_, envelope);
  if (!std::exchange(foreseen_, false)) desk_.world.memory.expect_nothing();  // what was seen may be older than this
  const auto response = answer_of(envelope, desk_, std::exchange(hashed_, {}));
  const auto answer = write_response(envelope.request, response);
  if (!fastcgi_.answer(answer))
    log(Level::notice, "answer was not taken", {{"correlation_id", envelope.request.correlation_id}});
  line.write(envelope.request, response, answer);
  return response.told.about.mail;
}

}  // namespace doorward::door
