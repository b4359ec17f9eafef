// Forms: the first byte chooses the media type. Names are unique, text is UTF-8, and nothing is invented.
#include "port/form_body.hh"
#include "base/text.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  if (input.empty()) return;
  const bool multipart = (input.front() & 1) != 0;
  const std::string_view body = input.substr(1);
  const auto form =
      port::parse_form(multipart ? "multipart/form-data; boundary=XX" : "application/x-www-form-urlencoded", body);
  if (!form) return;
  std::size_t bytes = 0;
  for (const auto& [name, value] : *form) {
    fuzz::promise(!name.empty() && valid_utf8(name) && valid_utf8(value), "text");
    fuzz::promise(value.find('\0') == std::string::npos, "no NUL");
    bytes += name.size() + value.size();
  }
  fuzz::promise(bytes <= body.size(), "nothing invented");
}
