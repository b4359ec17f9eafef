// What one answered request adds to the metrics: here alone, where its outcome is known.
#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "route/row.hh"

namespace doorward::route {

/// How a request ended. `row` stays empty where none was found.
struct Outcome {
  const Row* row = nullptr;
  std::optional<Code> refused{};
  bool limited = false;  // by its rate class
  service::Proof proof = service::Proof::none;
  std::string tenant{};  // slug; empty: none, or tenants are not counted by name
  bool issued = false;   // an access token was made
};

/// `begun`: when the request did.
void count_answer(service::World& world, std::chrono::steady_clock::time_point begun, const Outcome& outcome,
                  int status);

}  // namespace doorward::route
