// An answer as a value. The door writes it in its dialect.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.hh"
#include "model/about.hh"
#include "model/gate.hh"
#include "port/json.hh"

namespace doorward::http {

/// The identity that leaves a door. Only the gate (endpoint/verify) makes one; without it no door lets anybody pass.
struct Allowed {
  Identity identity;
};

/// For the log and the counters alone: nothing of it is written to the client.
struct Told {
  std::string route;            // "POST /auth/login"; empty: no row was found
  std::optional<Code> refusal;  // why not
  About about;
  bool repeated = false;  // an answer that was given before, for the same Idempotency-Key
};

struct Response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  std::optional<Allowed> allowed;  // check doors: the visitor may pass
  Told told;
  std::string pictures_from;  // the origin of a picture that the page shows (model/picture)

  static Response json(int status, const port::Json& body);
  static Response html(int status, std::string page);
  static Response empty(int status);                        // 204, 202
  static Response redirect(int status, std::string where);  // 302, 303
  Response& with(std::string name, std::string value);      // adds a header
};

}  // namespace doorward::http
