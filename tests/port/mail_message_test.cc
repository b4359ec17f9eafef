// A message as it travels, line by line.
#include "port/mail_message.hh"

#include "base/encode.hh"
#include "base/error.hh"
#include "base/text.hh"
#include "support/test.hh"

using namespace doorward;
using port::Mail;

namespace {

const Time now = from_unix(1'700'000'000);  // Tue, 14 Nov 2023 22:13:20 UTC
const Mail mail = {"doorward@example.test", "ada@example.test",          "Acme",
                   "Your account",          "Hello,\nthis is a line.\n", ""};

/// Quoted-printable, read back.
std::string plain(std::string_view body) {
  std::string out;
  for (std::size_t at = 0; at < body.size(); ++at) {
    if (body[at] != '=') {
      out += body[at];
    } else if (body[at + 1] == '\r') {
      at += 2;
    } else {
      out += *from_hex(body.substr(at + 1, 2));
      at += 2;
    }
  }
  return out;
}

std::string body_of(const std::string& text) { return text.substr(text.find("\r\n\r\n") + 4); }

}  // namespace

BOOST_AUTO_TEST_SUITE(mail_message)

BOOST_AUTO_TEST_CASE(a_message_has_the_headers_of_rfc_5322) {
  const std::string text = port::mail_text(mail, "0190", now);
  for (const char* line :
       {"From: \"Acme\"\r\n <doorward@example.test>\r\n", "To: <ada@example.test>\r\n",
        "Date: Tue, 14 Nov 2023 22:13:20 +0000\r\n", "Message-ID: <0190@example.test>\r\n", "Subject: Your account\r\n",
        "MIME-Version: 1.0\r\n", "Auto-Submitted: auto-generated\r\n", "Content-Type: text/plain; charset=utf-8\r\n",
        "Content-Transfer-Encoding: quoted-printable\r\n"})
    BOOST_TEST((text.find(line) != std::string::npos), line);
  BOOST_TEST(plain(body_of(text)) == "Hello,\r\nthis is a line.\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(with_html_there_are_two_forms_of_one_text) {
  Mail both = mail;
  both.html = "<p style=\"color:red\">Hello</p>\n";
  const std::string text = port::mail_text(both, "0190", now);
  const auto first = text.find("\r\n--=_0190\r\nContent-Type: text/plain;"),
             second = text.find("\r\n--=_0190\r\nContent-Type: text/html;");
  BOOST_TEST((text.find("multipart/alternative; boundary=\"=_0190\"") != std::string::npos));
  BOOST_TEST((first != std::string::npos && second != std::string::npos && first < second));
  BOOST_TEST(text.ends_with("\r\n--=_0190--\r\n"));
  BOOST_TEST((text.find("style=3D\"color:red\"") != std::string::npos));
}

BOOST_AUTO_TEST_CASE(no_line_is_too_long_and_no_character_is_cut) {
  Mail longer = mail;
  longer.subject.clear();
  for (int i = 0; i < 60; ++i) longer.subject += "\xE2\x82\xAC";
  longer.from_name = longer.subject;
  longer.text = std::string(5000, 'x') + "\n" + longer.subject + "\n.\nFrom here\ntrailing \n\t\n";
  const std::string text = port::mail_text(longer, "0190", now);
  std::string subject;
  bool in_subject = false;
  for (std::string_view line : split(text, '\n')) {
    BOOST_TEST(line.size() <= 79);
    BOOST_TEST((line.empty() || line.ends_with('\r')), line);
    BOOST_TEST(!line.starts_with('.'));
    BOOST_TEST((!line.starts_with("From ")));
    in_subject = line.starts_with("Subject:") || (in_subject && line.starts_with(' '));
    if (const auto at = line.find("=?UTF-8?B?"); at != std::string_view::npos) {
      const auto word = *from_base64(std::string(line.substr(at + 10, line.rfind("?=") - at - 10)));
      BOOST_TEST(valid_utf8(word));
      if (in_subject) subject += word;
    }
  }
  BOOST_TEST(subject == longer.subject);
  std::string crlf;
  for (char c : longer.text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  BOOST_TEST((plain(body_of(text)) == crlf + "\r\n"));
}

BOOST_AUTO_TEST_CASE(nothing_slips_into_the_headers) {
  for (const char* bad : {"a@example.test\r\nBcc: b@example.test", "a@example.test\nX: y", "a\rb", "\x7F", ""})
    for (std::string Mail::*field : {&Mail::to, &Mail::from, &Mail::subject, &Mail::from_name}) {
      if (field == &Mail::from_name && *bad == 0) continue;
      Mail forged = mail;
      forged.*field = bad;
      BOOST_CHECK_THROW((void)port::mail_text(forged, "0190", now), Failure);
    }
}

BOOST_AUTO_TEST_CASE(what_might_be_read_otherwise_is_encoded) {
  for (const char* name : {"Acme \"Inc\"", "=?UTF-8?B?AA==?=", "Acme <a@example.test>", "Ac(me)", "M\xC3\xBCnchen"}) {
    Mail named = mail;
    named.from_name = named.subject = name;
    const std::string text = port::mail_text(named, "0190", now);
    BOOST_TEST((text.find(std::string("Subject: ") + name) == std::string::npos), name);
    BOOST_TEST((text.find("From: =?UTF-8?B?") == 0U), name);
  }
}

BOOST_AUTO_TEST_SUITE_END()
