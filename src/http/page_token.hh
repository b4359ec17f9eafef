// The page's token: what a form brings along to prove that it came from our page, where the browser does not
// say so itself. A signed double submit: the cookie and the form carry the same value, and only we can make one.
#pragma once
#include <optional>
#include <string>

#include "base/secret.hh"
#include "http/request.hh"
#include "port/random.hh"

namespace doorward::http {

struct PageToken {
  std::string value;
  std::string set_cookie;  // empty: the browser has it already, or may not have cookies here
};

/// The token that the request's cookie holds, or a new one. `key`: a sub-key of the master key.
PageToken page_token(const Request& request, const Secret& key, port::Random& random, std::string_view base_path);

/// Is `presented` ours, and the same as the cookie?
bool page_token_holds(const Request& request, const Secret& key, std::string_view presented);

}  // namespace doorward::http
