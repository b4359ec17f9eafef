// The pages with a form, filled: shown by GET, and again by POST when something was wrong.
#pragma once
#include <string>

#include "endpoint/call.hh"
#include "http/return_to.hh"

namespace doorward::endpoint {

struct LoginForm {
  http::LoginAddress address;
  std::string email;  // as typed before
};
/// `error`: why it is shown again; nullptr: for the first time. The status is the error's.
http::Response login_form(Call& call, const LoginForm& form, const Error* error);

struct SignupForm {
  std::string name, slug, first_name, last_name, email;
};
http::Response signup_form(Call& call, const SignupForm& form, const Error* error);

/// GET /auth/logged-out: asks, or says that it is done.
http::Response logged_out_form(Call& call, bool ask);

}  // namespace doorward::endpoint
