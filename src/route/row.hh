// A row of routes.def as data.
#pragma once
#include <span>
#include <string_view>

#include "endpoint/call.hh"
#include "service/proof.hh"

namespace doorward::route {

/// Which of the master's two pools answers it; the app pool answers everything that the gate pool does.
enum class Pool { gate, app };

/// Who must be known before the endpoint runs.
enum class Needs {
  nobody,   // credentials and tenant are not looked at
  tenant,   // a tenant; credentials are not looked at
  token,    // a refresh token, which names its tenant; other credentials are not looked at
  link,     // a one-time token, which names its tenant; without one, a tenant
  maybe,    // whoever there is; none or a bad credential is no refusal
  visitor,  // somebody signed in
  acting,   // the same, in a tenant: their own, or the one that a platform administrator or reseller names
  check,    // the endpoint decides itself (verify)
};

/// What kind of body it takes.
enum class Takes { nothing, json, form };  // form: JSON or a form

/// What a request does: `changes` and `creates` ask for the cross-site proof, `creates` knows Idempotency-Key.
enum class Effect { reads, changes, creates };

struct Row {
  std::string_view method;  // "GET"; "ANY"
  std::string_view path;    // below the base path, "/sessions/{id}"
  endpoint::Endpoint run;
  Pool pool;
  Needs needs;
  std::string_view asks;  // the column `requires`: see route/demand.hh
  Takes takes;
  Effect effect;
  service::Proof proof;   // what it is counted as, at most: see route/proof.hh
  std::string_view rate;  // a row of rate.def; "none"
  int budget;             // SQL statements at most, on the way that ends well and with nothing remembered
  std::string_view metric;
  std::string_view sentence;
};

/// Must somebody be signed in?
inline bool wants_visitor(const Row& row) { return row.needs == Needs::visitor || row.needs == Needs::acting; }

/// In the order of routes.def.
std::span<const Row> rows();

std::string_view to_word(Pool pool);
std::string_view to_word(Needs needs);
std::string_view to_word(Takes takes);
std::string_view to_word(Effect effect);

}  // namespace doorward::route
