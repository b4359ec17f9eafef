// Bodies of HTML forms, by cgicc: application/x-www-form-urlencoded, and multipart/form-data without files.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hh"

namespace doorward::port {

/// Names and values as sent, in order; no name twice.
using FormFields = std::vector<std::pair<std::string, std::string>>;

/// `content_type` is the header with its parameters. UNSUPPORTED_MEDIA_TYPE: neither of the two, a file, or a
/// boundary that is none. PAYLOAD_TOO_LARGE: more than `size_max` bytes or 64 fields. MALFORMED_BODY: a broken
/// escape, a field without "=", an empty or repeated name, NUL, invalid UTF-8, or any byte of the body that
/// is not part of a field.
Result<FormFields> parse_form(std::string_view content_type, std::string_view body, std::size_t size_max = 65536);

}  // namespace doorward::port
