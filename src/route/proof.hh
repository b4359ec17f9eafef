// How a request shows who one is: the word of its row, made exact by what the body brings.
#pragma once
#include "port/json.hh"
#include "route/row.hh"

namespace doorward::route {

/// An address with a code can be guessed, a link cannot: they are not one. A registration that brings an invitation is
/// one; and where a row needs a password only for some of what it does, it is a proof only with one.
service::Proof proof_of(const Row& row, const port::Json& body);

}  // namespace doorward::route
