#include "port/mail_message.hh"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>

#include "base/encode.hh"
#include "base/error.hh"
#include "base/text.hh"

namespace doorward::port {
namespace {

std::string base64(std::string_view bytes) {
  std::string text = to_base64url(bytes);
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

/// RFC 5322 section 3.3, UTC.
std::string mail_date(Time now) {
  const std::time_t at = to_unix(now);
  std::tm parts{};
  ::gmtime_r(&at, &parts);
  static constexpr std::array<const char*, 7> days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr std::array<const char*, 12> months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d +0000", days.at(std::size_t(parts.tm_wday)),
                parts.tm_mday, months.at(std::size_t(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                parts.tm_sec);
  return text.data();
}

/// Letters, digits, blanks and little more: what means the same quoted, unquoted and in a subject.
bool plain(std::string_view text) {
  constexpr std::size_t longest = 60;
  return text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  std::string_view(" .,!-'").find(c) != std::string_view::npos;
         });
}

/// As it is where it is plain; else encoded words that fit into a line of 76 characters (RFC 2047), none ending
/// within a character.
std::string header_text(std::string_view text) {
  if (plain(text)) return std::string(text);
  constexpr std::size_t bytes_each = 39;
  std::string line;
  while (!text.empty()) {
    std::size_t take = std::min(bytes_each, text.size());
    while (take < text.size() && (static_cast<unsigned char>(text[take]) & 0xC0U) == 0x80) --take;
    line += (line.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base64(text.substr(0, take)) + "?=");
    text.remove_prefix(take);
  }
  return line;
}

std::string sender(const Mail& mail) {
  if (mail.from_name.empty()) return "<" + mail.from + ">";
  const std::string name = plain(mail.from_name) ? "\"" + mail.from_name + "\"" : header_text(mail.from_name);
  return name + "\r\n <" + mail.from + ">";
}

/// One byte in the quoted-printable encoding; `alone` at the beginning or the end of a line, where dots, "From " and
/// blanks are not safe.
std::string printed(char c, bool alone) {
  const auto byte = static_cast<unsigned char>(c);
  const bool safe = byte > 0x20 && byte < 0x7F && c != '=';
  if (alone ? safe && c != '.' && c != 'F' : safe || c == ' ') return std::string(1, c);
  static constexpr std::string_view digits = "0123456789ABCDEF";
  return {'=', digits[byte >> 4], digits[byte & 15]};
}

/// RFC 2045 section 6.7: a person can still read it.
std::string quoted_printable(std::string_view text) {
  constexpr std::size_t longest = 75;
  std::string body;
  for (const std::string_view line : split(text, '\n')) {
    std::string out;
    for (std::size_t at = 0; at < line.size(); ++at) {
      const std::string next = printed(line[at], out.empty() || at + 1 == line.size());
      if (out.size() + next.size() > longest) {
        body += out + "=\r\n";
        out = printed(line[at], true);
      } else {
        out += next;
      }
    }
    body += out + "\r\n";
  }
  return body;
}

std::string part(std::string_view type, std::string_view text) {
  return "Content-Type: " + std::string(type) +
         "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + quoted_printable(text);
}

/// "=_" stands in no quoted-printable text.
std::string body_of(const Mail& mail, std::string_view name) {
  if (mail.html.empty()) return part("text/plain", mail.text);
  const std::string boundary = "=_" + std::string(name);
  const std::string line = "\r\n--" + boundary;
  return "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n" + line + "\r\n" +
         part("text/plain", mail.text) + line + "\r\n" + part("text/html", mail.html) + line + "--\r\n";
}

}  // namespace

std::string mail_text(const Mail& mail, std::string_view name, Time now) {
  for (const std::string* one : {&mail.from, &mail.to, &mail.subject})
    if (one->empty()) throw Failure("a header of a mail is empty");
  for (const std::string* one : {&mail.from, &mail.to, &mail.subject, &mail.from_name})
    if (has_control(*one) || !valid_utf8(*one)) throw Failure("a header of a mail has control characters");
  const std::string domain = mail.from.substr(mail.from.rfind('@') + 1);
  return "From: " + sender(mail) + "\r\nTo: <" + mail.to + ">\r\nDate: " + mail_date(now) + "\r\nMessage-ID: <" +
         std::string(name) + "@" + domain + ">\r\nSubject: " + header_text(mail.subject) +
         "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n" + body_of(mail, name);
}

}  // namespace doorward::port
