// A message as it travels: headers of RFC 5322, bodies of RFC 2045-2047.
#pragma once
#include <string>
#include <string_view>

#include "base/time.hh"

namespace doorward::port {

struct Mail {
  std::string from, to;   // addresses without names; beyond ASCII as RFC 6532 has it
  std::string from_name;  // may be empty
  std::string subject;
  std::string text, html;  // UTF-8, lines ended by "\n"; html empty: text alone
};

/// With CRLF line ends, none longer than 78 characters but where an address is; multipart/alternative where there is
/// HTML. `name` stands before the "@" of the Message-ID, which is the same at every try. Control characters in a
/// header throw Failure: nothing slips in.
std::string mail_text(const Mail& mail, std::string_view name, Time now);

}  // namespace doorward::port
