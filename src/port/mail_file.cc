// RFC 5322 headers, RFC 2045 body, RFC 2047 subject.
#include "port/mail_file.hh"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
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
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d +0000", days.at(std::size_t(parts.tm_wday)),
                parts.tm_mday, months.at(std::size_t(parts.tm_mon)), parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                parts.tm_sec);
  return text.data();
}

/// Encoded words that fit into a line of 76 characters (RFC 2047), none ending within a character.
std::string mail_subject(std::string_view subject) {
  constexpr std::size_t bytes_each = 39;
  std::string line;
  while (!subject.empty()) {
    std::size_t take = std::min(bytes_each, subject.size());
    while (take < subject.size() && (static_cast<unsigned char>(subject[take]) & 0xC0U) == 0x80) --take;
    line += (line.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + base64(subject.substr(0, take)) + "?=");
    subject.remove_prefix(take);
  }
  return line;
}

std::string mail_body(std::string_view text) {
  constexpr std::size_t line_size = 76;
  std::string crlf;
  for (char c : text) crlf += c == '\n' ? std::string("\r\n") : std::string(1, c);
  const std::string encoded = base64(crlf);
  std::string body;
  for (std::size_t at = 0; at < encoded.size(); at += line_size) body += encoded.substr(at, line_size) + "\r\n";
  return body;
}

Failure cannot(const std::string& what, const std::string& path) {
  return Failure("cannot " + what + " " + path + ": " + std::strerror(errno), Code::DEPENDENCY_DOWN);
}

void write_all(int fd, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t wrote = ::write(fd, text.data(), text.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) throw cannot("write", path);
    text.remove_prefix(std::size_t(wrote));
  }
}

}  // namespace

std::string mail_text(const Mail& mail, std::string_view name, Time now) {
  for (const std::string* one : {&mail.from, &mail.to, &mail.subject})
    if (one->empty() || has_control(*one)) throw Failure("a header of a mail is empty or has control characters");
  const std::string domain = mail.from.substr(mail.from.rfind('@') + 1);
  return "From: <" + mail.from + ">\r\nTo: <" + mail.to + ">\r\nDate: " + mail_date(now) + "\r\nMessage-ID: <" +
         std::string(name) + "@" + domain + ">\r\nSubject: " + mail_subject(mail.subject) +
         "\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
         "Content-Transfer-Encoding: base64\r\n\r\n" +
         mail_body(mail.text);
}

void write_mail_file(const std::string& folder, const Mail& mail, std::string_view name, Time now) {
  const std::string text = mail_text(mail, name, now);
  const std::string path = folder + "/" + std::string(name) + ".eml", under_way = path + ".tmp";
  const int fd = ::open(under_way.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (fd < 0) throw cannot("make", under_way);
  try {
    write_all(fd, text, under_way);
  } catch (...) {
    ::close(fd);
    ::unlink(under_way.c_str());
    throw;
  }
  if (::close(fd) != 0 || ::rename(under_way.c_str(), path.c_str()) != 0) throw cannot("finish", path);
}

}  // namespace doorward::port
