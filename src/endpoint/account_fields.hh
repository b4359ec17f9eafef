// What every row reads that makes an account for somebody else.
#pragma once
#include "endpoint/fields.hh"
#include "endpoint/limits.hh"
#include "service/people.hh"

namespace doorward::endpoint {

/// Address, names and perhaps a password; the role and the rest are the row's own. What is wrong, `fields` says.
inline service::NewAccount read_new_account(Fields& fields) {
  service::NewAccount wanted;
  wanted.email = fields.text("email", longest::email);
  wanted.first_name = fields.maybe_text("first_name", longest::name).value_or("");
  wanted.last_name = fields.maybe_text("last_name", longest::name).value_or("");
  wanted.password = fields.maybe_secret("password", longest::password);
  return wanted;
}

}  // namespace doorward::endpoint
