// A message: no name, subject or text brings a line of its own among the headers, nor ends the message.
#include "port/mail_message.hh"

#include "base/text.hh"
#include "support/fuzz.hh"

using namespace doorward;

FUZZ_TARGET(input) {
  const std::string text(input);
  const port::Mail plain{"a@b.example", "c@d.example", "N", "S", "t", ""};
  port::Mail mail = plain;
  mail.text = text;
  mail.html = "<p>" + text;
  if (valid_utf8(text) && !has_control(text)) mail.from_name = mail.subject = text.empty() ? "S" : text;
  const std::string made = port::mail_text(mail, "id", from_unix(1700000000));
  std::string names;  // of the headers, in order
  bool head = true;
  for (std::size_t at = 0; at < made.size();) {
    const auto end = made.find("\r\n", at);
    fuzz::promise(end != made.npos, "every line ends");
    const std::string_view line = std::string_view(made).substr(at, end - at);
    fuzz::promise(line.find_first_of("\r\n") == line.npos && line.size() <= 78 && line != ".", "a line of a message");
    head = head && !line.empty();
    if (head && line.front() != ' ') names += std::string(line.substr(0, line.find(':'))) + " ";
    at = end + 2;
  }
  fuzz::promise(names.starts_with("From To Date Message-ID Subject ") && names.ends_with("Content-Type "),
                names.c_str());
}
