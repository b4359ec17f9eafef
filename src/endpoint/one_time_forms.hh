// The pages that links in mail lead to, and the one that asks for such a mail: in the browser's language.
#pragma once
#include <string>

#include "endpoint/call.hh"
#include "service/one_time.hh"

namespace doorward::endpoint {

struct OneTimeForm {
  std::string tenant;  // slug or id; may be empty
  std::string token;   // empty: address and code are asked for
  std::string email;   // as typed before
};
enum class FormState { fresh, sent, done };  // sent: a mail is on its way, if it is ours to send; done: it worked

/// `error`: why it is shown again; nullptr: for the first time, or as `state` says.
http::Response forgot_form(Call& call, const OneTimeForm& form, FormState state, const Error* error);
http::Response reset_form(Call& call, const OneTimeForm& form, FormState state, const Error* error);
http::Response invite_form(Call& call, const OneTimeForm& form, FormState state, const Error* error);
http::Response verify_form(Call& call, const OneTimeForm& form, FormState state, const Error* error);

/// As the address of the page says.
OneTimeForm asked_for(const Call& call);
/// As the form brought it.
OneTimeForm typed_into(const Call& call);

}  // namespace doorward::endpoint
