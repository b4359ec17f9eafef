// GET /auth/.well-known/jwks.json: the public keys of access tokens (RFC 7517).
#include "endpoint/call.hh"
#include "service/keyring.hh"

namespace doorward::endpoint {

Result<http::Response> jwks(Call& call) {
  auto& world = call.ask.world;
  auto answer = http::Response::empty(200);
  answer.body = world.keys.jwks(world.database, call.ask.now);
  answer.with("Content-Type", "application/json");
  return answer;
}

}  // namespace doorward::endpoint
