// Programs that a test runs.
#pragma once
#include <string>

namespace tests {

struct Outcome {
  int code;           // as it exited; -1: it did not
  std::string words;  // on standard output
};

/// By /bin/sh, in the folder where the test runs.
Outcome run(const std::string& command);

/// A variable of the environment, `otherwise` where it is missing or empty.
std::string variable(const char* name, const std::string& otherwise);

}  // namespace tests
