// The ways to show who one is, as they are counted.
#pragma once
#include <string_view>
#include <vector>

#include "base/error.hh"

namespace doorward::service {

enum class Proof {
  none,
#define PROOF(name, refusal, sentence) name,
#include "service/proof.def"
#undef PROOF
};

/// One row of proof.def.
struct ProofRow {
  Proof proof;
  std::string_view name;  // "reset_code"
  Code refusal;           // what a wrong one is answered
  std::string_view sentence;
};
const std::vector<ProofRow>& proof_rows();
std::string_view to_word(Proof proof);

}  // namespace doorward::service
