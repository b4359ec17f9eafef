// What one answered request adds to the metrics: here alone, where its outcome is known.
#pragma once
#include <chrono>
#include <optional>
#include <string>

#include "route/row.hh"
#include "service/spent.hh"

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

/// What the walls had cost, and what time it was, when a request began.
struct Beginning {
  service::Spent spent;
  std::chrono::steady_clock::time_point at = std::chrono::steady_clock::now();
};

void count_answer(service::World& world, const Beginning& begun, const Outcome& outcome, int status);

}  // namespace doorward::route
