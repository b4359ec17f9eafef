#include "service/proof.hh"

namespace doorward::service {

const std::vector<ProofRow>& proof_rows() {
  static const std::vector<ProofRow> all = {
#define PROOF(name, refusal, sentence) {Proof::name, #name, Code::refusal, sentence},
#include "service/proof.def"
#undef PROOF
  };
  return all;
}

std::string_view to_word(Proof proof) {
  return proof == Proof::none ? "none" : proof_rows().at(std::size_t(proof) - 1).name;
}

}  // namespace doorward::service
