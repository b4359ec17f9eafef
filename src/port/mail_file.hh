// Mail into a folder: one message of RFC 5322 in one file, for development and for hosts that collect it there.
#pragma once
#include <string>
#include <string_view>

#include "base/time.hh"

namespace doorward::port {

struct Mail {
  std::string from, to;  // addresses without names; beyond ASCII as RFC 6532 has it
  std::string subject;
  std::string text;  // UTF-8, lines ended by "\n"
};

/// The message with CRLF line ends: text/plain in UTF-8, base64, so that no line is too long. `name` stands before the
/// "@" of the Message-ID. Control characters in addresses and subject throw Failure.
std::string mail_text(const Mail& mail, std::string_view name, Time now);

/// `folder`/`name`.eml, mode 0600, complete or not there. Failure(DEPENDENCY_DOWN) when it cannot be written.
void write_mail_file(const std::string& folder, const Mail& mail, std::string_view name, Time now);

}  // namespace doorward::port
