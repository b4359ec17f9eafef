// Tests that need to be somebody else, which root alone can.
#pragma once
#include <unistd.h>

#include "support/test.hh"

namespace tests {

/// For cases: `*boost::unit_test::precondition(by_root)`; others skip them and say why.
inline boost::test_tools::assertion_result by_root(boost::unit_test::test_unit_id) {
  boost::test_tools::assertion_result answer(::geteuid() == 0);
  answer.message() << "only root acts as another account";
  return answer;
}

}  // namespace tests
