// How often chance is tried.
#include "support/crowd.hh"

#include <cstdlib>

namespace tests {

int rounds(int quick) {
  const char* said = std::getenv("DOORWARD_TEST_ROUNDS");
  return said ? std::atoi(said) : quick;
}

}  // namespace tests
