#include "route/proof.hh"

namespace doorward::route {
namespace {

using service::Proof;

bool brings(const port::Json& body, std::string_view name) {
  const auto* member = body.find(name);
  return member && member->string() && !member->string()->empty();
}

/// As endpoint/presented: a token counts before a code.
Proof link_or_code(const port::Json& body, Proof link, Proof code) {
  return !brings(body, "token") && brings(body, "code") ? code : link;
}

Proof registration_by(const port::Json& body) {
  if (brings(body, "invite_token")) return Proof::invite_link;
  return brings(body, "invite_code") ? Proof::invite_code : Proof::registration;
}

}  // namespace

Proof proof_of(const Row& row, const port::Json& body) {
  switch (row.proof) {
    case Proof::reset_link: return link_or_code(body, row.proof, Proof::reset_code);
    case Proof::verify_link: return link_or_code(body, row.proof, Proof::verify_code);
    case Proof::invite_link: return link_or_code(body, row.proof, Proof::invite_code);
    case Proof::registration: return registration_by(body);
    case Proof::step_up: return brings(body, "password") || brings(body, "current_password") ? row.proof : Proof::none;
    default: return row.proof;
  }
}

}  // namespace doorward::route
