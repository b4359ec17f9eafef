#include "door/conversation.hh"

#include "base/encode.hh"
#include "base/log.hh"
#include "door/dialect.hh"
#include "door/request_line.hh"
#include "port/metrics.hh"
#include "route/problem.hh"
#include "route/serve.hh"
#include "route/table.hh"

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

Envelope received(port::Fastcgi& fastcgi, Arrival arrival, const Desk& desk) {
  const auto& said = fastcgi.request();
  const Doorway doorway{said.authorizer(), fastcgi.tcp(), false};
  Envelope envelope = open_envelope(Parameters(said.parameters()), doorway, desk.rules, new_correlation(desk.world));
  if (arrival == Arrival::too_large) envelope.refused = Error(Code::HEADERS_TOO_LARGE);
  if (said.unclean()) envelope.refused = Error(Code::VALIDATION_ERROR, "The request's headers cannot be understood.");
  if (!envelope.refused && envelope.wants_body) envelope.refused = read_body(fastcgi, envelope);
  return envelope;
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

http::Response answer_of(const Envelope& envelope, const Desk& desk) {
  const auto& request = envelope.request;
  if (envelope.refused) return refuse(desk, request, *envelope.refused);
  if (desk.gate_only && request.door == http::Door::plain && !route::at_gate(desk.world.config, request.path))
    return refuse(desk, request, Code::NOT_FOUND);
  return route::serve(desk.world, request);
}

bool converse(port::Fastcgi& fastcgi, const Desk& desk) {
  const auto arrival = fastcgi.parameters();
  if (arrival != Arrival::complete && arrival != Arrival::too_large) {
    if (arrival != Arrival::closed) log(Level::notice, "connection without a request", {{"why", to_word(arrival)}});
    return false;
  }
  const RequestLine line(desk.world);
  const auto envelope = received(fastcgi, arrival, desk);
  const auto response = answer_of(envelope, desk);
  const auto answer = write_response(envelope.request, response);
  if (!fastcgi.answer(answer))
    log(Level::notice, "answer was not taken", {{"correlation_id", envelope.request.correlation_id}});
  line.write(envelope.request, response, answer);
  return response.told.about.mail;
}

}  // namespace doorward::door
