// What an endpoint is given, and the shape of every endpoint.
#pragma once
#include <optional>

#include "base/result.hh"
#include "http/request.hh"
#include "http/response.hh"
#include "model/visitor.hh"
#include "port/json.hh"
#include "service/actor.hh"
#include "service/world.hh"

namespace doorward::endpoint {

struct Call {
  service::Ask& ask;
  const http::Request& request;
  std::optional<TenantFacts> tenant;  // resolved; rows that need one always have it
  std::optional<Visitor> visitor;     // rows that need sign-in always have it
  std::optional<Error> stranger;      // why a credential that is there does not count; rows of `maybe` and `check`
  std::vector<std::string> path;      // the values of {placeholders} in the row's path, in order
  port::Json body;                    // parsed JSON or form, an object; empty without a body
  bool form = false;                  // it came as a form: the answer is a page or 303

  const Config& config() const { return ask.world.config; }
  /// Rows of `acting`: the visitor in the tenant that was resolved.
  service::Actor actor() const { return service::actor_of(*visitor, *tenant); }
};

using Endpoint = Result<http::Response> (*)(Call& call);

}  // namespace doorward::endpoint
